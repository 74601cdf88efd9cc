import { QlaraApi } from '../../../credentials/QlaraApi.credentials';
import { QlaraExport } from '../../../nodes/QlaraExport/QlaraExport.node';
import { type QlaraSimulator, type QlaraSimulatorOptions, startQlaraSimulator } from '../../../simulator';
import {
	createEngine,
	type Engine,
	node,
	noOp,
	type NodeSettings,
	readBinary,
	start,
	workflow,
	type WorkflowJson,
	type WorkflowRun,
} from '../../../tools/engine';
import { API_KEY, dateClock, EXPORT, NEXT } from '../world';

export { API_KEY, EXPORT, fastForward, NEXT, type ShownError } from '../world';

export const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

/** A Qlara and an n8n that knows its credential. */
export interface QlaraWorld {
	qlara: QlaraSimulator;
	n8n: Engine;
	/** Runs the node, once for each input item. */
	run(parameters?: Record<string, unknown>, settings?: NodeSettings, input?: object[]): Promise<WorkflowRun>;
	/** Method and path of all requests to the API, below its prefix. */
	asked(): string[];
	end(): Promise<void>;
}

/** Exports take a moment unless `options` say otherwise. */
export async function createQlaraWorld(options: QlaraSimulatorOptions = {}): Promise<QlaraWorld> {
	const exports = { durationMs: 30, ...options.exports };
	const qlara = await startQlaraSimulator({ apiKey: API_KEY, clock: dateClock(), ...options, exports });
	const n8n = await createEngine({
		nodes: { 'n8n-nodes-lemlist.qlaraExport': new QlaraExport() },
		credentialTypes: [new QlaraApi()],
		credentials: { qlaraApi: { apiKey: API_KEY, baseUrl: qlara.baseUrl } },
	});
	return {
		qlara,
		n8n,
		run: async (parameters, settings, input = [{}]) => {
			const run = await n8n.run(qlaraWorkflow(parameters, settings), {
				pinnedInput: input.map((json) => ({ json: json as never })),
			});
			expect(run.toText()).not.toContain(API_KEY);
			expect(qlara.files.gotKey()).toBe(false);
			return run;
		},
		asked: () => qlara.requests.map(({ method, path }) => `${method} ${path.replace('/api/partner-gateway/v1', '')}`),
		end: async () => {
			n8n.close();
			await qlara.close();
		},
	};
}

/** The node under test. Looks every 0.05 s unless `options` says otherwise, to keep tests quick. */
export function qlaraNode(parameters: Record<string, unknown> = {}, settings: NodeSettings = {}) {
	const { options, ...rest } = parameters as { options?: object };
	return node(
		EXPORT,
		'n8n-nodes-lemlist.qlaraExport',
		{ operation: 'export', options: { pollInterval: 0.05, ...options }, ...rest } as never,
		settings,
	);
}

/** Start → Export → a second node, which reads the file back where there is one. */
export function qlaraWorkflow(parameters: Record<string, unknown> = {}, settings: NodeSettings = {}): WorkflowJson {
	const { operation = 'export', output, options } = parameters;
	const mayPend = (options as { onTimeout?: string } | undefined)?.onTimeout === 'returnPending';
	const hasFile = (operation === 'export' || operation === 'download') && output !== 'rows' && !mayPend;
	return workflow([start(), qlaraNode(parameters, settings), hasFile ? readBinary(NEXT) : noOp(NEXT)]);
}

/** The error that ended a run, as n8n shows it. */
export const shown = (run: WorkflowRun) => run.error as unknown as { message: string; description?: string };
