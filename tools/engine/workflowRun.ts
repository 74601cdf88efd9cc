import {
	jsonParse,
	jsonStringify,
	type ExecutionStatus,
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type ITaskData,
	type NodeExecutionHint,
} from 'n8n-workflow';
import type { LogEntry } from './runtime';

/** What `sendMessageToUI` brought to the browser's console (manual runs only). */
export interface UiMessage {
	/** `[Node: "<name>"]` */
	source: string;
	messages: unknown[];
}

/** A node's error as it is stored with an execution: the own properties of the error, no class. */
export interface StoredError {
	name: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: IDataObject & { itemIndex?: number };
	messages?: string[];
	stack?: string;
}

/** A run of one node. n8n adds one to the list each time the node is reached; a retry belongs to the same run. */
export type NodeRun = Omit<ITaskData, 'error'> & { error?: StoredError };

/** A finished (or stopped) run of a workflow, read back from JSON as n8n reads an execution from its database. */
export class WorkflowRun {
	private readonly execution: IRun;

	constructor(
		execution: IRun,
		/** In the order of the calls, of all nodes. */
		readonly logs: readonly LogEntry[],
		readonly uiMessages: readonly UiMessage[],
		private readonly nodeNames: readonly string[],
	) {
		this.execution = jsonParse<IRun>(jsonStringify(execution, { replaceCircularRefs: true }));
	}

	/** `success`, `error` or `canceled`. */
	get status(): ExecutionStatus {
		return this.execution.status;
	}

	/** The error that ended the run. */
	get error(): StoredError | undefined {
		return this.execution.data.resultData.error as StoredError | undefined;
	}

	/** The runs of a node, empty if it was not reached. */
	nodeRuns(nodeName: string): NodeRun[] {
		if (!this.nodeNames.includes(nodeName)) throw new Error(`The workflow has no node "${nodeName}"`);
		return (this.execution.data.resultData.runData[nodeName] ?? []) as NodeRun[];
	}

	/** What a node emitted at an output, by default in its last run; empty if it was not reached. */
	items(nodeName: string, output = 0, runIndex = -1): INodeExecutionData[] {
		return this.nodeRuns(nodeName).at(runIndex)?.data?.main?.[output] ?? [];
	}

	/** The execution hints of all nodes, which n8n shows in their output panes. */
	get hints(): NodeExecutionHint[] {
		return Object.values(this.execution.data.resultData.runData)
			.flat()
			.flatMap(({ hints }) => hints ?? []);
	}

	/** All that n8n keeps or shows of this run (execution data, logs, console), to look for what must not be there. */
	toText(): string {
		const { execution, logs, uiMessages } = this;
		return jsonStringify({ execution, logs, uiMessages }, { replaceCircularRefs: true });
	}
}
