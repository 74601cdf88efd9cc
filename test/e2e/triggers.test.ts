import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FaultRule } from '../../simulator/engine/faults';
import { deliverEvent, type Activity, type Delivery, startSimulator, type Simulator } from '../../simulator';
import { MOST_WEBHOOKS } from '../../simulator/resources/webhooks';
import { createN8n, type Editor, type N8n } from '../../tools/n8n';
import { freePorts } from '../../tools/n8n/environment';
import { API_KEY, credential, CREDENTIAL, print } from './support';
import * as workflows from './workflows';
import { eventually, lemlistNode, type SavedWorkflow } from './workflows';

const MINUTE = 60_000;

jest.setTimeout(5 * MINUTE);

let lemlist: Simulator;
let n8n: N8n;
let editor: Editor;
let port: number;
let log = '';

/** Starts n8n with an address of its own, as WEBHOOK_URL tells it one on a server. */
async function startN8n(host = '127.0.0.1'): Promise<void> {
	editor = await n8n.start({ port, env: { WEBHOOK_URL: `http://${host}:${port}/` } });
}

async function stopN8n(): Promise<void> {
	await editor.stop();
	log += editor.log();
}

beforeAll(async () => {
	[port] = (await freePorts(1)) as [number];
	lemlist = await startSimulator({ apiKey: API_KEY });
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	await n8n.importCredentials([credential(lemlist.baseUrl)]);
	await startN8n();
});

afterAll(async () => {
	if (editor) await stopN8n();
	await n8n?.cleanup();
	await lemlist?.close();
	expect(log).not.toContain(API_KEY);
});

beforeEach(() => {
	lemlist.state.webhooks.clear();
	lemlist.faults.clear();
});

const saveWorkflow = async (type: string, parameters: Record<string, unknown>): Promise<SavedWorkflow> => {
	const next = { name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	return await workflows.saveWorkflow(editor, type, [lemlistNode('Trigger', type, parameters), next]);
};
const activate = async (workflow: SavedWorkflow) => await workflows.activate(editor, workflow);
const deactivate = async (workflow: SavedWorkflow) => await workflows.deactivate(editor, workflow);
const executions = async (workflow: SavedWorkflow, count: number) =>
	await workflows.finishedExecutions(editor, workflow, count);

const webhooks = () => [...lemlist.state.webhooks.values()];
const ids = (events: Array<{ _id?: unknown }>) => events.map(({ _id }) => _id);

/** Something happens in lemlist: its activity, and the answers of the webhooks called for it. */
async function happen(activity: Partial<Activity>): Promise<{ activity: Activity; deliveries: Delivery[] }> {
	const added = lemlist.state.addActivity(activity);
	return { activity: added, deliveries: await deliverEvent(lemlist.state, added) };
}

describe('Lemlist Trigger in a real n8n', () => {
	test('starts the workflow for an event, from activation to deactivation, and again after re-activation', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['emailsReplied', 'emailsOpened'], options: {} });
		expect(webhooks()).toEqual([]);

		await activate(workflow);
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]!.targetUrl).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/webhook/[\\w-]+/webhook$`));

		const startedAt = Date.now();
		const first = await happen({ type: 'emailsReplied' });
		const answerMs = Date.now() - startedAt;
		expect(first.deliveries).toMatchObject([{ status: 200 }]);
		const [execution] = await executions(workflow, 1);
		expect(execution).toMatchObject({
			status: 'success',
			items: [{ _id: first.activity._id, type: 'emailsReplied', leadEmail: first.activity.leadEmail }],
		});
		expect(execution!.text).not.toContain(webhooks()[0]!.secret);
		expect(execution!.text).not.toContain(API_KEY);
		print(`an event started the workflow; lemlist had its answer after ${answerMs} ms`);

		const unwanted = await happen({ type: 'emailsSent' });
		expect(unwanted.deliveries).toMatchObject([{ status: 200, answer: expect.stringContaining('Not wanted') }]);

		await deactivate(workflow);
		expect(webhooks()).toEqual([]);
		expect((await happen({ type: 'emailsReplied' })).deliveries).toEqual([]);

		await activate(workflow);
		const second = await happen({ type: 'emailsOpened' });
		expect(second.deliveries).toMatchObject([{ status: 200 }]);
		expect((await executions(workflow, 2)).flatMap(({ items }) => ids(items))).toEqual(
			ids([first.activity, second.activity]),
		);
		await deactivate(workflow);
	});

	test('starts nothing for a call with a wrong secret or without one', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['all'] });
		await activate(workflow);
		const [webhook] = webhooks();
		const right = webhook!.secret;
		for (const secret of ['0'.repeat(64), undefined]) {
			webhook!.secret = secret;
			expect((await happen({})).deliveries).toMatchObject([
				{ status: 401, answer: expect.stringContaining('The secret is missing') },
			]);
		}
		webhook!.secret = right;
		const { activity } = await happen({});
		const all = await executions(workflow, 1);
		expect(all).toHaveLength(1);
		expect(ids(all[0]!.items)).toEqual([activity._id]);
		print('two calls with a wrong secret: answered 401, 0 executions; the next one with the right secret: 1');
		await deactivate(workflow);
	});

	/** Starts n8n again, and waits until it has looked for the webhook of its active workflow. */
	async function restartN8n(host?: string): Promise<void> {
		const looks = lemlist.requestsOf('hooks').length;
		await stopN8n();
		await startN8n(host);
		await eventually('n8n looked for its webhook', () => lemlist.requestsOf('hooks').length > looks);
	}

	test('keeps its webhook and what it has seen over a restart of n8n, and makes the webhook anew when it was deleted in lemlist', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', {
			events: ['emailsReplied'],
			options: { dropDuplicates: true },
		});
		await activate(workflow);
		const [before] = webhooks();
		const first = await happen({});
		await executions(workflow, 1);
		const again = async () =>
			(await deliverEvent(lemlist.state, first.activity)).map(({ status, answer }) => [status, answer]);
		const seenBefore = [[200, JSON.stringify({ message: 'Seen before: the node drops duplicates' })]];
		expect(await again()).toEqual(seenBefore);

		await restartN8n();
		expect(webhooks()).toEqual([before]);
		expect(await again()).toEqual(seenBefore);
		const second = await happen({});
		expect((await executions(workflow, 2)).flatMap(({ items }) => ids(items))).toEqual(
			ids([first.activity, second.activity]),
		);
		expect(webhooks()).toEqual([before]);

		lemlist.state.webhooks.clear();
		await restartN8n();
		await eventually('the webhook is there again', () => webhooks().length === 1);
		const third = await happen({});
		expect(third.deliveries).toMatchObject([{ status: 200 }]);
		expect(await executions(workflow, 3)).toHaveLength(3);
		await deactivate(workflow);
	});

	test.each<[string, FaultRule['do']]>([
		['answers 500', { status: 500, body: 'Internal server error' }],
		['says nothing', 'timeout'],
		['refuses the key', { status: 401, body: 'The authentication you supplied is incorrect' }],
	])('keeps its webhook over a restart of n8n while the API of lemlist %s', async (what, fault) => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['emailsReplied'] });
		await activate(workflow);
		const before = webhooks();
		const deletions = lemlist.requestsOf('deleteHook').length;
		lemlist.faults.add({ on: 'any', times: 'always', do: fault });
		await restartN8n();
		await eventually('n8n says what it did', () => editor.log().includes('trusts that it is still there'));
		const { activity, deliveries } = await happen({});
		expect(deliveries).toMatchObject([{ status: 200 }]);
		expect((await executions(workflow, 1)).flatMap(({ items }) => ids(items))).toEqual(ids([activity]));
		lemlist.faults.clear();
		expect(webhooks()).toEqual(before);
		expect(lemlist.requestsOf('deleteHook')).toHaveLength(deletions);
		print(`lemlist ${what} while n8n starts: the webhook is kept, 1 of 1 event started the workflow`);
		await deactivate(workflow);
		expect(webhooks()).toEqual([]);
	});

	test('remembers an event of an accepted run over a restart of n8n, without the option Drop Duplicates', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['emailsReplied'] });
		await activate(workflow);
		const { activity } = await happen({});
		await executions(workflow, 1);
		await restartN8n();
		expect(await deliverEvent(lemlist.state, activity)).toMatchObject([
			{ status: 200, answer: expect.stringContaining('Seen before') },
		]);
		expect(await executions(workflow, 1)).toHaveLength(1);
		await deactivate(workflow);
	});

	test('retires the webhook of its former address, and starts the workflow once for each event', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['emailsReplied'] });
		await activate(workflow);
		const [before] = webhooks();
		await restartN8n('localhost');
		await eventually('there is a webhook with the new address', () => webhooks().length === 2);
		await eventually('n8n says so', () => editor.log().includes('has a new webhook URL'));
		const happened = [];
		for (let event = 0; event < 3; event++) {
			const { activity, deliveries } = await happen({});
			happened.push(activity);
			expect(deliveries.map(({ status }) => status)).not.toContain(401);
			await executions(workflow, happened.length);
		}
		await eventually('the former webhook is gone', () => webhooks().length === 1);
		expect(webhooks()[0]!.targetUrl).toMatch(/^http:\/\/localhost:/);
		expect(webhooks()[0]!._id).not.toBe(before!._id);
		expect((await executions(workflow, 3)).flatMap(({ items }) => ids(items))).toEqual(ids(happened));
		print('a new address: 3 events, 3 executions, 1 webhook left');
		await restartN8n();
		await deactivate(workflow);
		lemlist.state.webhooks.clear();
	});

	test('leaves the webhook of the n8n alone of whose data this one is a copy', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['emailsReplied'] });
		await activate(workflow);
		const [original] = webhooks();
		await stopN8n();
		const folder = await mkdtemp(join(tmpdir(), 'n8n-copy-'));
		await cp(n8n.userFolder, folder, { recursive: true });
		await startN8n();
		const copy = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string, userFolder: folder });
		try {
			const [copyPort] = (await freePorts(1)) as [number];
			const staging = await copy.start({ port: copyPort, env: { WEBHOOK_URL: `http://127.0.0.1:${copyPort}/` } });
			await eventually('the copy has a webhook of its own', () => webhooks().length === 2);
			for (let event = 0; event < 2; event++) {
				expect((await happen({})).deliveries.map(({ status }) => status)).toEqual([200, 200]);
			}
			expect(webhooks()[0]).toEqual(original);
			await staging.rest('POST', `/workflows/${workflow.id}/deactivate`, {});
			expect(webhooks()).toEqual([original]);
			await staging.stop();
			log += staging.log();
		} finally {
			await copy.cleanup();
			await rm(folder, { recursive: true, force: true });
		}
		expect(await executions(workflow, 2)).toHaveLength(2);
		print('a copy of the instance: its own webhook came and went, that of the original stayed');
		await deactivate(workflow);
	});

	test('goes on when the API key was rotated, and registers with the new one at the next start', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['emailsReplied'] });
		await activate(workflow);
		const [before] = webhooks();
		const rotate = async (apiKey: string) =>
			await editor.rest('PATCH', `/credentials/${CREDENTIAL.id}`, {
				name: CREDENTIAL.name,
				type: 'lemlistAccountApi',
				data: { apiKey, baseUrl: lemlist.baseUrl },
			});
		const newKey = 'an0ther-k3y-that-must-never-show';
		lemlist.state.addKey(newKey, lemlist.state.team._id);
		await rotate(newKey);
		expect((await happen({})).deliveries).toMatchObject([{ status: 200 }]);
		expect(await executions(workflow, 1)).toHaveLength(1);

		await restartN8n();
		await eventually(
			'the webhook has a new secret',
			() => webhooks()[0]?._id !== before!._id && webhooks().length === 1,
		);
		expect((await happen({})).deliveries).toMatchObject([{ status: 200 }]);
		expect(await executions(workflow, 2)).toHaveLength(2);
		print('a rotated key: 2 of 2 events started the workflow, the second with a new registration');
		await deactivate(workflow);
		expect(webhooks()).toEqual([]);
		await rotate(API_KEY);
		expect(log + editor.log()).not.toContain(newKey);
	});

	test('is deactivated although its webhook was deleted in lemlist, and although lemlist refuses the key', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['all'] });
		await activate(workflow);
		lemlist.state.webhooks.clear();
		await deactivate(workflow);

		await activate(workflow);
		lemlist.faults.add({
			on: 'any',
			times: 'always',
			do: { status: 401, body: 'The authentication you supplied is incorrect' },
		});
		await deactivate(workflow);
		expect(webhooks()).toHaveLength(1);
		lemlist.faults.clear();
		expect(editor.log()).toContain('may still be at lemlist');

		// What is left is no obstacle.
		await activate(workflow);
		expect((await happen({})).deliveries).toMatchObject([{ status: 200 }]);
		await deactivate(workflow);
		expect(webhooks()).toEqual([]);
	});

	test('says why it cannot be activated when the team has 200 webhooks', async () => {
		const { _id: teamId } = lemlist.state.team;
		for (let number = 0; number < MOST_WEBHOOKS; number++) {
			const _id = `hoo_${number}`;
			lemlist.state.webhooks.set(_id, {
				_id,
				teamId,
				targetUrl: `https://other.example/${number}`,
				createdAt: new Date().toISOString(),
			});
		}
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['all'] });
		await expect(activate(workflow)).rejects.toThrow('The lemlist team has as many webhooks as it may have (200)');
		expect(webhooks()).toHaveLength(MOST_WEBHOOKS);

		lemlist.state.webhooks.delete('hoo_7');
		await activate(workflow);
		await deactivate(workflow);
	});

	test('listens for a test event in the editor, beside the active workflow', async () => {
		const workflow = await saveWorkflow('lemlistTrigger', { events: ['emailsReplied'] });
		await activate(workflow);
		const waiting = await editor.rest('POST', `/workflows/${workflow.id}/run`, {
			triggerToStartFrom: { name: 'Trigger' },
		});
		expect(waiting).toEqual({ waitingForWebhook: true });
		expect(webhooks().map(({ targetUrl }) => new URL(targetUrl).pathname.split('/')[1])).toEqual([
			'webhook',
			'webhook-test',
		]);

		const { activity, deliveries } = await happen({});
		expect(deliveries.map(({ status }) => status)).toEqual([200, 200]);
		const both = await executions(workflow, 2);
		expect(both.flatMap(({ items }) => ids(items))).toEqual([activity._id, activity._id]);
		// n8n takes the test webhook away after its event.
		await eventually('the test webhook is gone', () => webhooks().length === 1);
		expect(webhooks().map(({ targetUrl }) => new URL(targetUrl).pathname.split('/')[1])).toEqual(['webhook']);
		await deactivate(workflow);
	});
});

describe('Lemlist Polling Trigger in a real n8n', () => {
	test('brings 250 new activities over three looks once each, in order, over restarts, without replaying history', async () => {
		let time = Date.now() - 60 * MINUTE;
		const add = (count: number) =>
			Array.from({ length: count }, () =>
				lemlist.state.addActivity({ type: 'paused', createdAt: new Date((time += 1_000)).toISOString() }),
			);
		add(150);
		const workflow = await saveWorkflow('lemlistPollingTrigger', { events: ['paused'], options: {} });

		// n8n polls once when a workflow is activated, and so does a restart.
		await activate(workflow);
		await deactivate(workflow);
		expect(await executions(workflow, 0)).toEqual([]);

		const added: Activity[] = [];
		added.push(...add(120));
		await activate(workflow);
		await executions(workflow, 1);
		added.push(...add(105));
		await stopN8n();
		await startN8n();
		await executions(workflow, 2);
		await deactivate(workflow);
		added.push(...add(25));
		await activate(workflow);
		const all = await executions(workflow, 3);
		await deactivate(workflow);

		expect(all.map(({ items }) => items.length)).toEqual([120, 105, 25]);
		expect(all.flatMap(({ items }) => ids(items))).toEqual(ids(added));
		print(
			`${added.length} activities over three looks: ${all.flatMap(({ items }) => items).length} items, each once, in order`,
		);
	});
});
