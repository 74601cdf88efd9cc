import 'reflect-metadata';
import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	Workflow,
	type IBinaryData,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { HarnessCredentialsHelper, type CredentialData } from './credentials';
import { helperNodes } from './helperNodes';
import { HarnessNodeTypes, type NodeTypeMap } from './nodeTypes';
import { acquireRuntime, releaseRuntime, withLogSink, type LogEntry } from './runtime';
import type { WorkflowJson } from './workflowBuilder';
import { WorkflowRun, type UiMessage } from './workflowRun';

export interface EngineOptions {
	/** The nodes under test, and stand-ins for others the workflows use; the helper nodes are always there. */
	nodes: NodeTypeMap;
	credentialTypes?: ICredentialType[];
	credentials?: CredentialData;
}

export interface RunOptions {
	/** `manual` (default): as with the editor's button. `trigger`: as in production. */
	mode?: 'manual' | 'trigger';
	/** What the start node emits: pinned to it in manual mode, given to it in trigger mode. Default: one empty item. */
	pinnedInput?: INodeExecutionData[];
	/** Name of the node to start with; by default n8n's choice. */
	startNode?: string;
	/** Hears every log call at once, for whoever shows progress. */
	onLog?: (entry: LogEntry) => void;
}

/** A run that is under way. */
export interface RunHandle {
	/** Stops it as the editor's Stop button does. `finished` settles once the running node has returned. */
	cancel(): void;
	finished: Promise<WorkflowRun>;
}

/** Runs workflows through n8n-core's `WorkflowExecute`, the code that runs them in n8n. */
export class Engine {
	private executions = 0;

	private readonly nodeTypes: HarnessNodeTypes;

	private readonly credentialsHelper: HarnessCredentialsHelper;

	/** Use `createEngine`. */
	constructor({ nodes, credentialTypes = [], credentials = {} }: EngineOptions) {
		this.nodeTypes = new HarnessNodeTypes({ ...helperNodes(), ...nodes });
		this.credentialsHelper = new HarnessCredentialsHelper(credentialTypes, credentials);
	}

	/** Runs a workflow to its end. Rejects only where n8n would not start it (a required parameter is empty …). */
	async run(json: WorkflowJson, options: RunOptions = {}): Promise<WorkflowRun> {
		return await this.start(json, options).finished;
	}

	/** Starts a workflow, for runs that are stopped or looked at on the way. */
	start(json: WorkflowJson, { mode = 'manual', pinnedInput, startNode, onLog }: RunOptions = {}): RunHandle {
		const logs: LogEntry[] = [];
		const uiMessages: UiMessage[] = [];
		const workflow = this.createWorkflow(json);
		const firstNode = startNode ? workflow.getNode(startNode) : workflow.getStartNode();
		if (!firstNode) throw new Error('The workflow has no node to start with');

		const items = deepCopy(pinnedInput ?? [{ json: {} }]);
		const runExecutionData = createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node: firstNode, data: { main: [items] }, source: null }] },
			resultData: mode === 'manual' && pinnedInput ? { pinData: { [firstNode.name]: items } } : {},
		});

		const sink = (entry: LogEntry) => {
			logs.push(entry);
			onLog?.(entry);
		};
		return withLogSink(sink, () => {
			const execution = new WorkflowExecute(
				this.createAdditionalData(workflow, mode, uiMessages),
				mode,
				runExecutionData,
			).processRunExecutionData(workflow);
			const nodeNames = json.nodes.map(({ name }) => name);
			return {
				cancel: () => withLogSink(sink, () => execution.cancel()),
				finished: execution.then((result) => new WorkflowRun(result, logs, uiMessages, nodeNames)),
			};
		});
	}

	/** The content of a file a node emitted, e.g. of `item.binary.data`. */
	async binary(file: IBinaryData | undefined): Promise<Buffer> {
		if (!file) throw new Error('The item has no such file');
		return await Container.get(BinaryDataService).getAsBuffer(file);
	}

	/** Removes the temporary files. */
	close(): void {
		releaseRuntime();
	}

	private createWorkflow({ id, name, nodes, connections, settings, staticData }: WorkflowJson): Workflow {
		return new Workflow({
			id: id ?? 'workflow',
			name: name ?? 'Workflow',
			nodes: deepCopy(nodes).map((each) => this.withCredentials(each)),
			connections: deepCopy(connections),
			active: false,
			nodeTypes: this.nodeTypes,
			settings: { executionOrder: 'v1', ...settings },
			staticData,
		});
	}

	/** Picks the engine's credentials for a node that says nothing about credentials itself. */
	private withCredentials(node: INode): INode {
		if (node.credentials) return node;
		const { description } = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const names = (description.credentials ?? []).map(({ name }) => name);
		const credentials = names
			.filter((name) => this.credentialsHelper.has(name))
			.map((name) => [name, { id: name, name }]);
		return credentials.length > 0 ? { ...node, credentials: Object.fromEntries(credentials) } : node;
	}

	private createAdditionalData(
		workflow: Workflow,
		mode: 'manual' | 'trigger',
		uiMessages: UiMessage[],
	): IWorkflowExecuteAdditionalData {
		this.executions += 1;
		const executionId = `execution-${this.executions}`;
		const base = 'http://127.0.0.1:5678';
		const notAvailable = async () => {
			throw new Error('Not available in the engine harness');
		};
		return {
			credentialsHelper: this.credentialsHelper,
			executionId,
			workflowId: workflow.id,
			hooks: new ExecutionLifecycleHooks(mode, executionId, { id: workflow.id, name: workflow.name } as IWorkflowBase),
			externalSecretsProxy: new ExternalSecretsProxy(),
			currentNodeExecutionIndex: 0,
			variables: {},
			// Nodes can only ask for these in URLs and expressions, but n8n refuses to resolve any parameter without valid ones.
			instanceBaseUrl: `${base}/`,
			restApiUrl: `${base}/rest`,
			webhookBaseUrl: `${base}/webhook`,
			webhookTestBaseUrl: `${base}/webhook-test`,
			webhookWaitingBaseUrl: `${base}/webhook-waiting`,
			formBaseUrl: `${base}/form`,
			formTestBaseUrl: `${base}/form-test`,
			formWaitingBaseUrl: `${base}/form-waiting`,
			mcpBaseUrl: `${base}/mcp`,
			mcpTestBaseUrl: `${base}/mcp-test`,
			sendDataToUI: (_type: string, data: IDataObject | IDataObject[]) => {
				uiMessages.push(data as unknown as UiMessage);
			},
			logAiEvent: () => {},
			getRunExecutionData: notAvailable,
			getRuntimeCredential: notAvailable,
			executeWorkflow: notAvailable,
			startRunnerTask: notAvailable,
		};
	}
}

/** Makes an engine. Call its `close()` when the tests are done, e.g. in `afterAll`. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
	await acquireRuntime();
	return new Engine(options);
}
