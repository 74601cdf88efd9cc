import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { LemlistExportCampaign } from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { type Clock, type Simulator, type SimulatorOptions, startSimulator } from '../../simulator';
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
} from '../../tools/engine';

export const EXPORT = 'Export';
export const NEXT = 'Next';
/** Long and odd enough that finding it anywhere is no accident. */
export const API_KEY = 'k3y/that+must=never0show';

/** A lemlist and an n8n that knows its credential. */
export interface World {
	lemlist: Simulator;
	n8n: Engine;
	end(): Promise<void>;
}

/** The simulator's clock follows `Date`, so that `fastForward` moves both sides alike. */
export function dateClock(): Clock {
	let offset = 0;
	return { now: () => Date.now() + offset, advance: (ms) => (offset += ms) };
}

export async function createWorld(
	options: SimulatorOptions = {},
	credential: { apiKey?: string; baseUrl?: string } = {},
): Promise<World> {
	const lemlist = await startSimulator({ apiKey: API_KEY, clock: dateClock(), ...options });
	const n8n = await createEngine({
		nodes: { 'n8n-nodes-lemlist.lemlistExportCampaign': new LemlistExportCampaign() },
		credentialTypes: [new LemlistAccountApi()],
		credentials: { lemlistAccountApi: { apiKey: API_KEY, baseUrl: lemlist.baseUrl, ...credential } },
	});
	return {
		lemlist,
		n8n,
		end: async () => {
			n8n.close();
			await lemlist.close();
		},
	};
}

/** The node under test. Looks every 0.1 s unless `options` says otherwise, to keep tests quick. */
export function exportNode(parameters: Record<string, unknown> = {}, settings: NodeSettings = {}) {
	const { options, ...rest } = parameters as { options?: object };
	return node(
		EXPORT,
		'n8n-nodes-lemlist.lemlistExportCampaign',
		{
			operation: 'export',
			campaignId: { __rl: true, mode: 'id', value: '={{ $json.campaignId }}' },
			options: { pollInterval: 0.1, ...options },
			...rest,
		} as never,
		settings,
	);
}

/** Start → Export → a second node, which reads the file back where there is one. */
export function exportWorkflow(parameters: Record<string, unknown> = {}, settings: NodeSettings = {}): WorkflowJson {
	const next = parameters.output === 'rows' ? noOp(NEXT) : readBinary(NEXT);
	return workflow([start(), exportNode(parameters, settings), next]);
}

/** One input item per campaign. */
export function items(...campaignIds: string[]) {
	return campaignIds.map((campaignId) => ({ json: { campaignId } }));
}

const realSetTimeout = setTimeout;

/**
 * Runs `work` on a clock that moves some 50 times as fast, so that whole workflows wait for minutes
 * in a moment, while the simulator answers over real connections. Make the world with
 * `rateLimit: false`: the simulator counts requests in real time.
 */
export async function fastForward<T>(work: () => Promise<T>): Promise<T> {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
	try {
		let settled = false;
		const result = work().finally(() => (settled = true));
		result.catch(() => {});
		while (!settled) {
			await jest.advanceTimersByTimeAsync(50);
			await new Promise((resolve) => realSetTimeout(resolve, 1));
		}
		return await result;
	} finally {
		jest.useRealTimers();
	}
}

/** An error as n8n stores it with the run. */
export interface ShownError {
	name: string;
	message: string;
	description?: string;
	httpCode?: string;
	context?: { itemIndex?: number };
}
