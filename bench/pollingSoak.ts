/**
 * The polling trigger through bad days, with lemlist's clock moved by hand:
 *
 * soak     20,000 activities, three in ten of them up to 24 hours late; duplicates in pages, restarts of n8n (only what it
 *          saved is left), new names of the node, outages, 5xx, web pages, broken connections and 429s. Each has to come
 *          exactly once.
 * backlog  100,000 activities that wait when n8n starts.
 *
 * Run: npx tsx bench/pollingSoak.ts [soak|backlog …]. Default: both, about 5 minutes.
 */
import { LemlistAccountApi } from '../credentials/LemlistAccountApi.credentials';
import { LemlistPollingTrigger } from '../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node.ts';
import { createManualClock, type Simulator, startSimulator } from '../simulator';
import { createRandom } from '../simulator/engine/random';
import { Poller } from '../tools/engine/poller';
import { acquireRuntime, releaseRuntime } from '../tools/engine/runtime';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const API_KEY = 'bench-key';
const SOAK_ACTIVITIES = 20_000;
const BACKLOG = 100_000;

// Requests that are sent again are so at once; what this run leaves to chance has a source of its own.
Math.random = () => 0;

let keys = 0;

/** Another key of the same team, so that no look waits in real time for the limit that the one before used up. */
function newKey(lemlist: Simulator): string {
	return lemlist.state.addKey(`${API_KEY}-${++keys}`, lemlist.state.team._id).key;
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

const number = (value: number) => value.toLocaleString('en');
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function createWorld() {
	const lemlist = await startSimulator({ apiKey: API_KEY, rateLimit: false, clock: createManualClock() });
	const n8n = new Poller({
		nodeType: new LemlistPollingTrigger(),
		credentialType: new LemlistAccountApi(),
		credential: () => ({ apiKey: newKey(lemlist), baseUrl: lemlist.baseUrl }),
		parameters: { events: ['all'] },
	});
	return { lemlist, n8n };
}

/** A way in which a request fails. 429: so soon over that nothing has to wait. */
function breakSomething(lemlist: Simulator, chance: number): void {
	const ways = [
		{ status: 500, body: 'Something broke' },
		{ status: 503, body: 'Unavailable' },
		{ status: 429, body: 'Too many requests', headers: { 'retry-after': '0.001' } },
		'html200',
		'reset',
		'empty200',
	] as const;
	const what = ways[Math.floor(chance * ways.length)] as (typeof ways)[number];
	lemlist.faults.add({ on: 'activities', after: Math.floor(chance * 100) % 3, times: 4, do: what });
}

interface Coming {
	visibleAt: number;
	createdAt: number;
}

/** Three in ten are late, by up to 24 hours; half of all are dated in whole seconds. */
function comings(random: () => number, from: number): Coming[] {
	return Array.from({ length: SOAK_ACTIVITIES }, () => {
		const visibleAt = from + random() * DAY;
		const late = random() < 0.3 ? random() * DAY : random() * MINUTE;
		const createdAt = Math.round(visibleAt - late);
		return { visibleAt, createdAt: random() < 0.5 ? createdAt : Math.floor(createdAt / 1_000) * 1_000 };
	}).sort((a, b) => a.visibleAt - b.visibleAt);
}

async function soak(): Promise<boolean> {
	const { lemlist, n8n } = await createWorld();
	const random = createRandom(7);
	const { activities } = lemlist.state;
	const given = new Map<string, number>();
	const sizes = { data: 0, look: 0 };
	let [restarts, renames, errors, outageUntil] = [0, 0, 0, 0];
	const take = (items: Array<{ _id?: unknown }>) => {
		for (const { _id } of items) given.set(String(_id), (given.get(String(_id)) ?? 0) + 1);
		sizes.look = Math.max(sizes.look, items.length);
		sizes.data = Math.max(sizes.data, JSON.stringify(n8n.saved).length);
	};

	take(await n8n.activate());
	const queue = comings(random, lemlist.clock.now());
	const ids = new Set<string>();
	for (let minute = 0; minute < (DAY + 4 * HOUR) / MINUTE; minute++) {
		lemlist.clock.advance(MINUTE);
		const now = lemlist.clock.now();
		while (queue[0] && queue[0].visibleAt <= now) {
			const { createdAt } = queue.shift() as Coming;
			const activity = lemlist.state.addActivity({ createdAt: new Date(createdAt).toISOString() });
			ids.add(activity._id);
			// lemlist lists it twice.
			if (random() < 0.01) activities.push(activity);
		}
		const isLate = minute > DAY / MINUTE;
		if (!isLate && random() < 0.004) outageUntil = now + random() * HOUR;
		lemlist.faults.clear();
		if (now < outageUntil) {
			lemlist.faults.add({ on: 'activities', times: 'always', do: { status: 500, body: 'Down' } });
		} else if (!isLate && random() < 0.08) {
			breakSomething(lemlist, random());
		}
		try {
			if (random() < 0.01) {
				restarts++;
				if (random() < 0.5) n8n.name = `Trigger ${++renames}`;
				take(await n8n.restart());
			} else {
				take(await n8n.poll());
			}
		} catch {
			errors++;
		}
	}
	const lost = [...ids].filter((id) => !given.has(id)).length;
	const doubled = [...given.values()].filter((times) => times > 1).length;
	const requests = lemlist.requestsOf('activities').length;
	const looks = (DAY + 4 * HOUR) / MINUTE;
	print(`soak: ${number(ids.size)} activities in 24 h, up to 24 h late; ${restarts} restarts, ${renames} new names`);
	print(`  given exactly once: ${number(ids.size - lost - doubled)}; lost: ${lost}; twice: ${doubled}`);
	print(`  ${number(requests)} requests in ${number(looks)} looks; looks that said an error: ${errors}`);
	print(`  most in one look: ${sizes.look}; static data at most ${number(sizes.data)} bytes`);
	await lemlist.close();
	return lost === 0 && doubled === 0;
}

async function backlog(): Promise<boolean> {
	const { lemlist, n8n } = await createWorld();
	const add = (count: number) => {
		for (let index = 0; index < count; index++) {
			lemlist.clock.advance(864);
			lemlist.state.addActivity({});
		}
	};
	add(200);
	await n8n.activate();
	lemlist.clock.advance(HOUR);
	add(BACKLOG);
	const before = lemlist.requestsOf('activities').length;
	const sent = () => lemlist.requestsOf('activities').length - before;
	const memory = process.memoryUsage().rss;

	const startedAt = performance.now();
	const first = await n8n.restart();
	print(
		`backlog of ${number(BACKLOG)}: activation ${Math.round(performance.now() - startedAt)} ms, ${sent()} requests`,
	);
	const given = new Set(first.map(({ _id }) => _id));
	let [executions, most, data, peak, ordered, latest] = [first.length > 0 ? 1 : 0, 0, 0, 0, true, ''];
	while (given.size < BACKLOG) {
		lemlist.clock.advance(1);
		const items = await n8n.poll();
		if (items.length === 0) break;
		executions++;
		for (const { _id, createdAt } of items) {
			given.add(_id);
			ordered &&= String(createdAt) >= latest;
			latest = String(createdAt);
		}
		most = Math.max(most, JSON.stringify(items).length);
		data = Math.max(data, JSON.stringify(n8n.saved).length);
		peak = Math.max(peak, process.memoryUsage().rss);
	}
	print(
		`  ${number(given.size)} given, oldest first: ${ordered ? 'yes' : 'NO'}; ${executions} executions, ${sent()} requests`,
	);
	print(`  largest execution ${megabytes(most)}; static data at most ${number(data)} bytes`);
	print(`  memory ${megabytes(memory)} with the backlog in the simulator, at most ${megabytes(peak)} while reading`);
	await lemlist.close();
	return given.size === BACKLOG && ordered;
}

async function main(): Promise<void> {
	const parts = { soak, backlog };
	const wanted = process.argv.slice(2);
	await acquireRuntime();
	let isGood = true;
	for (const [name, part] of Object.entries(parts)) {
		if (wanted.length === 0 || wanted.includes(name)) isGood = (await part()) && isGood;
	}
	await releaseRuntime();
	if (!isGood) process.exitCode = 1;
}

void main();
