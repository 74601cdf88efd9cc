import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { LemlistTrigger } from '../../../nodes/LemlistTrigger/LemlistTrigger.node';
import { startSimulator, type Simulator } from '../../../simulator';
import { MOST_WEBHOOKS } from '../../../simulator/resources/webhooks';
import { acquireRuntime, releaseRuntime, withLogSink, type LogEntry } from '../../../tools/engine/runtime';
import { hookContext, saved, type ContextMode, type TriggerSetup } from './triggerContexts';

const API_KEY = 'k3y/that+must=never0show';
const URL = 'http://127.0.0.1:5678/webhook/0e9f2a6b-5f0a-4f7b-9d3c-7b1f1a2c3d4e/webhook';
const TEST_URL = URL.replace('/webhook/', '/webhook-test/');

const { checkExists, create, delete: remove } = new LemlistTrigger().webhookMethods.default;

let lemlist: Simulator;
let staticData: IDataObject;
let logs: LogEntry[];

beforeAll(acquireRuntime);
afterAll(releaseRuntime);
beforeEach(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, rateLimit: false });
	staticData = {};
	logs = [];
});
afterEach(async () => {
	expect(JSON.stringify([staticData, logs])).not.toContain(API_KEY);
	await lemlist.close();
});

function setup(parameters: INodeParameters = {}, more: Partial<TriggerSetup> = {}): TriggerSetup {
	return {
		nodeType: new LemlistTrigger(),
		parameters: { events: ['emailsReplied'], ...parameters },
		credential: { apiKey: API_KEY, baseUrl: lemlist.baseUrl },
		staticData,
		...more,
	};
}

/** What n8n does when a workflow is activated, or a person listens for a test event. */
async function activate(trigger: TriggerSetup, mode: ContextMode = {}): Promise<'kept' | 'created'> {
	if (await checkExists.call(hookContext(trigger, mode))) return 'kept';
	await create.call(hookContext(trigger, mode));
	return 'created';
}

async function deactivate(trigger: TriggerSetup, mode: ContextMode = {}): Promise<boolean> {
	return await withLogSink(
		(entry) => logs.push(entry),
		async () => await remove.call(hookContext(trigger, mode)),
	);
}

const webhooks = () => [...lemlist.state.webhooks.values()];
const sent = (kind: string) => lemlist.requestsOf(kind);

/** Another webhook of the team, such as one that an earlier n8n left. */
function addWebhook(targetUrl: string): string {
	const _id = lemlist.state.createId('hoo');
	lemlist.state.webhooks.set(_id, {
		_id,
		teamId: lemlist.state.team._id,
		targetUrl,
		createdAt: new Date().toISOString(),
	});
	return _id;
}

describe('Activation', () => {
	test('makes one webhook with the URL of the node and a secret', async () => {
		expect(await activate(setup())).toBe('created');
		expect(webhooks()).toMatchObject([
			{ targetUrl: URL, type: 'emailsReplied', secret: expect.stringMatching(/^[0-9a-f]{64}$/) },
		]);
	});

	test.each([
		['one event is asked for as its type', ['linkedinReplied'], 'linkedinReplied'],
		['several events are one webhook without a type', ['emailsOpened', 'emailsReplied'], undefined],
		['all events are one webhook without a type', ['all'], undefined],
		['all events swallow the others', ['emailsOpened', 'all'], undefined],
	])('%s', async (_what, events, type) => {
		await activate(setup({ events }));
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]!.type).toBe(type);
		expect(Object.keys(sent('createHook')[0]!.body as object)).toEqual(
			type ? ['targetUrl', 'secret', 'type'] : ['targetUrl', 'secret'],
		);
	});

	test('sends campaign and first occurrence in query and body: lemlist documents them in both', async () => {
		await activate(setup({ campaignId: { __rl: true, mode: 'id', value: 'cam_1' }, options: { isFirst: true } }));
		const [request] = sent('createHook');
		expect(request!.query).toEqual({ campaignId: 'cam_1', isFirst: 'true' });
		expect(request!.body).toMatchObject({ campaignId: 'cam_1', isFirst: true });
	});

	test.each([
		['list', ''],
		['id', ' '],
		['url', ''],
	])('takes an empty campaign (mode %s) for all campaigns', async (mode, value) => {
		await activate(setup({ campaignId: { __rl: true, mode, value } }));
		expect(sent('createHook')[0]!.query).toEqual({});
	});

	test('takes the campaign from its address', async () => {
		await activate(
			setup({
				campaignId: { __rl: true, mode: 'url', value: 'https://app.lemlist.com/teams/tea_1/campaigns/cam_7/x' },
			}),
		);
		expect(sent('createHook')[0]!.query).toEqual({ campaignId: 'cam_7' });
	});

	test('without an event is refused before any request', async () => {
		await expect(create.call(hookContext(setup({ events: [] })))).rejects.toThrow("'Events' is empty");
		expect(lemlist.requests).toEqual([]);
	});

	test('is told apart from listening for a test event: both have a webhook of their own', async () => {
		await activate(setup());
		// n8n hands the saved static data of the workflow to the test, too.
		const test = setup({}, { staticData: saved(staticData) });
		expect(await activate(test, { isTest: true })).toBe('created');
		expect(webhooks().map(({ targetUrl }) => targetUrl)).toEqual([URL, TEST_URL]);
		await deactivate(test, { isTest: true });
		expect(webhooks().map(({ targetUrl }) => targetUrl)).toEqual([URL]);
		expect(await activate(setup())).toBe('kept');
	});

	test('is refused where lemlist could never call n8n, with the ways out', async () => {
		const trigger = setup({}, { credential: { apiKey: API_KEY, baseUrl: 'https://api.lemlist.com/api' } });
		await expect(create.call(hookContext(trigger))).rejects.toMatchObject({
			message: expect.stringMatching(
				/^lemlist cannot call this n8n at http:\/\/127\.0\.0\.1:5678\. .*WEBHOOK_URL.*Lemlist Polling Trigger/s,
			),
		});
	});
});

describe('Activation again', () => {
	test('keeps the webhook when nothing changed', async () => {
		await activate(setup());
		staticData = saved(staticData);
		expect(await activate(setup())).toBe('kept');
		expect(sent('createHook')).toHaveLength(1);
		expect(sent('deleteHook')).toEqual([]);
	});

	test('keeps it when lemlist does not list its campaign', async () => {
		const parameters = { campaignId: { __rl: true, mode: 'id', value: 'cam_1' } };
		await activate(setup(parameters));
		delete webhooks()[0]!.campaignId;
		expect(await activate(setup(parameters))).toBe('kept');
	});

	test.each<[string, INodeParameters]>([
		['the event', { events: ['emailsOpened'] }],
		['the number of events', { events: ['emailsReplied', 'emailsOpened'] }],
		['the campaign', { campaignId: { __rl: true, mode: 'id', value: 'cam_2' } }],
		['first occurrence only', { options: { isFirst: true } }],
	])('replaces it when %s changed', async (_what, parameters) => {
		await activate(setup());
		expect(await activate(setup(parameters))).toBe('created');
		expect(webhooks()).toHaveLength(1);
		// The old one goes first: a team with 200 webhooks has no room for both.
		expect(sent('createHook').map(({ status }) => status)).toEqual([200, 200]);
	});

	test('replaces it when the API key changed, because the secret comes from it', async () => {
		await activate(setup());
		const secret = webhooks()[0]!.secret;
		lemlist.state.addKey('another-key-of-the-same-team', lemlist.state.team._id);
		await activate(setup({}, { credential: { apiKey: 'another-key-of-the-same-team', baseUrl: lemlist.baseUrl } }));
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]!.secret).not.toBe(secret);
	});

	test('replaces it when somebody changed it at lemlist', async () => {
		await activate(setup());
		webhooks()[0]!.type = 'emailsOpened';
		expect(await activate(setup())).toBe('created');
		expect(webhooks()).toMatchObject([{ type: 'emailsReplied' }]);
	});

	test('replaces one that somebody made for the same URL and event, because its secret is not ours', async () => {
		await activate(setup());
		lemlist.state.webhooks.clear();
		lemlist.state.webhooks.set(addWebhook(URL), { ...webhooks()[0]!, type: 'emailsReplied' });
		expect(await activate(setup())).toBe('created');
		expect(webhooks()).toMatchObject([{ secret: expect.any(String) }]);
	});

	// Row 19 of the built-in node's weaknesses: DELETE /hooks/undefined, and the workflow cannot be activated.
	test('replaces it when the static data was lost, without a request for an unknown id', async () => {
		await activate(setup());
		staticData = {};
		expect(await activate(setup())).toBe('created');
		expect(webhooks()).toHaveLength(1);
		expect(lemlist.requests.map(({ path }) => path).join()).not.toContain('undefined');
	});

	test('makes it anew when it was deleted in lemlist', async () => {
		await activate(setup());
		lemlist.state.webhooks.clear();
		expect(await activate(setup())).toBe('created');
		expect(webhooks()).toHaveLength(1);
	});

	test('leaves the webhooks of others alone', async () => {
		const other = addWebhook('https://other.example/hook');
		await activate(setup());
		await activate(setup({ events: ['all'] }));
		await deactivate(setup());
		expect(webhooks().map(({ _id }) => _id)).toEqual([other]);
	});

	test('takes the 404 that lemlist documents for a list without webhooks', async () => {
		lemlist.faults.add({ on: 'hooks', do: { status: 404, body: 'Webhook not found' } });
		expect(await activate(setup())).toBe('created');
	});
});

describe('A webhook URL that is taken already (409)', () => {
	test('is freed and taken', async () => {
		addWebhook(URL);
		await create.call(hookContext(setup()));
		expect(webhooks()).toMatchObject([{ targetUrl: URL, type: 'emailsReplied' }]);
		expect(sent('createHook').map(({ status }) => status)).toEqual([409, 200]);
	});

	test('by a webhook that goes away at the same moment is taken', async () => {
		addWebhook(URL);
		lemlist.faults.add({ on: 'deleteHook', do: { status: 404, body: 'Webhook not found' } });
		await expect(create.call(hookContext(setup()))).rejects.toThrow('already exists');
		lemlist.state.webhooks.clear();
		await create.call(hookContext(setup()));
		expect(webhooks()).toHaveLength(1);
	});

	test('by a webhook that lemlist does not list is a clear message', async () => {
		lemlist.faults.add({
			on: 'createHook',
			do: { status: 409, body: { error: 'A webhook with this targetUrl already exists' } },
		});
		await expect(create.call(hookContext(setup()))).rejects.toMatchObject({
			message: expect.stringMatching(
				/^lemlist holds this node's webhook URL already, and does not list the webhook that has it\. .*Delete it in lemlist/s,
			),
		});
	});
});

describe('A team with as many webhooks as it may have', () => {
	test('is a clear message that says what to do, and nobody loses a webhook', async () => {
		for (let number = 0; number < MOST_WEBHOOKS; number++) addWebhook(`https://other.example/${number}`);
		await expect(activate(setup())).rejects.toMatchObject({
			message: expect.stringMatching(
				/^The lemlist team has as many webhooks as it may have \(200\)\. .*Delete webhooks.*Disabled webhooks count/s,
			),
		});
		expect(webhooks()).toHaveLength(MOST_WEBHOOKS);
		expect(sent('deleteHook')).toEqual([]);
	});
});

describe('Deactivation', () => {
	test('deletes the webhook', async () => {
		await activate(setup());
		staticData = saved(staticData);
		expect(await deactivate(setup())).toBe(true);
		expect(webhooks()).toEqual([]);
		expect(logs).toEqual([]);
	});

	test('deletes it when the static data was lost, too', async () => {
		await activate(setup());
		staticData = {};
		expect(await deactivate(setup())).toBe(true);
		expect(webhooks()).toEqual([]);
	});

	test('is content with a webhook that was deleted in lemlist, and forgets it', async () => {
		await activate(setup());
		lemlist.state.webhooks.clear();
		expect(await deactivate(setup())).toBe(true);
		expect(logs).toEqual([]);
		expect(await deactivate(setup())).toBe(true);
		expect(sent('deleteHook').map(({ status }) => status)).toEqual([404]);
	});

	test('deletes the webhook that somebody made for the same URL instead', async () => {
		await activate(setup());
		lemlist.state.webhooks.clear();
		addWebhook(URL);
		await deactivate(setup());
		expect(webhooks()).toEqual([]);
	});

	test.each<[string, number, string]>([
		['a key that lemlist does not know any more', 401, 'The authentication you supplied is incorrect'],
		['a user that is gone', 404, 'No user found for this API key'],
	])('goes on with %s, and says in the log what is left', async (_what, status, body) => {
		await activate(setup());
		lemlist.faults.add({ on: 'any', times: 'always', do: { status, body } });
		expect(await deactivate(setup())).toBe(false);
		expect(logs).toMatchObject([
			{ level: 'warn', message: expect.stringMatching(/may still be at lemlist.*Settings > Integrations/) },
		]);
		expect(logs[0]!.message).toContain(body);
	});

	test('that failed leaves a webhook that the next activation replaces or keeps', async () => {
		await activate(setup());
		lemlist.faults.add({ on: 'deleteHook', do: { status: 401, body: 'The authentication you supplied is incorrect' } });
		expect(await deactivate(setup())).toBe(false);
		expect(await activate(setup())).toBe('kept');
		expect(webhooks()).toHaveLength(1);
	});
});
