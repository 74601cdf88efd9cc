/**
 * A bad day of the Lemlist Trigger, in a real n8n behind a proxy that fails, against the simulator: events that come
 * late and out of order, twice at once and once more much later; n8n started again in between, at times while lemlist's
 * API is down, silent, over its limit or refuses the key; answers 502 before n8n had the call, and after it had. lemlist
 * sends an event again until it is taken. The workflow tells a collector what it was started for. Printed: what was lost,
 * and each event that ran more than once, with the reason. It fails where one has none.
 *
 * Run: npx tsx bench/webhookSoak.ts [events, default 2000] [restarts, default 6] [seed, default 1]
 */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import {
	createServer,
	request as httpRequest,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { type Activity, startSimulator } from '../simulator';
import type { FaultRule } from '../simulator/engine/faults';
import { createRandom } from '../simulator/engine/random';
import { createN8n, type Editor } from '../tools/n8n';
import { freePorts } from '../tools/n8n/environment';
import { packPackage } from '../tools/pack';

const KEY = 'bench-key-0000';
const CREDENTIAL = { id: 'lemlist', name: 'Lemlist account' };
const AT_ONCE = 8;
const MOST_CALLS = 400;
/** So long a run that n8n accepted may take to reach the collector (ms). */
const CUT_BEFORE_MS = 10_000;
const OUTAGES: Array<FaultRule['do'] | undefined> = [
	{ status: 500, body: 'Internal server error' },
	undefined,
	{ status: 429, body: 'Too many requests', headers: { 'retry-after': '30' } },
	'timeout',
	{ status: 401, body: 'The authentication you supplied is incorrect' },
	'html200',
];

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void) {
	const server: Server = createServer(handle).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function textOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/** In front of n8n: fails 5 % of the calls before n8n has them, and 5 % after. */
async function startProxy(n8nPort: number, random: () => number) {
	const failed = { before: 0, after: 0, n8nDown: 0 };
	const proxy = await listen((request, response) => {
		void textOf(request).then((body) => {
			const luck = random();
			const fail = (how: keyof typeof failed) => {
				failed[how] += 1;
				response.writeHead(502).end('Bad gateway');
			};
			if (luck < 0.05) return fail('before');
			const { url: path, method, headers } = request;
			const onward = httpRequest({ host: '127.0.0.1', port: n8nPort, path, method, headers }, (answer) => {
				void textOf(answer).then((text) => {
					if (luck > 0.95) return fail('after');
					response.writeHead(answer.statusCode ?? 500).end(text);
				});
			});
			onward.on('error', () => fail('n8nDown'));
			onward.end(body);
		});
	});
	return { ...proxy, failed };
}

/** Ends n8n as a service manager does: it may finish what runs. Rather than kill it after a while, as the driver does. */
async function stopGently(editor: Editor): Promise<boolean> {
	process.kill(editor.pid, 'SIGTERM');
	const isGentle = await Promise.race([editor.ended.then(() => true), delay(60_000, false)]);
	await editor.stop();
	return isGentle;
}

async function soak(count: number, restarts: number, seed: number): Promise<boolean> {
	const random = createRandom(seed);
	const tarball = await packPackage();
	const started = new Map<string, number>();
	const collector = await listen((request, response) => {
		void textOf(request).then((body) => {
			const id = body.toString();
			started.set(id, (started.get(id) ?? 0) + 1);
			response.end('{}');
		});
	});
	const [port] = (await freePorts(1)) as [number];
	const proxy = await startProxy(port, random);
	const lemlist = await startSimulator({ apiKey: KEY });
	const n8n = await createN8n({ tarball });
	let editor: Editor | undefined;
	const env = { WEBHOOK_URL: `${proxy.url}/` };
	try {
		await n8n.importCredentials([
			{ ...CREDENTIAL, type: 'lemlistAccountApi', data: { apiKey: KEY, baseUrl: lemlist.baseUrl } },
		]);
		editor = await n8n.start({ port, env });
		const workflow = await editor.rest<{ id: string; versionId: string }>('POST', '/workflows', {
			name: 'Soak',
			nodes: [
				{
					id: 'trigger',
					name: 'Trigger',
					type: 'n8n-nodes-lemlist.lemlistTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: { events: ['all'] },
					credentials: { lemlistAccountApi: CREDENTIAL },
				},
				{
					id: 'tell',
					name: 'Tell',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [200, 0],
					parameters: {
						method: 'POST',
						url: collector.url,
						sendBody: true,
						contentType: 'raw',
						rawContentType: 'text/plain',
						body: '={{ $json._id }}',
					},
				},
			],
			connections: { Trigger: { main: [[{ node: 'Tell', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
		});
		await editor.rest('POST', `/workflows/${workflow.id}/activate`, { versionId: workflow.versionId });

		const unsent: string[] = [];
		/** From when n8n was asked to end until it had, each time. */
		const stops: Array<{ from: number; until: number }> = [];
		const history = new Map<string, string[]>();
		/** What became of the calls for an event, for those that were lost or ran twice. */
		const told = (id: string) => (history.get(id) ?? []).map((line) => `\n      ${line}`).join('');
		/** Events that had a call while n8n was stopping, and those whose last word was n8n's own 200 of a start. */
		const cut = new Set<string>();
		const heldOff = new Set<string>();
		const isStopping = (from: number) => stops.some((stop) => stop.from <= Date.now() && stop.until >= from);
		/** The runs that n8n had accepted shortly before it was asked to end. */
		const accepted = new Map<string, number>();
		const wasCut = (id: string) =>
			cut.has(id) ||
			stops.some(({ from, until }) => {
				const at = accepted.get(id) ?? Infinity;
				return at >= from - CUT_BEFORE_MS && at <= until;
			});
		let calls = 0;
		/** lemlist sends an event until it is taken. */
		const send = async (activity: Activity): Promise<void> => {
			for (let attempt = 1; attempt <= MOST_CALLS; attempt++) {
				const from = Date.now();
				const deliveries = await lemlist.state.webhooks.deliver(activity);
				calls += deliveries.length;
				const isCut = isStopping(from);
				if (isCut) cut.add(activity._id);
				const lines = history.get(activity._id) ?? [];
				history.set(activity._id, lines);
				for (const { status, answer } of deliveries) {
					if (answer.includes('Workflow was started')) accepted.set(activity._id, Date.now());
					if (status === 200 && answer.includes('n8n is starting up')) heldOff.add(activity._id);
					const line = `${status ?? 'no answer'} ${answer.slice(0, 80).replace(/\s+/g, ' ')}${isCut ? ' (n8n was stopped)' : ''}`;
					if (!lines.at(-1)?.endsWith(line)) lines.push(`${new Date(from).toISOString()} ${line}`);
				}
				if (deliveries.length > 0 && deliveries.every(({ status = 0 }) => status >= 200 && status < 300)) return;
				await delay(Math.min(2_000, 50 * attempt));
			}
			unsent.push(activity._id);
		};

		const events = Array.from({ length: count }, () =>
			lemlist.state.addActivity({
				type: 'emailsOpened',
				createdAt: new Date(Date.now() - Math.floor(random() * 86_400_000)).toISOString(),
			}),
		);
		const again = events.filter(() => random() < 0.1);
		const atOnce = new Set(events.filter(() => random() < 0.05));
		// What comes much later, sent by itself a second time, comes anywhere behind its first time.
		const queue: Activity[] = [...events];
		const distances = new Map<string, number>();
		for (const event of again) {
			const first = queue.indexOf(event);
			const distance = 1 + Math.floor(random() * Math.min(600, queue.length - first));
			distances.set(event._id, distance);
			queue.splice(first + distance, 0, event);
		}
		const beganAt = Date.now();
		let next = 0;
		let restarting: Promise<void> = Promise.resolve();
		const restart = async (number: number): Promise<void> => {
			const outage = OUTAGES[number % OUTAGES.length];
			if (outage !== undefined) lemlist.faults.add({ on: 'any', times: 'always', do: outage });
			const stop = { from: Date.now(), until: Infinity };
			stops.push(stop);
			const isGentle = editor === undefined || (await stopGently(editor));
			stop.until = Date.now();
			const from = Date.now();
			editor = await n8n.start({ port, env });
			console.log(
				`  restart ${number + 1} (lemlist: ${outage === undefined ? 'well' : JSON.stringify(outage)}) took ${((Date.now() - from) / 1000).toFixed(1)} s${isGentle ? '' : '; n8n had to be killed'}`,
			);
			await delay(8_000);
			lemlist.faults.clear();
		};
		const gap = Math.ceil(queue.length / (restarts + 1));
		const worker = async () => {
			while (next < queue.length) {
				const event = queue[next] as Activity;
				next += 1;
				if (next % gap === 0 && next / gap <= restarts) {
					const number = next / gap - 1;
					restarting = restarting.then(async () => await restart(number));
				}
				await Promise.all(atOnce.has(event) ? [send(event), send(event)] : [send(event)]);
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
		await restarting;
		for (let look = 0; look < 100 && started.size < count; look++) await delay(100);

		const lost = events.filter(({ _id }) => !started.has(_id)).map(({ _id }) => _id);
		const reasonOfLoss = (id: string) => {
			if (heldOff.has(id)) return 'n8n itself answered 200 while it started';
			return wasCut(id) ? 'n8n had accepted the run, and was stopped' : 'unexplained';
		};
		const reasonOfDouble = (id: string) => {
			const distance = distances.get(id) ?? 0;
			if (distance > 500) return `came again ${distance} events later, 500 are remembered`;
			return cut.has(id) ? 'n8n was stopped while it had the call' : 'unexplained';
		};
		const doubles = [...started].filter(([, times]) => times > 1);
		const { failed } = proxy;
		console.log(
			[
				`${count} events, ${again.length} of them sent a second time later, ${atOnce.size} twice at once; ${calls} calls in ${((Date.now() - beganAt) / 1000).toFixed(0)} s; ${restarts} restarts`,
				`calls that failed: ${failed.before} before n8n had them, ${failed.after} after, ${failed.n8nDown} while n8n was down`,
				`started: ${started.size} of ${count}; never taken: ${unsent.length}; lost: ${lost.length}${lost.map((id) => `\n  ${id}: ${reasonOfLoss(id)}${told(id)}`).join('')}`,
				`more than once: ${doubles.length}${doubles.map(([id, times]) => `\n  ${id}: ${times} runs; ${reasonOfDouble(id)}${told(id)}`).join('')}`,
				`webhooks at lemlist at the end: ${lemlist.state.webhooks.size}; deleted on the way: ${lemlist.requestsOf('deleteHook').length}`,
			].join('\n'),
		);
		const reasons = [...lost.map(reasonOfLoss), ...doubles.map(([id]) => reasonOfDouble(id))];
		return unsent.length === 0 && !reasons.includes('unexplained');
	} finally {
		await editor?.stop();
		await n8n.cleanup();
		await lemlist.close();
		for (const { server } of [proxy, collector]) {
			server.closeAllConnections();
			server.close();
		}
		if (process.env.LEMLIST_TARBALL === undefined) rmSync(dirname(tarball), { recursive: true, force: true });
	}
}

const [events = 2000, restarts = 6, seed = 1] = process.argv.slice(2).map(Number);
void soak(events, restarts, seed).then((isWell) => {
	process.exitCode = isWell ? 0 : 1;
});
