import type { IDataObject, INodeParameters, IWebhookResponseData } from 'n8n-workflow';

import { LemlistTrigger } from '../../../nodes/LemlistTrigger/LemlistTrigger.node';
import { startSimulator, type Activity, type Simulator } from '../../../simulator';
import { acquireRuntime, releaseRuntime } from '../../../tools/engine/runtime';
import { hookContext, webhookContext, type ContextMode, type TriggerSetup } from './triggerContexts';

const API_KEY = 'k3y/that+must=never0show';
const trigger = new LemlistTrigger();

let lemlist: Simulator;
let staticData: IDataObject;
let nodes = 0;
let nodeId: string;

beforeAll(acquireRuntime);
afterAll(releaseRuntime);
beforeEach(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, rateLimit: false });
	staticData = {};
	// What a node remembers in its process is not to reach the next test.
	nodeId = `node-${(nodes += 1)}`;
});
afterEach(async () => {
	await lemlist.close();
});

function setup(parameters: INodeParameters = {}): TriggerSetup {
	return {
		nodeType: trigger,
		parameters: { events: ['all'], ...parameters },
		credential: { apiKey: API_KEY, baseUrl: lemlist.baseUrl },
		staticData,
		nodeId,
	};
}

/** The secret of the webhook that the node makes at lemlist. */
async function registeredSecret(mode: ContextMode = {}): Promise<string> {
	await trigger.webhookMethods.default.create.call(hookContext(setup(), mode));
	const [webhook] = [...lemlist.state.webhooks.values()].slice(-1);
	return webhook!.secret!;
}

/** What became of a call of the webhook. */
interface Outcome {
	/** The items the workflow starts with. */
	items?: IDataObject[];
	/** The answer that the node gave itself; n8n answers 200 otherwise. */
	status?: number;
	body?: unknown;
}

async function post(body: unknown, parameters: INodeParameters = {}, mode: ContextMode = {}): Promise<Outcome> {
	const { context, answer } = webhookContext(setup(parameters), body, mode);
	const { workflowData, webhookResponse }: IWebhookResponseData = await trigger.webhook.call(context);
	return {
		items: workflowData?.[0]?.map(({ json }) => json),
		status: answer.status,
		body: answer.body ?? webhookResponse,
	};
}

/** An event as lemlist sends it to the registered webhook. */
async function deliver(event: Partial<Activity>, parameters: INodeParameters = {}): Promise<Outcome> {
	const secret = await registeredSecret();
	return await post({ ...lemlist.state.addActivity(event), secret }, parameters);
}

describe('A call of the webhook', () => {
	test('with the right secret starts the workflow with the event, without the secret', async () => {
		const { items, status } = await deliver({ type: 'emailsReplied', campaignId: 'cam_1' }, { simplify: false });
		expect(status).toBeUndefined();
		expect(items).toEqual([lemlist.state.activities[0]]);
	});

	test('is simplified by default: the main fields first, no bookkeeping, no secret', async () => {
		const { items } = await deliver({ type: 'emailsReplied', campaignId: 'cam_1' });
		const [event] = items!;
		expect(Object.keys(event!).slice(0, 6)).toEqual([
			'_id',
			'type',
			'createdAt',
			'isFirst',
			'campaignId',
			'campaignName',
		]);
		for (const field of ['secret', 'metaData', 'lead', 'teamId', 'name']) expect(event).not.toHaveProperty(field);
		expect(event).toMatchObject({
			type: 'emailsReplied',
			leadEmail: expect.stringContaining('@'),
			leadVariables: { jobTitle: expect.any(String) },
			bot: false,
			subject: expect.any(String),
		});
	});

	test('in the editor, while listening for a test event, has the secret of the test webhook', async () => {
		const secret = await registeredSecret({ isTest: true });
		const { items } = await post({ ...lemlist.state.addActivity(), secret }, {}, { isTest: true });
		expect(items).toHaveLength(1);
	});

	test('is still right after the host of n8n changed its name for this process', async () => {
		const secret = await registeredSecret();
		const { context } = webhookContext(
			{ ...setup(), n8nUrl: 'https://n8n.example.com' },
			{ ...lemlist.state.addActivity(), secret },
		);
		expect((await trigger.webhook.call(context)).workflowData).toHaveLength(1);
	});

	test.each<[string, (right: string) => unknown]>([
		['without a secret', () => ({ type: 'emailsReplied' })],
		['with an empty secret', () => ({ type: 'emailsReplied', secret: '' })],
		[
			'with a wrong secret of the same length',
			(right) => ({ type: 'emailsReplied', secret: right.replace(/./g, '0') }),
		],
		['with a secret that is longer', (right) => ({ type: 'emailsReplied', secret: `${right}0` })],
		['with a secret that is no text', (right) => ({ type: 'emailsReplied', secret: [right] })],
		['that is no JSON object', (right) => right],
		['without a body', () => undefined],
	])('%s is answered 401 and starts nothing', async (_what, body) => {
		const outcome = await post(body(await registeredSecret()));
		expect(outcome).toEqual({ items: undefined, status: 401, body: { message: expect.stringContaining('secret') } });
	});

	test('sends no request, so that lemlist has its answer at once', async () => {
		const secret = await registeredSecret();
		const before = lemlist.requests.length;
		await post({ ...lemlist.state.addActivity(), secret });
		expect(lemlist.requests).toHaveLength(before);
	});
});

describe('Filters are checked again on arrival', () => {
	const campaign = { campaignId: { __rl: true, mode: 'id', value: 'cam_1' } };
	const several = { ...campaign, options: { campaignIds: '={{ ["cam_2"] }}' } };

	test.each<[string, Partial<Activity>, INodeParameters, boolean]>([
		['one of several events', { type: 'emailsOpened' }, { events: ['emailsReplied', 'emailsOpened'] }, true],
		['another event', { type: 'emailsSent' }, { events: ['emailsReplied', 'emailsOpened'] }, false],
		['an event that is newer than this package', { type: 'telepathyReplied' }, { events: ['all'] }, true],
		['an event of the campaign', { campaignId: 'cam_1' }, campaign, true],
		['an event of another campaign', { campaignId: 'cam_2' }, campaign, false],
		[
			'a reply from an address that belongs to no campaign',
			{ campaignId: undefined, isThirdPartyReply: true },
			campaign,
			false,
		],
		['a first occurrence', { isFirst: true }, { options: { isFirst: true } }, true],
		['a second occurrence', { isFirst: false }, { options: { isFirst: true } }, false],
		[
			'an event that does not say whether it is the first',
			{ isFirst: undefined },
			{ options: { isFirst: true } },
			true,
		],
		['an event of another one of the campaigns', { campaignId: 'cam_2' }, several, true],
		['an event of none of the campaigns', { campaignId: 'cam_3' }, several, false],
		['an event of the sender', { sendUserId: 'usr_1' }, { options: { senders: ['usr_1'] } }, true],
		['an event of another sender', { sendUserId: 'usr_2' }, { options: { senders: ['usr_1'] } }, false],
		['what a bot did', { bot: true }, { options: { ignoreBots: true } }, false],
		['what a bot did, where bots are not ignored', { bot: true }, {}, true],
	])('%s', async (_what, event, parameters, starts) => {
		const { items, status, body } = await deliver(event, parameters);
		expect(status).toBeUndefined();
		expect(items?.length ?? 0).toBe(starts ? 1 : 0);
		if (!starts) expect(body).toEqual({ message: 'Not wanted: the node filters this event out' });
	});
});

describe('The same event again', () => {
	const dropping = { options: { dropDuplicates: true } };

	async function twice(parameters: INodeParameters, between: () => void = () => {}): Promise<number> {
		const secret = await registeredSecret();
		const event = { ...lemlist.state.addActivity(), secret };
		const first = await post(event, parameters);
		between();
		const second = await post(event, parameters);
		return (first.items?.length ?? 0) + (second.items?.length ?? 0);
	}

	test('is dropped by default', async () => {
		expect(await twice({})).toBe(1);
	});

	test('starts the workflow again on demand', async () => {
		expect(await twice({ options: { dropDuplicates: false } })).toBe(2);
	});

	test('is dropped when n8n has not saved the static data yet', async () => {
		expect(await twice(dropping, () => (staticData = {}))).toBe(1);
	});

	test('starts a test in the editor every time', async () => {
		const secret = await registeredSecret({ isTest: true });
		const event = { ...lemlist.state.addActivity(), secret };
		expect((await post(event, dropping, { isTest: true })).items).toHaveLength(1);
		expect((await post(event, dropping, { isTest: true })).items).toHaveLength(1);
	});

	test('of another kind has no id and is never dropped', async () => {
		const secret = await registeredSecret();
		const event = { type: 'enrichmentDone', data: [{ id: 'enr_1' }], secret };
		expect((await post(event, dropping)).items).toEqual([{ type: 'enrichmentDone', data: [{ id: 'enr_1' }] }]);
		expect((await post(event, dropping)).items).toHaveLength(1);
	});
});
