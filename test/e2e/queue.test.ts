import type { INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

import {
	type Activity,
	type Campaign,
	deliverEvent,
	fileChunks,
	type Simulator,
	startSimulator,
} from '../../simulator';
import { parseStoredRun } from '../../tools/n8n/execution';
import { findPrograms, type Queue, startQueue } from '../../tools/n8n/queue';
import { API_KEY, CREDENTIAL, credential, print } from './support';

const MINUTE = 60_000;
const SECOND = 1_000;
/** For what takes seconds on an idle machine. */
const PATIENCE_MS = 2 * MINUTE;
const FOREVER = Number.POSITIVE_INFINITY;

/** n8n's own are 60, 10 and 30 s: a killed worker would be noticed after one to two minutes. */
const LOCK = { duration: 15 * SECOND, renewTime: 3 * SECOND, stalledInterval: 5 * SECOND };
const GRACEFUL_SHUTDOWN_S = 15;

jest.setTimeout(6 * MINUTE);

const programs = findPrograms();
const isMissing = typeof programs === 'string';
if (isMissing) print(`skipped: n8n's queue mode is not tested, ${programs}`);
const describeOrSkip = isMissing ? describe.skip : describe;

let lemlist: Simulator;
let queue: Queue;
let credentialId: string;
/** What was measured, for the table at the end. */
const numbers: Array<[what: string, value: string]> = [];

interface NodeJson {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	[more: string]: unknown;
}

interface SavedWorkflow {
	id: string;
	versionId: string;
}

/** An execution that has ended, as n8n keeps it. */
interface Ended {
	id: string;
	status: string;
	seconds: number;
	run: IRunExecutionData;
}

async function eventually(what: string, condition: () => unknown, patienceMs = PATIENCE_MS): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error(`Not within ${patienceMs} ms: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

const secondsSince = (beganAt: number) => (performance.now() - beganAt) / SECOND;
const chosen = ({ _id }: Campaign) => ({ __rl: true, mode: 'id', value: _id });
const startsOf = ({ _id }: Campaign) => lemlist.requestsOf('start', _id).length;
const looksAt = ({ _id }: Campaign) => lemlist.requestsOf('status', _id).length;

/** Makes a credential with a share of the key. @returns its ID */
async function addCredential(requestsPer2Seconds: number): Promise<string> {
	const { name, type, data } = credential(lemlist.baseUrl);
	const made = { name, type, data: { ...data, requestsPer2Seconds } };
	return (await queue.main.rest<{ id: string }>('POST', '/credentials', made)).id;
}

const lemlistNode = (name: string, type: string, parameters: Record<string, unknown>, id = credentialId): NodeJson => ({
	name,
	type: `n8n-nodes-lemlist.${type}`,
	typeVersion: 1,
	parameters,
	credentials: { lemlistAccountApi: { id, name: CREDENTIAL.name } },
});

const exportNode = (campaign: Campaign, more: Record<string, unknown> = {}, id = credentialId) =>
	lemlistNode('Export', 'lemlistExportCampaign', { campaignId: chosen(campaign), ...more }, id);

async function saveWorkflow(name: string, nodes: NodeJson[], settings = {}): Promise<SavedWorkflow> {
	return await queue.main.rest<SavedWorkflow>('POST', '/workflows', {
		name,
		nodes: nodes.map((node, index) => ({
			...node,
			id: `${name}-${index}`,
			position: [index * 200, 0],
		})),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name: to }, index) => [nodes[index]!.name, { main: [[{ node: to, type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1', ...settings },
	});
}

async function activate({ id, versionId }: SavedWorkflow): Promise<void> {
	await queue.main.rest('POST', `/workflows/${id}/activate`, { versionId });
}

async function deactivate({ id }: SavedWorkflow): Promise<void> {
	await queue.main.rest('POST', `/workflows/${id}/deactivate`, {});
}

/** A workflow that starts when the webhook process is called. */
interface CalledWorkflow extends SavedWorkflow {
	path: string;
}

async function calledWorkflow(path: string, nodes: NodeJson[], settings = {}): Promise<CalledWorkflow> {
	const called: NodeJson = {
		name: 'Called',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
	};
	const workflow = await saveWorkflow(path, [called, ...nodes], settings);
	await activate(workflow);
	return { ...workflow, path };
}

async function executionsOf({ id }: SavedWorkflow): Promise<Array<{ id: string; status: string }>> {
	const query = `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId: id }))}`;
	const { results } = await queue.main.rest<{ results: Array<{ id: string; status: string }> }>('GET', query);
	return results;
}

/** Calls a workflow, and gives the ID of its execution. */
async function start(workflow: CalledWorkflow, body: object = {}): Promise<string> {
	const before = new Set((await executionsOf(workflow)).map(({ id }) => id));
	const response = await fetch(`${queue.webhook.url}/webhook/${workflow.path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	expect([response.status, await response.text()]).toEqual([200, '{"message":"Workflow was started"}']);
	let id: string | undefined;
	await eventually('the execution is there', async () => {
		id = (await executionsOf(workflow)).find((execution) => !before.has(execution.id))?.id;
		return id;
	});
	return id!;
}

async function ended(id: string): Promise<Ended> {
	let found: { status: string; data: string; startedAt: string; stoppedAt: string };
	await eventually(`execution ${id} has ended`, async () => {
		found = await queue.main.rest('GET', `/executions/${id}`);
		return !['new', 'running', 'waiting'].includes(found.status);
	});
	const { status, data, startedAt, stoppedAt } = found!;
	return { id, status, seconds: (Date.parse(stoppedAt) - Date.parse(startedAt)) / SECOND, run: parseStoredRun(data) };
}

function items({ status, run }: Ended, node: string): INodeExecutionData[] {
	if (status !== 'success') throw new Error(`${status}: ${JSON.stringify(run.resultData.error)}`);
	return run.resultData.runData[node]?.[0]?.data?.main?.[0] ?? [];
}

/** A file that a worker put into n8n's database, as main gives it to a browser. */
async function readBinary(id: string): Promise<Buffer> {
	const response = await fetch(`${queue.main.url}/rest/binary-data?id=${encodeURIComponent(id)}&action=download`, {
		headers: { cookie: queue.main.cookie },
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	expect(response.status).toBe(200);
	return Buffer.from(await response.arrayBuffer());
}

async function fileOf(execution: Ended): Promise<Buffer> {
	const [item] = items(execution, 'Export');
	return await readBinary(item!.binary!.data!.id as string);
}

/** The file that lemlist made of a campaign's latest export. */
function madeOf({ _id }: Campaign): Buffer {
	const made = [...lemlist.state.exports.values()].filter(({ campaignId }) => campaignId === _id).at(-1);
	return Buffer.concat([...fileChunks(made!)]);
}

/** The worker that an execution runs on, when its export has been started and looked at. */
async function waitingWorker(executionId: string, campaign: Campaign) {
	await eventually('the export is waited for', () => looksAt(campaign) > 0);
	const worker = queue.workerOf(executionId);
	if (!worker) throw new Error(`No worker took execution ${executionId}`);
	return worker;
}

/** How often an export is looked at in the time to come. At the beginning looks lie 3 s apart at most, later 5. */
async function looksWithin(ms: number, campaign: Campaign): Promise<number> {
	const before = looksAt(campaign);
	await new Promise((resolve) => setTimeout(resolve, ms));
	return looksAt(campaign) - before;
}

describeOrSkip(
	"n8n's queue mode: main, two workers, a webhook process, Redis, PostgreSQL, files in the database",
	() => {
		beforeAll(async () => {
			lemlist = await startSimulator({ apiKey: API_KEY, latencyMs: 40 });
			const beganAt = performance.now();
			queue = await startQueue({
				tarball: process.env.LEMLIST_TARBALL as string,
				programs: programs as Exclude<typeof programs, string>,
				workers: 2,
				env: {
					QUEUE_WORKER_LOCK_DURATION: String(LOCK.duration),
					QUEUE_WORKER_LOCK_RENEW_TIME: String(LOCK.renewTime),
					QUEUE_WORKER_STALLED_INTERVAL: String(LOCK.stalledInterval),
					N8N_GRACEFUL_SHUTDOWN_TIMEOUT: String(GRACEFUL_SHUTDOWN_S),
				},
			});
			credentialId = await addCredential(20);
			numbers.push(['start of everything', `${secondsSince(beganAt).toFixed(0)} s`]);
		});

		afterAll(async () => {
			const log = queue?.log() ?? '';
			await queue?.cleanup();
			await lemlist?.close();
			const width = Math.max(...numbers.map(([what]) => what.length));
			for (const [what, value] of numbers) print(`${what.padEnd(width)}  ${value}`);
			expect(log).not.toContain(API_KEY);
		});

		test('An export runs on a worker, its file is read from the database through main, and its rows arrive', async () => {
			const campaign = lemlist.state.addCampaign({ name: 'Herbst / CTOs' });
			const toFile = await ended(await start(await calledWorkflow('file', [exportNode(campaign)])));
			const [item] = items(toFile, 'Export');
			expect(queue.workerOf(toFile.id)).toBeDefined();
			expect(item!.binary!.data!.id).toMatch(/^database:/);
			expect((await fileOf(toFile)).equals(madeOf(campaign))).toBe(true);
			numbers.push(['export of 1 s to a file, on a worker', `${toFile.seconds.toFixed(1)} s, identical through main`]);

			const listed = lemlist.state.addCampaign({ exports: { content: 'email,note\njürgen@example.com,"a, b"\n' } });
			const rows = await ended(await start(await calledWorkflow('rows', [exportNode(listed, { output: 'rows' })])));
			expect(items(rows, 'Export').map(({ json }) => json)).toEqual([
				{ campaignId: listed._id, campaignName: listed.name, email: 'jürgen@example.com', note: 'a, b' },
			]);
		});

		test.each([
			{ share: 20, size: 150 },
			{ share: 10, size: 50 },
		])(
			'Two workers share a key, with $share requests per 2 seconds each: twice $size leads are all created, and a small run beside them does not wait for them',
			async ({ share, size }) => {
				const id = await addCredential(share);
				const campaign = lemlist.state.addCampaign();
				const leadsBefore = lemlist.state.leads.size;
				const small = await calledWorkflow(`small-${share}`, [exportNode(lemlist.state.addCampaign(), {}, id)]);
				const create = await calledWorkflow(`create-${share}`, [
					{
						name: 'People',
						type: 'n8n-nodes-base.splitOut',
						typeVersion: 1,
						parameters: { fieldToSplitOut: 'body.people' },
					},
					lemlistNode(
						'Create',
						'lemlist',
						{
							resource: 'lead',
							operation: 'create',
							campaignId: chosen(campaign),
							email: '={{ $json.email }}',
						},
						id,
					),
				]);
				const countLeads = () => lemlist.state.leads.size - leadsBefore;
				const before = lemlist.requests.length;
				const runs: string[] = [];
				const busy = () => new Set(runs.map((id) => queue.workerOf(id)).filter(Boolean)).size;
				// Which worker takes a run is Redis' choice: nearly always each takes one of two.
				while (runs.length < 2 || (busy() < 2 && runs.length < 5)) {
					const run = runs.length;
					const people = Array.from({ length: size }, (_, index) => ({
						email: `lead${share}-${run}-${index}@example.com`,
					}));
					const executionId = await start(create, { people });
					await eventually('a worker took the run', () => queue.workerOf(executionId));
					runs.push(executionId);
				}
				expect(busy()).toBe(2);
				const wanted = runs.length * size;

				await eventually('both are at it', () => countLeads() >= 40);
				const created = countLeads();
				const beganAt = performance.now();
				const beside = await ended(await start(small));
				const besideSeconds = secondsSince(beganAt);
				const between = countLeads() - created;
				expect(items(beside, 'Export')).toHaveLength(1);

				const large = await Promise.all(runs.map(ended));
				const results = large.flatMap((run) => items(run, 'Create').map(({ json }) => json._id));
				expect(new Set(results).size).toBe(wanted);
				expect(countLeads()).toBe(wanted);
				const requests = lemlist.requests.slice(before);
				const refused = requests.filter(({ status }) => status === 429).length;
				const creations = requests.filter(({ kind }) => kind === 'createLead');
				const seconds = (creations.at(-1)!.endedAt! - creations[0]!.at) / SECOND;
				numbers.push(
					[
						`${wanted} leads over two workers, share ${share}`,
						`${seconds.toFixed(1)} s, ${(((wanted - 20) / seconds) * 10).toFixed(0)} % of the limit`,
					],
					['answers 429 meanwhile', `${refused} of ${requests.length}`],
					['export of 1 s beside them', `${besideSeconds.toFixed(1)} s, ${between} leads meanwhile`],
				);
				// By the queue of the others it would have waited for all of them.
				expect(between).toBeLessThan(wanted - created);
				// One in five on a machine with ten times too much to do.
				expect(refused).toBeLessThan(requests.length / 2);
			},
		);

		/** Something happens in lemlist. */
		async function happen(type: string) {
			const activity = lemlist.state.addActivity({ type });
			return { activity, deliveries: await deliverEvent(lemlist.state, activity) };
		}

		/** The activities with which the executions of a workflow began, when there are so many. */
		async function activitiesOf(workflow: SavedWorkflow, count: number): Promise<unknown[]> {
			const executions = async () => (await executionsOf(workflow)).reverse();
			await eventually(`${count} executions of ${workflow.id}`, async () => (await executions()).length >= count);
			const all = await Promise.all((await executions()).map(({ id }) => ended(id)));
			for (const { id } of all) expect(queue.workerOf(id)).toBeDefined();
			return all.flatMap((run) => items(run, 'Next').map(({ json }) => json._id));
		}

		const next: NodeJson = { name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
		const ids = (activities: Activity[]) => activities.map(({ _id }) => _id);

		test('Lemlist Trigger: lemlist calls the webhook process, and each event starts one execution on a worker', async () => {
			const trigger = lemlistNode('Trigger', 'lemlistTrigger', { events: ['emailsReplied'], options: {} });
			const workflow = await saveWorkflow('webhook-trigger', [trigger, next]);
			await activate(workflow);
			const [webhook] = [...lemlist.state.webhooks.values()];
			expect(webhook!.targetUrl.startsWith(`${queue.webhook.url}/webhook/`)).toBe(true);

			const events: Activity[] = [];
			const answers: number[] = [];
			for (let count = 0; count < 5; count++) {
				const beganAt = performance.now();
				const { activity, deliveries } = await happen('emailsReplied');
				answers.push(performance.now() - beganAt);
				expect(deliveries).toMatchObject([{ status: 200 }]);
				events.push(activity);
			}
			expect((await happen('emailsSent')).deliveries).toEqual([]);
			expect((await activitiesOf(workflow, events.length)).sort()).toEqual(ids(events).sort());
			await deactivate(workflow);
			expect(lemlist.state.webhooks.size).toBe(0);
			numbers.push([
				'webhook: 5 events, executions',
				`5, lemlist answered within ${Math.max(...answers).toFixed(0)} ms`,
			]);
		});

		test('Lemlist Polling Trigger: main looks, and each activity starts a workflow on a worker once', async () => {
			const trigger = lemlistNode('Trigger', 'lemlistPollingTrigger', { events: ['paused'], options: {} });
			const workflow = await saveWorkflow('polling-trigger', [trigger, next]);
			const add = () => lemlist.state.addActivity({ type: 'paused' });
			add();
			// n8n looks once when a workflow is activated, and then every minute.
			await activate(workflow);
			await deactivate(workflow);
			const events = [add(), add(), add()];
			await activate(workflow);
			expect(await activitiesOf(workflow, 1)).toEqual(ids(events));
			await deactivate(workflow);
			numbers.push(['polling: 3 activities, items', '3, each once']);
		});

		test('Stop ends a waiting export on a worker', async () => {
			const campaign = lemlist.state.addCampaign({ exports: { durationMs: FOREVER } });
			const manual: NodeJson = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
			const workflow = await saveWorkflow('stopped', [manual, exportNode(campaign)]);
			const { executionId: id } = await queue.main.rest<{ executionId: string }>(
				'POST',
				`/workflows/${workflow.id}/run`,
				{
					triggerToStartFrom: { name: manual.name },
				},
			);
			const worker = await waitingWorker(id, campaign);
			const beganAt = performance.now();
			await queue.main.rest('POST', `/executions/${id}/stop`, {});
			expect((await ended(id)).status).toBe('canceled');
			numbers.push(['Stop of a waiting export', `canceled after ${secondsSince(beganAt).toFixed(1)} s`]);
			expect(await looksWithin(6 * SECOND, campaign)).toBe(0);
			expect(worker.isRunning()).toBe(true);
		});

		test('Stop of what the webhook process started: n8n shows it as canceled, and whether its worker hears of it is printed', async () => {
			const campaign = lemlist.state.addCampaign({ exports: { durationMs: FOREVER } });
			const parameters = { options: { timeout: 0.5 } };
			const id = await start(await calledWorkflow('stopped-elsewhere', [exportNode(campaign, parameters)]));
			await waitingWorker(id, campaign);
			await queue.main.rest('POST', `/executions/${id}/stop`, {});
			expect((await ended(id)).status).toBe('canceled');
			const looks = await looksWithin(6 * SECOND, campaign);
			numbers.push(['Stop of one begun by a webhook', looks > 0 ? 'canceled, but its worker goes on' : 'canceled']);
		});

		test("The workflow's timeout ends a waiting export on a worker, whether a node follows or not, and its execution is no success", async () => {
			for (const after of [[], [next]]) {
				const campaign = lemlist.state.addCampaign({ exports: { durationMs: FOREVER } });
				const nodes = [{ ...exportNode(campaign), retryOnFail: true, waitBetweenTries: 100 }, ...after];
				const workflow = await calledWorkflow(`timed-out-${after.length}`, nodes, { executionTimeout: 4 });
				const run = await ended(await start(workflow));
				expect(run.status).toBe('canceled');
				expect(run.run.resultData.error?.message).toBe(
					'The workflow was canceled: its timeout of 4 seconds has passed',
				);
				numbers.push(['workflow timeout of 4 s', `canceled after ${run.seconds.toFixed(1)} s`]);
				expect(await looksWithin(2 * SECOND, campaign)).toBe(0);
				expect(startsOf(campaign)).toBe(1);
			}
		});

		test('A killed worker: n8n fails its execution, and the file comes with the ID from the log, without a second export', async () => {
			const campaign = lemlist.state.addCampaign({ exports: { durationMs: 5 * SECOND } });
			const id = await start(await calledWorkflow('killed', [exportNode(campaign)]));
			const worker = await waitingWorker(id, campaign);
			const beganAt = performance.now();
			worker.kill('SIGKILL');
			await worker.ended;
			const replaced = queue.addWorker();
			const lost = await ended(id);
			expect(lost.status).not.toBe('success');
			const message = lost.run.resultData.error?.message;
			numbers.push(
				['killed worker: n8n says', `${lost.status} after ${secondsSince(beganAt).toFixed(0)} s`],
				['', String(message)],
			);

			const [, exportId] =
				new RegExp(`Started lemlist export (\\S+) of campaign ${campaign._id}`).exec(worker.log()) ?? [];
			expect(exportId).toMatch(/^axp_/);
			const resume = exportNode(campaign, { options: { resumeExportId: exportId } });
			const fetched = await ended(await start(await calledWorkflow('fetched', [resume])));
			expect((await fileOf(fetched)).equals(madeOf(campaign))).toBe(true);
			expect(startsOf(campaign)).toBe(1);
			await replaced;
		});

		test('A worker that is asked to end finishes the export that becomes ready in time; one that does not is lost like with a kill', async () => {
			const short = lemlist.state.addCampaign({ exports: { durationMs: 4 * SECOND } });
			const long = lemlist.state.addCampaign({ exports: { durationMs: FOREVER } });
			const [worker, ...others] = queue.workers.filter((each) => each.isRunning());
			const shortRun = await start(await calledWorkflow('short', [exportNode(short)]));
			const longRun = await start(await calledWorkflow('long', [exportNode(long)]));
			const shortWorker = await waitingWorker(shortRun, short);
			const longWorker = await waitingWorker(longRun, long);
			expect([worker, ...others]).toEqual(expect.arrayContaining([shortWorker, longWorker]));

			const beganAt = performance.now();
			const replaced = queue.addWorker();
			for (const each of new Set([shortWorker, longWorker])) each.kill('SIGTERM');
			const finished = await ended(shortRun);
			expect((await fileOf(finished)).equals(madeOf(short))).toBe(true);
			await longWorker.ended;
			const endedAfter = secondsSince(beganAt);
			const lost = await ended(longRun);
			expect(lost.status).not.toBe('success');
			numbers.push(
				['SIGTERM: export of 4 s', `${finished.status}, ${finished.seconds.toFixed(1)} s`],
				[
					`SIGTERM: endless export, grace ${GRACEFUL_SHUTDOWN_S} s`,
					`the worker ended after ${endedAfter.toFixed(0)} s`,
				],
				['', `${lost.status} after ${secondsSince(beganAt).toFixed(0)} s: ${lost.run.resultData.error?.message}`],
			);
			await replaced;
		});
	},
);
