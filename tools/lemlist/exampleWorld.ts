import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
// With its ending: `tsx` takes `Lemlist.node` for the JSON file beside it.
import { Lemlist } from '../../nodes/Lemlist/Lemlist.node.ts';
import { startSimulator, type Simulator } from '../../simulator';
import { createEngine, type Engine } from '../engine';

/** What the order of branches needs of them; the one for all other leads has no place in it. */
interface Branch {
	sequenceId: string;
	fallback?: true;
}

export type Values = Record<string, unknown>;

/** A lemlist with one of everything, and an n8n that knows the node "Lemlist". */
export interface ExampleWorld {
	lemlist: Simulator;
	n8n: Engine;
	/** What fits a parameter of the node, by the parameter's name; of a locator, the ID. */
	values: Values;
	/** What an operation needs instead, by `resource.operation`. */
	special: Record<string, Values>;
	end(): Promise<void>;
}

/**
 * Starts one, with the same content and the same IDs each time. An operation that needs an object of a kind that is not
 * here yet needs two lines: one that adds the object, and one in `values` that says which parameter names it.
 */
export async function createExampleWorld(): Promise<ExampleWorld> {
	const lemlist = await startSimulator({ rateLimit: false });
	const contents = await fillLemlist(lemlist).catch(async (error: unknown) => {
		await lemlist.close();
		throw error;
	});
	const n8n = await createEngine({
		nodes: { 'n8n-nodes-lemlist.lemlist': new Lemlist() },
		credentialTypes: [new LemlistAccountApi()],
		credentials: { lemlistAccountApi: { apiKey: lemlist.apiKey, baseUrl: lemlist.baseUrl } },
	});
	return {
		...contents,
		lemlist,
		n8n,
		end: async () => {
			n8n.close();
			await lemlist.close();
		},
	};
}

/** Puts one of everything into an empty simulator. */
export async function fillLemlist(lemlist: Simulator): Promise<Pick<ExampleWorld, 'values' | 'special'>> {
	const { state } = lemlist;
	const post = async (path: string, body: object = {}) => await request(lemlist, 'POST', path, body);

	const { _id: runningId } = state.addCampaign({ name: 'SaaS Founders', labels: ['Q4'] });
	// Paused, so that it can be started and its steps can be deleted.
	const { _id: campaignId, sequenceId } = state.addCampaign({
		name: 'Product Launch DACH',
		emoji: '🚀',
		status: 'paused',
		labels: ['Q4'],
		hasError: true,
		errors: ['Your campaign does not have sender.'],
	});
	state.campaignDetails.statutes.set(campaignId, [
		{ type: 'information', level: 2, category: 'limit', message: 'Daily limit' },
	]);
	const variables = { jobTitle: 'Head of Growth', region: 'EMEA' };
	const { _id: leadId, email } = state.addLead(campaignId, { emailStatus: 'deliverable', status: 'review', variables });
	const [userId] = state.team.userIds;

	const step = `/sequences/${sequenceId}/steps`;
	const mail = { subject: 'Hello', message: '<p>Hello</p>', delay: 1 };
	const { _id: stepId } = await post(step, { type: 'email', ...mail });
	state.campaignDetails.addStep(campaignId, { _id: String(stepId) });
	const { _id: testedId } = await post(step, { type: 'email', ...mail });
	await post(`${step}/${String(testedId)}/ab-test`);
	await request(lemlist, 'PATCH', `${step}/${String(testedId)}/ab-test`, { cc: ['ann@example.com'] });
	const sender = { userId, channel: { type: 'email', id: 'usm_1' } };
	await request(lemlist, 'PUT', `${step}/${String(testedId)}/sender`, sender);
	const { _id: conditionId } = await post(step, { type: 'conditional', conditionKey: 'hasScore', delay: 1 });
	const hot = { name: 'Hot', scoreComparator: '$gte', scoreThreshold: 80 };
	const { sequenceId: branchSequenceId } = await post(`${step}/${String(conditionId)}/branches`, hot);
	const branches = (await request(lemlist, 'GET', `${step}/${String(conditionId)}/branches`)) as Branch[];
	const order = branches
		.filter(({ fallback }) => !fallback)
		.map((branch) => branch.sequenceId)
		.join();

	const { _id: scheduleId } = state.addSchedule({ name: 'Office hours' });
	await post(`/campaigns/${campaignId}/schedules/${scheduleId}`);
	const { _id: activityId } = state.addActivity({
		type: 'aircallDone',
		campaignId,
		leadId,
		recordingUrl: 'https://calls.example.com/1.mp3',
	});
	const { _id: hookId } = await post(`/hooks?campaignId=${campaignId}`, {
		targetUrl: 'https://example.com/other',
		type: 'emailsReplied',
	});
	const unsubscribed = 'gone@example.com';
	await post(`/v2/unsubscribes/variables/${unsubscribed}`);

	// At once, as tests and people wait for the operations that wait for it.
	state.enrichments.durationMs = 0;
	const { id: enrichId } = await post(`/enrich?findEmail=true&verifyEmail=true&linkedinEnrichment=true&email=${email}`);

	const newLead = {
		email: 'new@example.com',
		additionalFields: { firstName: 'Ann', lastName: 'Lee', companyName: 'Acme', jobTitle: 'CEO' },
	};
	const enriched = {
		waitForResult: true,
		enrichments: ['findEmail', 'linkedinEnrichment'],
		options: { pollInterval: 0.1 },
	};
	const tested = { stepId: testedId };
	const conditional = { stepId: conditionId, branchSequenceId };
	return {
		values: {
			activityId,
			campaignId,
			campaignIds: campaignId,
			contactId: 'ctc_A1B2C3D4E5F6G7H8I',
			email,
			enrichId,
			hookId,
			leadId,
			leadIdOrEmail: leadId,
			leads: email,
			scheduleId,
			sendUserIds: userId,
			sequenceId,
			stepId,
			userId,
			variableNames: 'region',
		},
		special: {
			'campaign.pause': { campaignId: runningId },
			'enrichment.enrichData': { ...enriched, person: { email, linkedinUrl: 'https://www.linkedin.com/in/johndoe' } },
			'enrichment.enrichLead': enriched,
			'enrichment.enrichMany': enriched,
			'lead.create': newLead,
			'lead.createOrUpdate': newLead,
			'lead.updateVariables': { customVariables: { pairs: [{ name: 'region', value: 'DACH' }] } },
			'sequence.addBranch': { ...conditional, additionalFields: hot },
			'sequence.addStep': { additionalFields: mail },
			'sequence.deleteBranch': conditional,
			'sequence.deleteVariant': tested,
			'sequence.getManyBranches': conditional,
			'sequence.getStepSender': tested,
			'sequence.getVariant': tested,
			'sequence.removeStepSender': tested,
			'sequence.reorderBranches': { ...conditional, order },
			'sequence.selectWinner': tested,
			'sequence.updateBranch': { ...conditional, updateFields: hot },
			'sequence.updateStep': { updateFields: mail },
			'sequence.updateVariant': tested,
			'unsubscribe.delete': { value: unsubscribed },
			'unsubscribe.get': { value: unsubscribed },
			'webhook.create': { additionalFields: { type: 'emailsReplied' } },
		},
	};
}

/** For what the simulator only makes as lemlist does, by a request. */
async function request({ baseUrl, apiKey }: Simulator, method: string, path: string, body?: object) {
	const response = await fetch(`${baseUrl}${path}`, {
		method,
		headers: {
			authorization: `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`,
			...(body && { 'content-type': 'application/json' }),
		},
		body: body && JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`The simulator answers ${method} ${path} with ${response.status}: ${text}`);
	return text === '' ? {} : JSON.parse(text);
}
