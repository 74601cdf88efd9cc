import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { LemlistPollingTrigger } from '../../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node';
import { startSimulator, type Activity, type RecordedRequest, type Simulator } from '../../../simulator';
import { createEngine, node, noOp, workflow } from '../../../tools/engine';
import { acquireRuntime, releaseRuntime } from '../../../tools/engine/runtime';
import { pollContext, saved } from './triggerContexts';

const API_KEY = 'k3y/that+must=never0show';
const MINUTE = 60_000;
const trigger = new LemlistPollingTrigger();

let lemlist: Simulator;
let staticData: IDataObject;
/** When the latest activity happened (ms since 1970). */
let clock: number;
/** Called after each request, while the node still reads. */
let afterRequest: (request: RecordedRequest) => void;

beforeAll(acquireRuntime);
afterAll(releaseRuntime);
beforeEach(async () => {
	afterRequest = () => {};
	lemlist = await startSimulator({ apiKey: API_KEY, rateLimit: false, onRequest: (request) => afterRequest(request) });
	staticData = {};
	clock = Date.now() - 24 * 60 * MINUTE;
});
afterEach(async () => {
	await lemlist.close();
});

function context(parameters: INodeParameters = {}, mode: 'trigger' | 'manual' = 'trigger') {
	const credential = { apiKey: API_KEY, baseUrl: lemlist.baseUrl };
	return pollContext(
		{ nodeType: trigger, parameters: { events: ['all'], ...parameters }, credential, staticData },
		mode,
	);
}

/** One poll, as n8n does it every minute; gives the items that start the workflow. */
async function poll(parameters: INodeParameters = {}): Promise<IDataObject[]> {
	const items = await trigger.poll.call(context(parameters));
	// Never an empty run.
	expect(items === null || items[0]!.length > 0).toBe(true);
	return items?.[0]?.map(({ json }) => json) ?? [];
}

const ids = (items: Array<{ _id?: unknown }>) => items.map(({ _id }) => _id as string);

/** n8n ends and starts again: only what it saved is left. */
function restart(): void {
	staticData = saved(staticData);
}

/** Adds activities a second apart; the next ones come after them. */
function add(count: number, activity: Partial<Activity> = {}, gapMs = 1_000): Activity[] {
	return Array.from({ length: count }, () => {
		clock += gapMs;
		return lemlist.state.addActivity({ createdAt: new Date(clock).toISOString(), ...activity });
	});
}

const requests = () => lemlist.requestsOf('activities');

describe('The first look', () => {
	test('does not replay history', async () => {
		add(250);
		expect(await poll()).toEqual([]);
		expect(await poll()).toEqual([]);
		const [next] = add(1);
		expect(ids(await poll())).toEqual([next!._id]);
	});

	test('reads no further back than it must', async () => {
		add(250, {}, MINUTE);
		await poll();
		expect(requests()).toHaveLength(1);
	});

	test('replays from a start date on demand, oldest first', async () => {
		add(120);
		clock += MINUTE;
		const since = new Date(clock).toISOString();
		const wanted = add(130);
		expect(ids(await poll({ options: { startDate: since } }))).toEqual(ids(wanted));
		expect(await poll({ options: { startDate: since } })).toEqual([]);
	});

	test('takes a start date without a zone in the time zone of the workflow', async () => {
		const at = (createdAt: string) => lemlist.state.addActivity({ createdAt })._id;
		at('2026-01-31T06:59:59.999Z');
		const wanted = at('2026-01-31T07:00:00.000Z');
		// The workflow is in Europe/Paris.
		expect(ids(await poll({ options: { startDate: '2026-01-31T08:00:00' } }))).toEqual([wanted]);
	});

	test('never gives anything from before the start date, though later looks reach back', async () => {
		const [before] = add(1);
		const startDate = new Date(clock + MINUTE).toISOString();
		expect(await poll({ options: { startDate } })).toEqual([]);
		expect(await poll({ options: { startDate } })).toEqual([]);
		clock += 2 * MINUTE;
		const [after] = add(1);
		expect(ids(await poll({ options: { startDate } }))).toEqual([after!._id]);
		expect(before!._id).not.toBe(after!._id);
	});

	test('of a team without any activity makes the first one count', async () => {
		expect(await poll()).toEqual([]);
		const [first] = add(1);
		expect(ids(await poll())).toEqual([first!._id]);
	});

	test('refuses a start date that is none, before any request', async () => {
		await expect(poll({ options: { startDate: 'soon' } })).rejects.toThrow("'Start Date' is not a date");
		expect(requests()).toEqual([]);
	});
});

describe('Later looks', () => {
	test('give 250 new activities over three polls once each, in order', async () => {
		add(30);
		await poll();
		const added = [];
		const given = [];
		for (const count of [120, 105, 25]) {
			added.push(...add(count));
			given.push(...(await poll()));
			restart();
		}
		expect(given).toHaveLength(250);
		expect(ids(given)).toEqual(ids(added));
		expect(await poll()).toEqual([]);
	});

	test('ask lemlist as documented: version 2, pages of 100 that overlap, from shortly before the newest activity on', async () => {
		const [newest] = add(1).slice(-1);
		await poll();
		add(150);
		await poll();
		const minDate = new Date(Date.parse(newest!.createdAt) - 10 * MINUTE).toISOString();
		expect(requests().map(({ query }) => query)).toEqual([
			{ version: 'v2', offset: '0', limit: '100' },
			{ version: 'v2', minDate, offset: '0', limit: '100' },
			{ version: 'v2', minDate, offset: '99', limit: '100' },
		]);
	});

	test('tell activities of the same millisecond apart, across pages and polls', async () => {
		await poll();
		const first = add(150, {}, 0);
		expect(ids(await poll())).toEqual(ids(first));
		const second = add(150, {}, 0);
		expect(ids(await poll())).toEqual(ids(second));
	});

	test('miss none and double none of those that arrive between two pages', async () => {
		await poll();
		const added = add(250);
		afterRequest = () => {
			if (requests().length === 2) added.push(...add(30));
			if (requests().length === 3) added.push(...add(130));
		};
		const given = [...(await poll()), ...(await poll())];
		expect(ids(given)).toEqual(ids(added));
	});

	test('give an activity that becomes visible late, once', async () => {
		add(5);
		await poll();
		const [shown] = add(1);
		expect(ids(await poll())).toEqual([shown!._id]);
		const late = lemlist.state.addActivity({ createdAt: new Date(clock - 9 * MINUTE).toISOString() });
		expect(ids(await poll())).toEqual([late._id]);
		expect(await poll()).toEqual([]);
	});

	test('are not stopped by an activity with a date in the future', async () => {
		await poll();
		const future = lemlist.state.addActivity({ createdAt: new Date(Date.now() + 60 * MINUTE).toISOString() });
		expect(ids(await poll())).toEqual([future._id]);
		clock = Date.now() - 5 * MINUTE;
		const [next] = add(1);
		expect(ids(await poll())).toEqual([next!._id]);
	});

	test('go on where the last one stopped when one failed, without gap or double', async () => {
		await poll();
		const added = add(150);
		const before = saved(staticData);
		lemlist.faults.add({
			on: 'activities',
			after: 1,
			do: { status: 401, body: 'The authentication you supplied is incorrect' },
		});
		await expect(poll()).rejects.toMatchObject({
			message: 'lemlist says: The authentication you supplied is incorrect (HTTP 401)',
			httpCode: '401',
		});
		expect(saved(staticData)).toEqual(before);
		expect(ids(await poll())).toEqual(ids(added));
	});

	test('give each activity once when n8n lets two of them overlap', async () => {
		await poll();
		const added = add(150);
		const given = (await Promise.all([poll(), poll(), poll()])).flat();
		expect(ids(given)).toEqual(ids(added));
	});

	test('end with an error, and lose nothing, when lemlist sends the same page for ever', async () => {
		await poll();
		add(100);
		const before = saved(staticData);
		const page = lemlist.state.activities.slice(-100).reverse();
		lemlist.faults.add({ on: 'activities', times: 'always', do: { status: 200, body: page } });
		await expect(poll()).rejects.toThrow('lemlist sends the same activities on every page');
		expect(saved(staticData)).toEqual(before);
	});

	test('end with an error that names a type which lemlist does not know', async () => {
		lemlist.faults.add({ on: 'activities', do: { status: 200, body: {} } });
		await expect(poll({ events: '={{ ["emailsSnet"] }}' })).rejects.toThrow(
			'lemlist knows no activities of the type "emailsSnet"',
		);
	});

	test('refuse what is no event, before any request', async () => {
		await expect(poll({ events: '={{ ["emails&type=all"] }}' })).rejects.toThrow(
			"'Events' must be a list of events, such as emailsReplied",
		);
		expect(requests()).toEqual([]);
	});

	test('replay nothing when the filter of the node changed', async () => {
		await poll({ events: ['emailsReplied'] });
		add(20, { type: 'emailsSent' });
		expect(await poll({ events: ['emailsSent'] })).toEqual([]);
		const [next] = add(1, { type: 'emailsSent' });
		expect(ids(await poll({ events: ['emailsSent'] }))).toEqual([next!._id]);
	});
});

describe('The filters', () => {
	test.each<[string, INodeParameters, Record<string, string>]>([
		['one event', { events: ['emailsReplied'] }, { type: 'emailsReplied' }],
		['several events', { events: ['emailsReplied', 'emailsOpened'] }, {}],
		['a campaign', { campaignId: { __rl: true, mode: 'id', value: 'cam_1' } }, { campaignId: 'cam_1' }],
		['more campaigns, of which one is chosen', { options: { campaignIds: ['cam_1'] } }, { campaignId: 'cam_1' }],
		['several campaigns', { options: { campaignIds: ['cam_1', 'cam_2'] } }, {}],
		[
			'first occurrences of a type that says so',
			{ events: ['emailsOpened'], options: { isFirst: true } },
			{ type: 'emailsOpened', isFirst: 'true' },
		],
		['first occurrences of all events', { options: { isFirst: true } }, {}],
	])('%s: what lemlist can filter, it filters', async (_what, parameters, query) => {
		await poll(parameters);
		expect(requests()[0]!.query).toEqual({ version: 'v2', offset: '0', limit: '100', ...query });
	});

	test('several events are filtered here', async () => {
		await poll({ events: ['emailsReplied', 'emailsOpened'] });
		add(3, { type: 'emailsSent' });
		const wanted = [...add(1, { type: 'emailsOpened' }), ...add(1, { type: 'emailsReplied' })];
		add(150, { type: 'emailsSent' });
		expect(ids(await poll({ events: ['emailsReplied', 'emailsOpened'] }))).toEqual(ids(wanted));
	});

	test('several campaigns, senders and bots are filtered here', async () => {
		const parameters = {
			campaignId: { __rl: true, mode: 'id', value: 'cam_1' },
			options: { campaignIds: ['cam_2'], senders: ['usr_1', 'ann@example.com'], ignoreBots: true },
		};
		await poll(parameters);
		add(1, { campaignId: 'cam_3', sendUserId: 'usr_1' });
		add(1, { campaignId: null, sendUserId: 'usr_1' });
		add(1, { campaignId: 'cam_1', sendUserId: 'usr_2' });
		add(1, { campaignId: 'cam_1', sendUserId: 'usr_1', bot: true });
		const wanted = [
			...add(1, { campaignId: 'cam_1', sendUserId: 'usr_1' }),
			...add(1, { campaignId: 'cam_2', sendUserEmail: 'Ann@example.com' }),
		];
		expect(ids(await poll(parameters))).toEqual(ids(wanted));
	});

	test.each([['emailsOpened'], ['meetingBooked'], ['all']])(
		'first occurrences of %s are all but those that lemlist marks as repetitions, as in the webhook trigger',
		async (event) => {
			const parameters = { events: [event], options: { isFirst: true } };
			const type = event === 'all' ? 'paused' : event;
			await poll(parameters);
			add(1, { type, isFirst: false });
			const wanted = add(1, { type, isFirst: true });
			// lemlist says it of each open; most other events do not say it.
			if (event !== 'emailsOpened') wanted.push(...add(1, { type, isFirst: undefined }));
			expect(ids(await poll(parameters))).toEqual(ids(wanted));
		},
	);

	test.each<[string, INodeParameters]>([
		['Campaign', { campaignId: { __rl: true, mode: 'id', value: '={{ undefined }}' } }],
		['More Campaign Names or IDs', { options: { campaignIds: '={{ [] }}' } }],
		['Sender Names or IDs', { options: { senders: '={{ "" }}' } }],
	])('an expression for "%s" that gives nothing is refused, before any request', async (label, parameters) => {
		await expect(poll(parameters)).rejects.toThrow(`'${label}' is empty`);
		expect(requests()).toEqual([]);
	});

	test('an event that lemlist has no webhook for starts the workflow', async () => {
		await poll({ events: ['meetingBooked', 'outOfOffice'] });
		const wanted = [...add(1, { type: 'meetingBooked' }), ...add(1, { type: 'outOfOffice' })];
		expect(ids(await poll({ events: ['meetingBooked', 'outOfOffice'] }))).toEqual(ids(wanted));
	});

	test('an activity is simplified by default, and raw on demand', async () => {
		await poll();
		const [activity] = add(1);
		const [simple] = await poll();
		expect(simple).not.toHaveProperty('lead');
		expect(simple!.leadVariables).toEqual((activity!.lead as { variables: object }).variables);
		const [other] = add(1);
		expect(await poll({ simplify: false })).toEqual([other]);
		expect(simple!._id).toBe(activity!._id);
	});
});

describe('A test in the editor', () => {
	test('gives the five newest that fit, oldest first, and does not move the cursor', async () => {
		await poll({ events: ['emailsReplied'] });
		const before = saved(staticData);
		const added = add(7, { type: 'emailsReplied' });
		const items = await trigger.poll.call(context({ events: ['emailsReplied'] }, 'manual'));
		expect(ids(items![0]!.map(({ json }) => json))).toEqual(ids(added.slice(-5)));
		expect(saved(staticData)).toEqual(before);
		expect(ids(await poll({ events: ['emailsReplied'] }))).toEqual(ids(added));
	});

	test('gives a sample of each chosen event when nothing fits, and says that they are samples', async () => {
		add(3, { type: 'emailsSent' });
		const parameters = {
			events: ['emailsReplied', 'meetingBooked'],
			campaignId: { __rl: true, mode: 'id', value: 'cam_7' },
		};
		const before = saved(staticData);
		const [items] = (await trigger.poll.call(context(parameters, 'manual')))!;
		expect(items!.map(({ json }) => json)).toMatchObject(
			['emailsReplied', 'meetingBooked'].map((type) => ({
				_id: `act_SAMPLE_${type}`,
				isSample: true,
				type,
				campaignId: 'cam_7',
				leadVariables: { jobTitle: expect.any(String) },
			})),
		);
		expect(saved(staticData)).toEqual(before);
		expect(await poll(parameters)).toEqual([]);
	});

	test('brings the samples to the next node of the workflow', async () => {
		const added = add(2);
		const n8n = await createEngine({
			nodes: { 'n8n-nodes-lemlist.lemlistPollingTrigger': trigger },
			credentialTypes: [new LemlistAccountApi()],
			credentials: { lemlistAccountApi: { apiKey: API_KEY, baseUrl: lemlist.baseUrl } },
		});
		const start = node('Trigger', 'n8n-nodes-lemlist.lemlistPollingTrigger', { events: ['all'] });
		const run = await n8n.run(workflow([start, noOp('Next')]));
		n8n.close();
		expect(run.error).toBeUndefined();
		expect(ids(run.items('Next').map(({ json }) => json))).toEqual(ids(added));
		expect(run.toText()).not.toContain(API_KEY);
	});
});
