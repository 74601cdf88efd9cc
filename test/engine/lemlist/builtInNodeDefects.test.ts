import type { IDataObject, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import { nodeProperties } from '../../../nodes/Lemlist/table/properties';
import { resources } from '../../../nodes/Lemlist/resources';
import { LemlistTrigger } from '../../../nodes/LemlistTrigger/LemlistTrigger.node';
import type { Campaign } from '../../../simulator';
import { hookContext, type TriggerSetup, webhookContext } from '../triggers/triggerContexts';
import { API_KEY, createWorld as createExportWorld, EXPORT, exportWorkflow, fastForward, items, NEXT } from '../world';
import { createWorld, jsonOf, LEMLIST, type World } from './world';

/**
 * Defects of the Lemlist node that comes with n8n (n8n-nodes-base 2.41.2), found by reading and
 * running its code; rows are numbered as in the project's comparison of lemlist nodes. Each test
 * says what this package does instead.
 */

let world: World;
beforeEach(async () => (world = await createWorld()));
afterEach(async () => await world.end());

const { webhookMethods, webhook, methods, description: triggerDescription } = new LemlistTrigger();
const hooks = webhookMethods.default;

const addCampaigns = (count: number, campaign: Partial<Campaign> = {}) =>
	Array.from({ length: count }, () => world.lemlist.state.addCampaign(campaign)._id);
const newestFirst = (ids: string[]) => [...ids].reverse();
const idsOf = (rows: IDataObject[]) => rows.map(({ _id }) => _id);
const lastRequest = () => world.lemlist.requests.at(-1)!;
const operationsOf = (resource: string) =>
	resources.find(({ value }) => value === resource)!.operations.map(({ value }) => value);

function trigger(parameters: INodeParameters = {}): TriggerSetup {
	return {
		nodeType: new LemlistTrigger(),
		parameters: { events: ['emailsReplied'], ...parameters },
		credential: { apiKey: API_KEY, baseUrl: world.lemlist.baseUrl },
		staticData: {},
	};
}

describe('Lists', () => {
	test('Row 1: no operation needs the unsubscribe routes that lemlist switched off; all use those of v2', async () => {
		const routes = resources.flatMap(({ operations }) => operations.flatMap((operation) => operation.routes));
		expect(routes.filter((route) => /^\w+ \/unsubscribes/.test(route))).toEqual([]);
		await world.json('unsubscribe', 'add', { value: 'ann@example.com' });
		expect(await world.json('unsubscribe', 'getMany')).toMatchObject([{ value: 'ann@example.com' }]);
		for (const { path } of world.lemlist.requests) expect(path).toMatch(/^\/api\/v2\/unsubscribes\/variables/);
	});

	test('Row 2: Return All of 250 activities gives 250, though a bare array names no number of pages', async () => {
		for (let index = 0; index < 250; index++) world.lemlist.state.addActivity();
		expect(new Set(idsOf(await world.json('activity', 'getMany', { returnAll: true }))).size).toBe(250);
	});

	test('Row 3: a list inside an object gives its rows, not a TypeError', async () => {
		const ids = addCampaigns(3);
		world.lemlist.state.campaigns.listShape = 'wrapped';
		expect(idsOf(await world.json('campaign', 'getMany', { returnAll: true }))).toEqual(newestFirst(ids));
	});

	test('Row 4: the last of three pages comes as well, and the pages are real JSON here, not an array with properties', async () => {
		const ids = addCampaigns(250);
		world.lemlist.state.campaigns.listShape = 'wrapped';
		expect(idsOf(await world.json('campaign', 'getMany', { returnAll: true }))).toEqual(newestFirst(ids));
		expect(world.lemlist.requests).toHaveLength(3);
	});

	test('Row 5: Return All keeps the filters of campaigns, on every page', async () => {
		const old = addCampaigns(1, { createdBy: 'usr_me' });
		addCampaigns(120, { createdBy: 'usr_other' });
		const mine = [...old, ...addCampaigns(110, { createdBy: 'usr_me' })];
		const found = await world.json('campaign', 'getMany', { returnAll: true, filters: { createdBy: 'usr_me' } });
		expect(idsOf(found)).toEqual(newestFirst(mine));
		expect(world.lemlist.requests.map(({ query }) => query.createdBy)).toEqual(['usr_me', 'usr_me']);
	});

	test('Row 6: a limit on a list inside an object gives one item per row', async () => {
		const ids = addCampaigns(3);
		world.lemlist.state.campaigns.listShape = 'wrapped';
		expect(idsOf(await world.json('campaign', 'getMany', { limit: 2 }))).toEqual(newestFirst(ids).slice(0, 2));
	});

	test('Row 7: a limit above the 100 of a page is reached over several pages', async () => {
		const ids = addCampaigns(140);
		expect(idsOf(await world.json('campaign', 'getMany', { limit: 130 }))).toEqual(newestFirst(ids).slice(0, 130));
	});

	test('Row 8: the campaign list goes on after 100, can be searched, and shows a status', async () => {
		world.lemlist.state.addCampaign({ name: 'The oldest', status: 'paused' });
		addCampaigns(110);
		// The search needs of n8n only what every context has: credentials, requests and the node.
		const context = hookContext(trigger()) as unknown as ILoadOptionsFunctions;
		const search = methods.listSearch.searchCampaigns.bind(context);
		const first = await search();
		expect(first.results).toHaveLength(100);
		expect((await search(undefined, String(first.paginationToken))).results).toHaveLength(11);
		expect((await search('oldest')).results.map(({ name }) => name)).toEqual(['The oldest (paused)']);
	});

	test('Row 13: activities are always asked for as version 2, and can be filtered by date', async () => {
		const { _id } = world.lemlist.state.addActivity({ createdAt: '2026-01-05T09:30:00.000Z' });
		world.lemlist.state.addActivity({ createdAt: '2026-01-06T09:30:00.000Z' });
		const filters = { minDate: '2026-01-05T00:00:00Z', maxDate: '2026-01-05T23:59:59Z' };
		expect(idsOf(await world.json('activity', 'getMany', { filters }))).toEqual([_id]);
		expect(lastRequest().query).toMatchObject({ version: 'v2' });
	});

	test('Row 17: a page that is not full ends the list without another request, and so does a server that ignores the offset', async () => {
		const ids = addCampaigns(60);
		await world.json('campaign', 'getMany', { returnAll: true });
		expect(world.lemlist.requests).toHaveLength(1);
		const samePage = Array.from({ length: 100 }, (_, index) => ({ _id: `${ids[0]}${index}` }));
		world.lemlist.faults.add({ on: 'campaigns', times: 'always', do: { status: 200, body: samePage } });
		expect(await world.json('campaign', 'getMany', { returnAll: true })).toHaveLength(100);
	});
});

describe('Leads', () => {
	let campaignId: string;
	beforeEach(() => ([campaignId] = addCampaigns(1) as [string]));

	test('Row 9: enrichment flags of a new lead are query parameters, its email is in the body, and it can have variables, time zone and owner', async () => {
		await world.json('lead', 'create', {
			campaignId,
			email: 'ann@example.com',
			additionalFields: { timezone: 'Europe/Paris', contactOwner: 'usr_1' },
			customVariables: { pairs: [{ name: 'size', value: '50' }] },
			options: { findEmail: true, verifyEmail: true, findPhone: false, linkedinEnrichment: true, deduplicate: true },
		});
		expect(lastRequest()).toMatchObject({ method: 'POST', path: `/api/campaigns/${campaignId}/leads/` });
		expect(lastRequest().query).toEqual({
			findEmail: 'true',
			verifyEmail: 'true',
			findPhone: 'false',
			linkedinEnrichment: 'true',
			deduplicate: 'true',
		});
		expect(lastRequest().body).toEqual({
			email: 'ann@example.com',
			timezone: 'Europe/Paris',
			contactOwner: 'usr_1',
			size: '50',
		});
	});

	test.each(['a/b@example.com', 'a#b@example.com', 'a?b=c@example.com'])(
		'Row 10: " %s " reaches its lead, encoded and without blanks',
		async (email) => {
			const { _id } = world.lemlist.state.addLead(campaignId, { email });
			await world.json('lead', 'unsubscribe', { campaignId, email: ` ${email} ` });
			expect(world.lemlist.state.leads.get(_id)?.status).toBe('unsubscribed');
			expect(lastRequest().path).toBe(`/api/campaigns/${campaignId}/leads/${encodeURIComponent(email)}`);
		},
	);

	test.each(['delete', 'unsubscribe', 'get'])(
		'Row 11: %s with an empty email or ID sends nothing, least of all a DELETE on all leads',
		async (operation) => {
			await expect(world.json('lead', operation, { campaignId, email: ' ', leadId: ' ' })).rejects.toThrow(
				/^'(Email|Lead)' is empty$/,
			);
			expect(world.lemlist.requests).toEqual([]);
		},
	);

	test('Row 12: a lead is asked for as version 2, by email or by ID, and an item for which there is none does not vanish', async () => {
		const { _id: leadId } = world.lemlist.state.addLead(campaignId, { email: 'ann@example.com' });
		expect(idsOf(await world.json('lead', 'get', { email: 'ann@example.com' }))).toEqual([leadId]);
		expect(idsOf(await world.json('lead', 'get', { findBy: 'id', leadId }))).toEqual([leadId]);
		expect(world.lemlist.requests.map(({ query }) => query.version)).toEqual(['v2', 'v2']);
		world.lemlist.faults.add({ on: 'lead', do: { status: 200, body: [] } });
		await expect(world.json('lead', 'get', { email: 'bob@example.com' })).rejects.toThrow('lemlist found no such lead');
	});

	test('Row 18: an enrichment can be waited for, repeated, and reported to a webhook; one in progress is told from one that is done', async () => {
		const { state } = world.lemlist;
		state.enrichments.durationMs = 150;
		const { _id: leadId } = state.addLead(campaignId, { email: 'ann@example.com', status: 'review' });
		const enrich = async (waitForResult: boolean, options = {}) =>
			(
				await world.json('enrichment', 'enrichLead', {
					leadId,
					enrichments: ['verifyEmail'],
					waitForResult,
					options: { pollInterval: 0.1, ...options },
				})
			)[0];
		expect(await enrich(true)).toMatchObject({ enrichmentStatus: 'done', data: { email: { status: 'deliverable' } } });
		expect(await enrich(false, { force: true, webhookUrl: 'https://n8n.example.com/hook' })).toMatchObject({
			enrichmentStatus: 'inProgress',
		});
		expect(lastRequest().query).toMatchObject({ force: 'true', webhookUrl: 'https://n8n.example.com/hook' });
	});
});

describe('Statistics', () => {
	test('Row 14: come from v2 with its filters and without a forced time zone, for many campaigns at once, with dates in the time zone of the workflow', async () => {
		const [one, two] = addCampaigns(2) as [string, string];
		const period = { startDate: '2026-01-01T00:00:00', endDate: '2026-01-31' };
		const sent = { startDate: '2026-01-01T05:00:00.000Z', endDate: '2026-02-01T04:59:59.999Z' };
		const settings = { timezone: 'America/New_York' };
		const filters = { abSelected: 'B', channels: ['email'], sendUser: 'usr_1|ann@example.com' };
		await world.json('campaign', 'getStats', { campaignId: one, ...period, filters }, settings);
		const [request] = world.lemlist.requestsOf('campaignStats');
		expect(request?.path).toBe(`/api/v2/campaigns/${one}/stats`);
		expect(request?.query).toEqual({
			...sent,
			ABSelected: 'B',
			channels: '["email"]',
			sendUser: 'usr_1|ann@example.com',
		});
		await world.json('campaign', 'getStatsOfMany', { campaignIds: `${one},${two}`, ...period }, settings);
		const [batch] = world.lemlist.requestsOf('campaignStatsBatch');
		expect(batch?.body).toMatchObject({ ...sent, campaignIds: [one, two] });
	});
});

describe('Failures and items', () => {
	test('Row 15: a 429 on page 2 is waited out, and page 1 is kept', async () => {
		const ids = addCampaigns(150);
		world.lemlist.faults.add({
			on: 'campaigns',
			after: 1,
			do: { status: 429, body: 'Too many requests', headers: { 'Retry-After': '2' } },
		});
		const found = await fastForward(async () => await world.json('campaign', 'getMany', { returnAll: true }));
		expect(idsOf(found)).toEqual(newestFirst(ids));
		expect(world.lemlist.requests.map(({ status }) => status)).toEqual([200, 429, 200]);
	});

	test("Row 16: an item that failed carries lemlist's words, the HTTP code and its index", async () => {
		const [good] = addCampaigns(1);
		const input = [{ id: good! }, { id: 'cam_unknown' }];
		const run = await world.run(
			'campaign',
			'get',
			{ campaignId: '={{ $json.id }}' },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(jsonOf(run)).toMatchObject([
			{ _id: good },
			{ error: 'lemlist says: Campaign not found (HTTP 404)', details: { httpCode: '404', itemIndex: 1 } },
		]);
		const stopped = await world.run('campaign', 'get', { campaignId: '={{ $json.id }}' }, { input });
		expect(stopped.error).toMatchObject({ name: 'NodeApiError', httpCode: '404', context: { itemIndex: 1 } });
	});

	test('Row 23: resource and operation cannot differ by item, no answer is given to two items, no parameter has a default of another type, and there is no version to type', async () => {
		const [one, two] = addCampaigns(2) as [string, string];
		for (const campaignId of [one, one, two]) world.lemlist.state.addLead(campaignId);
		const input = [one, 'cam_unknown', two].map((id) => ({ id }));
		const run = await world.run(
			'lead',
			'getMany',
			{ campaignId: '={{ $json.id }}' },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(run.items(LEMLIST).map(({ json, pairedItem }) => [pairedItem, 'error' in json])).toEqual([
			[{ item: 0 }, false],
			[{ item: 0 }, false],
			[{ item: 1 }, true],
			[{ item: 2 }, false],
		]);
		const properties = nodeProperties(resources);
		const choices = properties.filter(({ name }) => name === 'resource' || name === 'operation');
		expect(choices.map(({ noDataExpression }) => noDataExpression)).toEqual([undefined, ...resources].map(() => true));
		expect(properties.filter(({ type, default: value }) => type === 'string' && typeof value !== 'string')).toEqual([]);
		expect(
			properties.filter(
				({ name, type }) => name === 'version' || (name === 'campaignId' && type !== 'resourceLocator'),
			),
		).toEqual([]);
	});
});

describe('Trigger', () => {
	test('Row 19: activation keeps a webhook that fits, and after lost static data replaces it without a request for an unknown ID', async () => {
		const setup = trigger();
		await hooks.create.call(hookContext(setup));
		expect(await hooks.checkExists.call(hookContext(setup))).toBe(true);
		const forgetful = trigger();
		expect(await hooks.checkExists.call(hookContext(forgetful))).toBe(false);
		await hooks.create.call(hookContext(forgetful));
		expect(world.lemlist.state.webhooks.size).toBe(1);
		expect(world.lemlist.requests.filter(({ path, status }) => path.includes('undefined') || status === 404)).toEqual(
			[],
		);
	});

	test('Row 20: campaign and first occurrence are query parameters, and in the body for whom reads them there', async () => {
		await hooks.create.call(
			hookContext(trigger({ campaignId: { __rl: true, mode: 'id', value: 'cam_1' }, options: { isFirst: true } })),
		);
		expect(lastRequest().query).toEqual({ campaignId: 'cam_1', isFirst: 'true' });
		expect(lastRequest().body).toMatchObject({ type: 'emailsReplied', campaignId: 'cam_1', isFirst: true });
	});

	test('Row 21: all 79 events can be chosen, and none that does not exist any more', () => {
		const { options = [] } = triggerDescription.properties.find(({ name }) => name === 'events')!;
		const values = options
			.map((option) => ('value' in option ? option.value : undefined))
			.filter((value) => value !== 'all');
		expect(new Set(values).size).toBe(79);
		const missingThere = [
			'smsReplied',
			'whatsappReplied',
			'linkedinFollowDone',
			'stopped',
			'campaignComplete',
			'annotated',
			'enrichmentDone',
			'callTranscriptDone',
			'signalRegistered',
		];
		expect(values).toEqual(expect.arrayContaining(missingThere));
		for (const gone of ['skipped', 'emailsSendFailed', 'opportunitiesDone']) expect(values).not.toContain(gone);
	});

	test('Row 22: several events are one webhook with a secret, and a call without it starts nothing', async () => {
		const setup = trigger({ events: ['emailsReplied', 'emailsOpened'] });
		await hooks.create.call(hookContext(setup));
		const [registered, ...others] = [...world.lemlist.state.webhooks.values()];
		expect(others).toEqual([]);
		const call = async (body: object) => {
			const { context, answer } = webhookContext(setup, body);
			return { started: (await webhook.call(context)).workflowData !== undefined, status: answer.status };
		};
		const event = world.lemlist.state.addActivity({ type: 'emailsOpened' });
		expect(await call(event)).toEqual({ started: false, status: 401 });
		expect(await call({ ...event, secret: registered!.secret })).toEqual({ started: true, status: undefined });
	});
});

test('Row 24: a campaign becomes a CSV file, campaigns can be read, started and paused, and leads be listed and updated', async () => {
	expect(operationsOf('campaign')).toEqual(expect.arrayContaining(['get', 'start', 'pause']));
	expect(operationsOf('lead')).toEqual(expect.arrayContaining(['getMany', 'update']));
	const { lemlist, n8n, end } = await createExportWorld({ rateLimit: false, exports: { durationMs: 20 } });
	try {
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(lemlist.state.addCampaign()._id) });
		expect(run.items(EXPORT)[0]?.binary?.data).toMatchObject({ mimeType: 'text/csv' });
		expect(run.items(NEXT)[0]?.json.size).toBe(run.items(EXPORT)[0]?.json.fileSize);
	} finally {
		await end();
	}
});
