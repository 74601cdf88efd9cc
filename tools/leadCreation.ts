import type { ICredentialType, INodeParameters, INodeType, IVersionedNodeType } from 'n8n-workflow';

import { startSimulator } from '../simulator';
import { createEngine, node, start, workflow } from './engine';

/** lemlist's limit: 20 at once, then 10 a second. */
const BURST = 20;
const PER_SECOND = 10;

/** A node that can add a lead to a campaign. */
export interface Candidate {
	/** Such as `n8n-nodes-lemlist.lemlist`. */
	type: string;
	typeVersion: number;
	node: INodeType | IVersionedNodeType;
	credentialType: ICredentialType;
	/** What its credential holds for a lemlist at this address. */
	credential(baseUrl: string, apiKey: string): Record<string, string>;
	/** Its parameters for adding the lead of each item, whose email is in `email`. */
	parameters(campaignId: string): INodeParameters;
}

/** What came of it. */
export interface LeadCreation {
	/** Leads in the simulator afterwards. */
	created: number;
	/** Items that came out with an error, or never came out. */
	lost: number;
	/** Answers 429. */
	refusals: number;
	/** The most requests in any 2 s. */
	mostInTwoSeconds: number;
	/** From the first request to the last answer. */
	seconds: number;
	/** Share of lemlist's rate limit that was used: 1 is all of it. */
	share: number;
}

/** A key of its own for each: a key keeps its limiter for the life of the process. */
let keys = 0;

/**
 * Has a node create `count` leads, one per item, through n8n's engine against a lemlist with the real
 * rate limit.
 *
 * @param latencyMs time that the simulator waits before each answer, or what gives it
 * @param options `executions`: so many at once share the leads; `continueOnFail`: whether every item gets its chance,
 *   without it the node may stop in the middle
 */
export async function createLeads(
	candidate: Candidate,
	count: number,
	latencyMs: number | (() => number),
	{ executions = 1, continueOnFail = true }: { executions?: number; continueOnFail?: boolean } = {},
): Promise<LeadCreation> {
	const apiKey = `lead-creation-key-${++keys}`;
	const lemlist = await startSimulator({ apiKey, latencyMs });
	const n8n = await createEngine({
		nodes: { [candidate.type]: candidate.node },
		credentialTypes: [candidate.credentialType],
		credentials: { [candidate.credentialType.name]: candidate.credential(lemlist.baseUrl, apiKey) },
	});
	try {
		const { _id: campaignId } = lemlist.state.addCampaign();
		const { type, typeVersion } = candidate;
		const create = node('Create', type, candidate.parameters(campaignId), {
			typeVersion,
			...(continueOnFail && { onError: 'continueRegularOutput' }),
		});
		const items = Array.from({ length: count }, (_, index) => ({ json: { email: `lead${index}@example.com` } }));
		const each = Math.ceil(count / executions);
		const parts = Array.from({ length: executions }, (_, index) => items.slice(index * each, (index + 1) * each));
		const runs = await Promise.all(
			parts.map(async (pinnedInput) => await n8n.run(workflow([start(), create]), { mode: 'trigger', pinnedInput })),
		);
		const failed = runs.find(({ error }) => error);
		if (failed && continueOnFail) throw new Error(failed.error!.message);
		const { requests } = lemlist;
		const began = Math.min(...requests.map(({ at }) => at));
		const seconds = (Math.max(...requests.map(({ endedAt = 0 }) => endedAt)) - began) / 1000;
		// The limit counts arrivals: how long the last answer takes is not ours.
		const sendingSeconds = (Math.max(...requests.map(({ at }) => at)) - began) / 1000;
		const ids = new Set(
			runs
				.flatMap((run) => run.items('Create'))
				.map(({ json }) => json._id)
				.filter((id) => lemlist.state.leads.has(String(id))),
		);
		return {
			created: lemlist.state.leads.size,
			lost: count - ids.size,
			refusals: requests.filter(({ status }) => status === 429).length,
			mostInTwoSeconds: lemlist.maxRequestsInWindow(),
			seconds,
			share: (lemlist.state.leads.size - BURST) / PER_SECOND / sendingSeconds,
		};
	} finally {
		n8n.close();
		await lemlist.close();
	}
}

/** The parts of this package's node that need no import of its class, which tests and scripts name differently. */
export function ourCandidate(node: INodeType, credentialType: ICredentialType): Candidate {
	return {
		type: 'n8n-nodes-lemlist.lemlist',
		typeVersion: 1,
		node,
		credentialType,
		credential: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
		parameters: (campaignId) => ({
			resource: 'lead',
			operation: 'create',
			campaignId: { __rl: true, mode: 'id', value: campaignId },
			email: '={{ $json.email }}',
		}),
	};
}
