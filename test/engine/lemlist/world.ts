import type { IDataObject } from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../simulator';
import {
	createEngine,
	type Engine,
	node,
	type NodeSettings,
	readBinary,
	type RunOptions,
	start,
	workflow,
	type WorkflowRun,
} from '../../../tools/engine';
import { API_KEY } from '../world';

export const LEMLIST = 'Lemlist';
/** Reads the file of an item back; only in workflows that `run` is asked to make with `file`. */
export const FILE = 'File';

/** A lemlist and an n8n that knows the node "Lemlist" and its credential. */
export interface World {
	lemlist: Simulator;
	n8n: Engine;
	/** Runs Start → Lemlist, and gives the whole run. */
	run(resource: string, operation: string, parameters?: Parameters, settings?: RunSettings): Promise<WorkflowRun>;
	/** The same, and gives the json of the items; rejects with the error of the run where there is one. */
	json(resource: string, operation: string, parameters?: Parameters, settings?: RunSettings): Promise<IDataObject[]>;
	end(): Promise<void>;
}

export type Parameters = Record<string, unknown>;

export interface RunSettings extends NodeSettings {
	/** The json of the input items; one empty item if not given. */
	input?: IDataObject[];
	/** The workflow's time zone; n8n's default if not given. */
	timezone?: string;
	/** Adds a second node, `FILE`, that reads the file in `data`. */
	file?: boolean;
	mode?: RunOptions['mode'];
}

/** The node under test. A campaign ID as text becomes the value of the locator. */
export function lemlistNode(
	resource: string,
	operation: string,
	parameters: Parameters = {},
	settings: NodeSettings = {},
) {
	const { campaignId } = parameters;
	return node(
		LEMLIST,
		'n8n-nodes-lemlist.lemlist',
		{
			resource,
			operation,
			...parameters,
			...(typeof campaignId === 'string' && { campaignId: { __rl: true, mode: 'id', value: campaignId } }),
		} as never,
		settings,
	);
}

/** A simulator without a rate limit unless `options` set one, and an engine with its credential. */
export async function createWorld(
	options: SimulatorOptions = {},
	credential: { apiKey?: string } = {},
): Promise<World> {
	const lemlist = await startSimulator({ apiKey: API_KEY, rateLimit: false, ...options });
	const n8n = await createEngine({
		nodes: { 'n8n-nodes-lemlist.lemlist': new Lemlist() },
		credentialTypes: [new LemlistAccountApi()],
		credentials: { lemlistAccountApi: { apiKey: API_KEY, baseUrl: lemlist.baseUrl, ...credential } },
	});
	const run: World['run'] = async (
		resource,
		operation,
		parameters,
		{ input, timezone, file, mode, ...settings } = {},
	) => {
		const nodes = [
			start(),
			lemlistNode(resource, operation, parameters, settings),
			...(file ? [readBinary(FILE)] : []),
		];
		const json = { ...workflow(nodes), ...(timezone && { settings: { timezone } }) };
		return await n8n.run(json, { mode, pinnedInput: input?.map((one) => ({ json: one })) });
	};
	return {
		lemlist,
		n8n,
		run,
		json: async (...args) => {
			const result = await run(...args);
			if (result.error) throw Object.assign(new Error(result.error.message), result.error);
			return result.items(LEMLIST).map(({ json }) => json);
		},
		end: async () => {
			n8n.close();
			await lemlist.close();
		},
	};
}

/** The json of the items that the Lemlist node put out, failed ones included. */
export function jsonOf(run: WorkflowRun): IDataObject[] {
	return run.items(LEMLIST).map(({ json }) => json);
}

/** A campaign locator in the mode By ID, for one that is inside a collection. */
export function campaign(value: string) {
	return { __rl: true, mode: 'id', value };
}
