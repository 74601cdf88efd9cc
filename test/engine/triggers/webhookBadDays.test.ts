import type { IDataObject, INodeParameters, IWebhookResponseData } from 'n8n-workflow';

import { LemlistTrigger } from '../../../nodes/LemlistTrigger/LemlistTrigger.node';
import { type Activity, startSimulator, type Simulator } from '../../../simulator';
import type { FaultRule } from '../../../simulator/engine/faults';
import { MOST_WEBHOOKS } from '../../../simulator/resources/webhooks';
import { acquireRuntime, type LogEntry, releaseRuntime, withLogSink } from '../../../tools/engine/runtime';
import { hookContext, saved, type TriggerSetup, webhookContext } from './triggerContexts';

const API_KEY = 'k3y/that+must=never0show';
const OTHER_KEY = 'an0ther+k3y/that=never0show';
const trigger = new LemlistTrigger();
const { checkExists, create, delete: remove } = trigger.webhookMethods.default;

let lemlist: Simulator;
let staticData: IDataObject;
let logs: LogEntry[];
let nodes = 0;
let nodeId: string;

beforeAll(acquireRuntime);
afterAll(releaseRuntime);
beforeEach(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, rateLimit: false });
	staticData = {};
	logs = [];
	// What a node remembers in its process is not to reach the next test.
	nodeId = `bad-day-${(nodes += 1)}`;
});
afterEach(async () => {
	for (const key of [API_KEY, OTHER_KEY]) expect(JSON.stringify([staticData, logs])).not.toContain(key);
	await lemlist.close();
});

function setup(more: Partial<TriggerSetup> = {}, parameters: INodeParameters = {}): TriggerSetup {
	return {
		nodeType: trigger,
		parameters: { events: ['emailsReplied'], ...parameters },
		credential: { apiKey: API_KEY, baseUrl: lemlist.baseUrl },
		staticData,
		nodeId,
		...more,
	};
}

const logged = async <T>(part: () => Promise<T>) => await withLogSink((entry) => logs.push(entry), part);

/** What n8n does with the hooks: after an error it calls `delete`, and takes its own half of the webhook away. */
async function activate(given: TriggerSetup): Promise<'kept' | 'created'> {
	return await logged(async () => {
		try {
			if (await checkExists.call(hookContext(given))) return 'kept';
			await create.call(hookContext(given));
			return 'created';
		} catch (error) {
			await remove.call(hookContext({ ...given, activation: 'update' }));
			throw error;
		}
	});
}

/** n8n ends and starts again: only what it saved is left. */
async function restart(more: Partial<TriggerSetup> = {}, parameters: INodeParameters = {}) {
	staticData = saved(staticData);
	return await activate(setup({ activation: 'init', staticData, ...more }, parameters));
}

async function deactivate(given: TriggerSetup): Promise<boolean> {
	return await logged(async () => await remove.call(hookContext({ ...given, activation: 'update' })));
}

const webhooks = () => [...lemlist.state.webhooks.values()];
const sent = (kind: string) => lemlist.requestsOf(kind);
const warnings = () => logs.filter(({ level }) => level === 'warn').map(({ message }) => message);

function fail(action: FaultRule['do'], on = 'any'): void {
	lemlist.faults.add({ on, times: 'always', do: action });
}

/** How n8n answers a call. */
interface Answered {
	starts: boolean;
	status?: number;
	text: string;
}

/** How n8n keeps that static data has changed since it was last saved. */
interface Watched extends IDataObject {
	__dataChanged?: boolean;
}

/**
 * A call as n8n 2.39 handles it: reads static data, calls the node, starts the run (which resets the mark for changes of
 * static data), asks for the answer once it has accepted the run, saves changes and answers. A run that it could not
 * start ends with 500 and saves nothing.
 */
async function call(body: object, { isAccepted = true, more = {} as Partial<TriggerSetup>, parameters = {} } = {}) {
	return await logged(async (): Promise<Answered> => {
		const read: Watched = saved(more.staticData ?? staticData);
		const { context, answer, response } = webhookContext(setup({ ...more, staticData: read }, parameters), body);
		const result: IWebhookResponseData = await trigger.webhook.call(context);
		const starts = result.workflowData !== undefined;
		if (starts) read.__dataChanged = false;
		if (starts && !isAccepted) {
			response.statusCode = 500;
			response.emit('finish');
			return { starts, status: 500, text: '' };
		}
		const text = JSON.stringify(answer.body ?? result.webhookResponse);
		if (read.__dataChanged) Object.assign(more.staticData ?? staticData, saved(read));
		response.emit('finish');
		return { starts, status: answer.status, text };
	});
}

/** Something happens in lemlist: what its webhooks send, in the order of the webhooks. */
async function happen(event: Partial<Activity> = {}, more: Partial<TriggerSetup> = {}): Promise<Answered[]> {
	const activity = lemlist.state.addActivity(event);
	const answers = [];
	for (const { secret } of webhooks()) answers.push(await call({ ...activity, secret }, { more }));
	return answers;
}

const starts = (answers: Answered[]) => answers.map((answer) => answer.starts);

describe('A restart of n8n while the API of lemlist is down', () => {
	test.each<[string, FaultRule['do']]>([
		['500', { status: 500, body: 'Internal server error' }],
		['503', { status: 503, body: 'Service unavailable' }],
		['a web page', 'html200'],
		['an empty answer', 'empty200'],
		['a broken connection', 'reset'],
		['a list in another form', { status: 200, body: 'maintenance' }],
		['429 for longer than n8n may wait', { status: 429, body: 'Too many requests', headers: { 'retry-after': '8' } }],
		['a refused key (401)', { status: 401, body: 'The authentication you supplied is incorrect' }],
		['a blocked user (403)', { status: 403, body: 'User linked to this API key is blocked' }],
		['no user (404)', { status: 404, body: 'No user found for this API key' }],
	])(
		'trusts the remembered webhook on %s, deletes nothing, and says so in the log',
		async (_what, fault) => {
			await activate(setup());
			fail(fault);
			expect(await restart()).toBe('kept');
			expect(webhooks()).toHaveLength(1);
			expect(sent('deleteHook')).toEqual([]);
			expect(warnings()).toEqual([expect.stringMatching(/trusts that it is still there: .+deactivate/)]);
			expect(starts(await happen())).toEqual([true]);
		},
		30_000,
	);

	test('trusts it as well when another main process takes over', async () => {
		await activate(setup());
		fail({ status: 500, body: '' });
		staticData = saved(staticData);
		expect(await activate(setup({ activation: 'leadershipChange' }))).toBe('kept');
		expect(webhooks()).toHaveLength(1);
	});

	test('holds up the start of n8n for 5 s at most, and for the first of many workflows only', async () => {
		await activate(setup());
		fail('timeout');
		const before = lemlist.requests.length;
		for (let workflow = 0; workflow < 20; workflow++) expect(await restart()).toBe('kept');
		expect(lemlist.requests).toHaveLength(before + 1);
		expect(warnings()[0]).toContain('lemlist gave no answer within 5 s');
	}, 30_000);

	test('is an error for a webhook that is not the wanted one, and leaves for the next try what there is', async () => {
		await activate(setup());
		fail({ status: 500, body: 'Internal server error' });
		await expect(restart({}, { events: ['emailsOpened'] })).rejects.toThrow('Internal server error');
		expect(webhooks()).toHaveLength(1);
		expect(sent('deleteHook')).toEqual([]);
		lemlist.faults.clear();
		expect(await restart({}, { events: ['emailsOpened'] })).toBe('created');
		expect(webhooks()).toMatchObject([{ type: 'emailsOpened' }]);
	});

	test.each<[string, () => void]>([
		['n8n deleted itself, for a new key', () => lemlist.state.addKey(OTHER_KEY, lemlist.state.team._id)],
		['lemlist disabled', () => (webhooks()[0]!.disabled = true)],
		['somebody deleted in lemlist', () => lemlist.state.webhooks.clear()],
	])('does not trust in a webhook that %s before', async (what, happens) => {
		await activate(setup());
		happens();
		const more = what.includes('key') ? { credential: { apiKey: OTHER_KEY, baseUrl: lemlist.baseUrl } } : {};
		fail({ status: 500, body: 'Internal server error' }, 'createHook');
		const before = saved(staticData);
		await expect(restart(more)).rejects.toThrow('Internal server error');
		expect(webhooks()).toEqual([]);
		fail({ status: 503, body: 'Service unavailable' }, 'hooks');
		await expect(restart(more)).rejects.toThrow('Service unavailable');
		// Nor where n8n has not saved static data.
		staticData = before;
		await expect(restart(more)).rejects.toThrow('Service unavailable');
		lemlist.faults.clear();
		expect(await restart(more)).toBe('created');
		expect(await restart(more)).toBe('kept');
		expect(starts(await happen({}, more))).toEqual([true]);
		// This one is trusted again.
		fail({ status: 503, body: 'Service unavailable' }, 'hooks');
		expect(await restart(more)).toBe('kept');
	});

	test.each([403, 500])(
		'goes on with a webhook of the former key that lemlist will not delete (%i)',
		async (status) => {
			await activate(setup());
			lemlist.state.addKey(OTHER_KEY, lemlist.state.team._id);
			const more = { credential: { apiKey: OTHER_KEY, baseUrl: lemlist.baseUrl } };
			fail({ status, body: 'You may not do this' }, 'deleteHook');
			expect(await restart(more)).toBe('kept');
			expect(warnings()).toEqual([expect.stringMatching(/could not replace the webhook.+You may not do this/)]);
			expect(starts(await happen({}, more))).toEqual([true]);
			// A person gets the error.
			await expect(activate(setup(more))).rejects.toThrow('You may not do this');
			lemlist.faults.clear();
			expect(await restart(more)).toBe('created');
		},
	);

	test.each([
		['default backend - 404', 'text/plain'],
		[{ message: 'no Route matched with those values' }, 'application/json'],
		['', 'text/plain'],
	])('does not take the 404 of a proxy for a team without webhooks: %j', async (body, contentType) => {
		await activate(setup());
		await restart({ n8nUrl: 'https://new.example' });
		fail({ status: 404, body, headers: { 'content-type': contentType } });
		expect(await restart({ n8nUrl: 'https://new.example' })).toBe('kept');
		expect(warnings().at(-1)).toMatch(/trusts that it is still there/);
		expect(JSON.stringify(staticData)).toContain('former');
		expect(await deactivate(setup({ n8nUrl: 'https://new.example' }))).toBe(false);
		lemlist.faults.clear();
		expect(webhooks()).toHaveLength(2);
	});

	test('believes lemlist itself that the team has none, and still knows calls of the former webhook', async () => {
		await activate(setup());
		const [old] = webhooks();
		await restart({ n8nUrl: 'https://new.example' });
		lemlist.faults.add({ on: 'hooks', do: { status: 404, body: 'Webhook not found' } });
		expect(await restart({ n8nUrl: 'https://new.example' })).toBe('created');
		const event = { ...lemlist.state.addActivity({}), secret: old!.secret };
		expect(await call(event, { more: { n8nUrl: 'https://new.example' } })).toMatchObject({ starts: true });
	});

	test('is an error where no webhook is remembered', async () => {
		fail({ status: 500, body: 'Internal server error' });
		await expect(restart()).rejects.toThrow('Internal server error');
	});

	test('does not keep a deactivation from deleting the webhook later', async () => {
		await activate(setup());
		fail({ status: 500, body: '' });
		await restart();
		lemlist.faults.clear();
		expect(await deactivate(setup())).toBe(true);
		expect(webhooks()).toEqual([]);
	});

	test('does not hide an outage from a person who activates the workflow', async () => {
		await activate(setup());
		fail({ status: 500, body: 'Internal server error' }, 'hooks');
		await expect(activate(setup())).rejects.toThrow('lemlist says: Internal server error (HTTP 500)');
	});
});

describe('An event that n8n failed to start', () => {
	test('starts the workflow when lemlist sends it again, and is a duplicate after that', async () => {
		await activate(setup());
		const event = { ...lemlist.state.addActivity({}), secret: webhooks()[0]!.secret };
		expect(await call(event, { isAccepted: false })).toMatchObject({ starts: true });
		expect(await call(event)).toMatchObject({ starts: true });
		expect(await call(event)).toMatchObject({ starts: false, text: expect.stringContaining('Seen before') });
	});

	test('is remembered when n8n has accepted its run, in what n8n saves then', async () => {
		await activate(setup());
		const event = { ...lemlist.state.addActivity({}), secret: webhooks()[0]!.secret };
		const { context } = webhookContext(setup(), event);
		const result = await trigger.webhook.call(context);
		const node = () => staticData[`node:${trigger.description.displayName}`] as { seenEvents?: string[] };
		expect(node().seenEvents ?? []).toEqual([]);
		expect(result.webhookResponse).toEqual({ message: 'Workflow was started' });
		expect(node().seenEvents).toEqual([event._id]);
	});

	test.each([
		['by default', {}, false],
		['with the option', { options: { dropDuplicates: true } }, false],
		['not with the option off', { options: { dropDuplicates: false } }, true],
	])('is dropped when it comes again after its run: %s', async (_what, parameters, again) => {
		await activate(setup());
		const event = { ...lemlist.state.addActivity({}), secret: webhooks()[0]!.secret };
		expect(await call(event, { parameters })).toMatchObject({ starts: true });
		expect(await call(event, { parameters })).toMatchObject({ starts: again });
	});
});

test.each([
	['an empty ID starts one run each: nothing tells them apart', '', [true, true]],
	['no ID starts one run each', undefined, [true, true]],
	['a number as its ID starts one run', 12345, [true, false]],
	['an ID starts one run', 'act_1', [true, false]],
])('An event with %s', async (_what, _id, expected) => {
	await activate(setup());
	const { secret } = webhooks()[0]!;
	const answers = [];
	for (const leadEmail of ['ada@example.com', 'bob@example.com']) {
		answers.push(await call({ _id, type: 'emailsReplied', leadEmail, secret }));
	}
	expect(starts(answers)).toEqual(expected);
});

describe('Static data that was damaged', () => {
	test.each([
		['webhook', null],
		['webhook', 'x'],
		['webhook', []],
		['webhook', { hookId: 5, targetUrl: {} }],
		['webhook', { hookId: 'hoo_1', targetUrl: 'x', fingerprint: 'y', secretHash: 7 }],
		['webhook', { hookId: 'hoo_1', targetUrl: 'x', fingerprint: 'y', secretHash: 'ü'.repeat(64) }],
		['former', [null]],
		['former', [{ hookId: 'hoo_1', targetUrl: 'x', secretHash: ['x'] }]],
		['former', 'x'],
		['seenEvents', 'x'],
		['seenEvents', [null, 5, {}]],
		['provenHook', 5],
	])('stops nothing: %s %j', async (field, value) => {
		await activate(setup());
		const node = () => staticData[`node:${trigger.description.displayName}`] as IDataObject;
		const event = { ...lemlist.state.addActivity({}), secret: webhooks()[0]!.secret };
		node()[field] = value;
		expect(await call(event)).toMatchObject({ starts: true });
		expect(await call(event)).toMatchObject({ starts: false, text: expect.stringContaining('Seen before') });
		expect(await call({ ...event, secret: 'nope' })).toMatchObject({ status: 401 });
		const isRead = field === 'webhook' || field === 'former';
		const isText = JSON.stringify(value).includes('ü');
		const said = warnings().filter((text) => text.includes('was changed and cannot be read'));
		expect(said).toHaveLength(isRead && !isText ? 1 : 0);
		expect(['kept', 'created']).toContain(await restart());
		expect(webhooks()).toHaveLength(1);
		node()[field] = value;
		expect(await deactivate(setup())).toBe(true);
		expect(webhooks()).toEqual([]);
	});
});

describe('A new public URL', () => {
	const NEW = { n8nUrl: 'https://new.example' };

	/** The deletion goes on behind the answer to a call. */
	async function untilOneIsLeft(): Promise<void> {
		for (let look = 0; look < 1500 && webhooks().length > 1; look++) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		expect(webhooks()).toMatchObject([{ targetUrl: expect.stringContaining(NEW.n8nUrl) }]);
	}
	const OLD = 'http://127.0.0.1:5678';

	test('gets a webhook before anything happens to the old one, and says so', async () => {
		await activate(setup());
		expect(await restart(NEW)).toBe('created');
		expect(webhooks().map(({ targetUrl }) => new globalThis.URL(targetUrl).origin)).toEqual([OLD, NEW.n8nUrl]);
		expect(sent('deleteHook')).toEqual([]);
		expect(warnings()).toEqual([expect.stringContaining(`has a new webhook URL. Its webhook at ${OLD}`)]);
	});

	test('retires the old webhook when events come through both: one run for each event', async () => {
		await activate(setup());
		await restart(NEW);
		const all = [];
		for (let event = 0; event < 4; event++) {
			all.push(starts(await happen({}, NEW)).filter(Boolean).length);
			if (event > 0) await untilOneIsLeft();
		}
		expect(all).toEqual([1, 1, 1, 1]);
	});

	test('retires it with Drop Duplicates off as well: only the first event may run twice', async () => {
		await activate(setup());
		await restart(NEW);
		const [old, now] = webhooks();
		const parameters = { options: { dropDuplicates: false } };
		const runs = [];
		for (let event = 0; event < 3; event++) {
			const activity = lemlist.state.addActivity({});
			for (const { secret } of [old!, now!]) {
				runs.push((await call({ ...activity, secret }, { more: NEW, parameters })).starts);
			}
		}
		expect(runs).toEqual([true, true, false, true, false, true]);
		await untilOneIsLeft();
	});

	test('retires it although n8n lost what the call of the new one saved to another call at the same moment', async () => {
		await activate(setup());
		await restart(NEW);
		const [old, now] = webhooks();
		const lost = { ...NEW, staticData: saved(staticData) };
		const through = async (webhook: typeof old, more: Partial<TriggerSetup>) =>
			(await call({ ...lemlist.state.addActivity({}), secret: webhook!.secret }, { more })).starts;
		expect(await through(now, lost)).toBe(true);
		expect(await through(old, NEW)).toBe(false);
		await untilOneIsLeft();
	});

	test('keeps the old webhook, and starts for its events, as long as the new one was never called', async () => {
		await activate(setup());
		await restart(NEW);
		const [old] = webhooks();
		for (let event = 0; event < 3; event++) {
			const body = { ...lemlist.state.addActivity({}), secret: old!.secret };
			expect(await call(body, { more: NEW })).toMatchObject({ starts: true });
		}
		expect(webhooks()).toHaveLength(2);
	});

	test('of a copy of the instance leaves the webhook of the original alone, also when it is deactivated', async () => {
		await activate(setup());
		const [original] = webhooks();
		const copied: TriggerSetup = setup({ staticData: saved(staticData), ...NEW, activation: 'init' });
		expect(await activate(copied)).toBe('created');
		const secretOfCopy = webhooks()[1]!.secret;
		for (let event = 0; event < 3; event++) {
			const activity = lemlist.state.addActivity({});
			await call({ ...activity, secret: secretOfCopy }, { more: { ...copied, nodeId: `${nodeId}-copy` } });
			expect(await call({ ...activity, secret: original!.secret })).toMatchObject({ starts: true });
		}
		await deactivate(copied);
		expect(webhooks()).toEqual([original]);
	});

	test('of a copy that is deactivated before it ever started leaves it alone, too', async () => {
		await activate(setup());
		const before = webhooks();
		await deactivate(setup({ staticData: saved(staticData), ...NEW }));
		expect(webhooks()).toEqual(before);
	});

	test('forgets the old webhook when it is gone from lemlist', async () => {
		await activate(setup());
		await restart(NEW);
		lemlist.state.webhooks.delete(webhooks()[0]!._id);
		expect(await restart(NEW)).toBe('kept');
		expect(JSON.stringify(staticData)).not.toContain('former');
	});

	test('that becomes the old one again has one webhook', async () => {
		await activate(setup());
		await restart(NEW);
		expect(await restart()).toBe('created');
		expect(webhooks().filter(({ targetUrl }) => targetUrl.startsWith(OLD))).toHaveLength(1);
	});
});

describe('A rotated API key', () => {
	const rotated = () => ({ credential: { apiKey: OTHER_KEY, baseUrl: lemlist.baseUrl } });

	test('lets events of the registered webhook through', async () => {
		await activate(setup());
		expect(starts(await happen({}, rotated()))).toEqual([true]);
		expect(starts(await happen({}, { credential: { apiKey: '', baseUrl: lemlist.baseUrl } }))).toEqual([true]);
	});

	test('registers with the new key at the next restart', async () => {
		await activate(setup());
		const [before] = webhooks();
		lemlist.state.addKey(OTHER_KEY, lemlist.state.team._id);
		expect(await restart(rotated())).toBe('created');
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]!.secret).not.toBe(before!.secret);
		expect(starts(await happen({}, rotated()))).toEqual([true]);
	});

	test('that lemlist does not know leaves the webhook at a restart', async () => {
		await activate(setup());
		expect(await restart(rotated())).toBe('kept');
		expect(starts(await happen({}, rotated()))).toEqual([true]);
	});

	test('of another team says that the old webhook remains there, and refuses its calls with 410', async () => {
		await activate(setup());
		const [old] = webhooks();
		lemlist.state.addKey(OTHER_KEY, lemlist.state.addTeam()._id);
		expect(await restart(rotated())).toBe('created');
		expect(webhooks()).toHaveLength(2);
		expect(warnings()).toEqual([expect.stringMatching(/of another lemlist team.*may still be there/)]);
		const event = lemlist.state.addActivity({});
		expect(await call({ ...event, secret: old!.secret }, { more: rotated() })).toMatchObject({
			starts: false,
			status: 410,
		});
		expect(await call({ ...event, secret: webhooks()[1]!.secret }, { more: rotated() })).toMatchObject({
			starts: true,
		});
	});

	test('is no reason to believe strangers: they are answered 401, which is said once in the log', async () => {
		await activate(setup());
		for (let attempt = 0; attempt < 3; attempt++) {
			expect(await call({ ...lemlist.state.addActivity({}), secret: '0'.repeat(64) })).toMatchObject({ status: 401 });
		}
		expect(warnings()).toEqual([expect.stringMatching(/was refused.*activate it again/)]);
	});

	test('stores neither key nor secret', async () => {
		await activate(setup());
		expect(JSON.stringify(staticData)).not.toContain(webhooks()[0]!.secret);
	});
});

describe("The webhook of the package's first version", () => {
	test('is kept, and its secret accepted', async () => {
		await activate(setup());
		const node = staticData[`node:${trigger.description.displayName}`] as { webhook: IDataObject };
		const { hookId, targetUrl, fingerprint } = node.webhook;
		node.webhook = { hookId, targetUrl, fingerprint };
		const { webhookSecret } = jest.requireActual<{ webhookSecret: (key: string, url: string) => string }>(
			'../../../nodes/LemlistTrigger/secret',
		);
		webhooks()[0]!.secret = webhookSecret(API_KEY, String(targetUrl));
		expect(starts(await happen())).toEqual([true]);
		fail({ status: 500, body: '' });
		expect(await restart()).toBe('kept');
		lemlist.faults.clear();
		expect(await restart()).toBe('kept');
		expect(sent('createHook')).toHaveLength(1);
		expect(starts(await happen({}, { credential: { apiKey: OTHER_KEY, baseUrl: lemlist.baseUrl } }))).toEqual([true]);
	});
});

describe('The webhooks of a team', () => {
	function fill(count: number): void {
		for (let number = 0; number < count; number++) {
			const _id = `hoo_${number}`;
			const targetUrl = `https://other.example/${number}`;
			lemlist.state.webhooks.set(_id, { _id, teamId: lemlist.state.team._id, targetUrl, createdAt: '' });
		}
	}

	test.each(['Too many webhooks (max 200 per team, disabled webhooks included)', 'No room left'])(
		"are counted for the limit, and lemlist's words come first: %s",
		async (words) => {
			fill(MOST_WEBHOOKS);
			fail({ status: 409, body: { error: words } }, 'createHook');
			await expect(activate(setup())).rejects.toMatchObject({
				message: expect.stringMatching(
					/^The lemlist team has as many webhooks as it may have \(200\)\. lemlist says: /,
				) as string,
				description: expect.stringMatching(
					new RegExp(`^lemlist says: ${words.replace(/[()]/g, '\\$&')} \\(HTTP 409\\)`),
				),
			});
			expect(webhooks()).toHaveLength(MOST_WEBHOOKS);
		},
	);

	test('are not too many because lemlist uses such words', async () => {
		fill(3);
		fail({ status: 409, body: { error: 'Too many open drafts' } }, 'createHook');
		await expect(activate(setup())).rejects.toMatchObject({
			message: expect.stringMatching(/^lemlist says: Too many open drafts \(HTTP 409\)/) as string,
		});
	});

	test('that cannot be counted leave lemlist the word', async () => {
		lemlist.faults.add({ on: 'createHook', do: { status: 409, body: { error: 'Too many webhooks' } } });
		lemlist.faults.add({ on: 'hooks', times: 'always', after: 1, do: { status: 500, body: '' } });
		await expect(activate(setup())).rejects.toThrow('lemlist says: Too many webhooks (HTTP 409)');
	});

	test('are not healthy when they are disabled', async () => {
		await activate(setup());
		webhooks()[0]!.disabled = true;
		expect(await restart()).toBe('created');
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]).not.toHaveProperty('disabled');
	});

	test.each([{ enabled: false }, { status: 'disabled' }, { disabledAt: '2026-11-20T08:00:00.000Z' }])(
		'are not healthy when lemlist lists %j',
		async (told) => {
			await activate(setup());
			const { _id, targetUrl, type } = webhooks()[0]!;
			lemlist.faults.add({ on: 'hooks', do: { status: 200, body: [{ _id, targetUrl, type, ...told }] } });
			expect(await restart()).toBe('created');
			expect(webhooks()).toHaveLength(1);
		},
	);

	test('are not healthy when lemlist lists disabled ones not at all', async () => {
		await activate(setup());
		webhooks()[0]!.disabled = true;
		lemlist.state.webhooks.disabledShown = 'hidden';
		expect(await restart()).toBe('created');
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]).not.toHaveProperty('disabled');
	});
});
