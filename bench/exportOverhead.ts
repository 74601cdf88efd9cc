/**
 * What an export takes beyond lemlist's own time, and how many requests: the node Lemlist Export Campaign beside the
 * chain that people build of n8n's own nodes (HTTP Request, Wait of 5 s, HTTP Request, If that loops, HTTP Request), both
 * through n8n's engine against the simulator, which answers after 40 ms. How long lemlist takes for each export is random,
 * half to one and a half times its class, the same for both, and known exactly, because the simulator decides it.
 *
 * All exports of all classes run at once, begun a quarter of a second after one another. Each has a team and an API key of
 * its own, so that none shares a rate limit with another; what they share is the processor, of which a waiting export
 * takes next to nothing.
 *
 * Run: npx tsx bench/exportOverhead.ts [exports of each class, default 20] [classes in s, default 0.3,2,20,120]
 * It takes a quarter of a second for each export and one and a half times the longest class: 4 minutes.
 */
import { type Simulator, startSimulator } from '../simulator';
import { start, workflow, type WorkflowJson } from '../tools/engine';
import { benchmark, markdownTable, median, percent, seconds, wanted, within } from '../tools/figures';
import { chainParts, exportChain } from '../tools/lemlist/exportChain';
import { exportNode, lemlistEngine } from '../tools/lemlist/lemlistEngine';
import { HOW_TO_INSTALL, type OwnNodes, ownNodes } from '../tools/n8n/ownNodes';

const LATENCY_MS = 40;
const WAIT_SECONDS = 5;
const BETWEEN_STARTS_MS = 250;
/** More than any overhead may be. */
const PATIENCE_MS = 60_000;

/** What was measured of one export. */
interface Figures {
	durationMs: number;
	overheadMs: number;
	requests: number;
}

const OURS = 'n8n-nodes-lemlist';
const CHAIN = 'chain of HTTP Request';

let keys = 0;

/** One export, alone with its key. */
async function runOne(lemlist: Simulator, durationMs: number, own: OwnNodes | undefined): Promise<Figures> {
	const apiKey = `overhead-key-${++keys}`;
	const team = lemlist.state.teams.add({ name: apiKey });
	lemlist.state.keys.add(apiKey, team._id);
	const { _id: campaignId } = lemlist.state.addCampaign({ teamId: team._id, exports: { durationMs } });
	const n8n = await lemlistEngine({ baseUrl: lemlist.baseUrl, apiKey }, own && chainParts(own, apiKey));
	const json: WorkflowJson = own
		? exportChain(lemlist.baseUrl, { waitSeconds: WAIT_SECONDS })
		: workflow([start(), exportNode('={{ $json.campaignId }}')]);
	try {
		const beganAt = performance.now();
		const handle = n8n.start(json, { mode: 'trigger', pinnedInput: [{ json: { campaignId } }] });
		const run = await within(durationMs + PATIENCE_MS, 'an export', handle.finished).catch((error: unknown) => {
			handle.cancel();
			throw error;
		});
		const tookMs = performance.now() - beganAt;
		if (run.error) throw new Error(run.error.message);
		if (!run.items(own ? 'Download' : 'Export')[0]?.binary?.data) throw new Error('There is no file');
		const requests = lemlist.requests.filter((request) => request.campaignId === campaignId).length;
		return { durationMs, overheadMs: tookMs - durationMs, requests };
	} finally {
		n8n.close();
	}
}

async function sleep(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}

/** The most that the median may be, for exports of this class. */
function mostOverheadMs(classMs: number): { ms: number; text: string } {
	if (classMs < 5_000) return { ms: 1200, text: 'at most 1.2 s' };
	if (classMs < 60_000) return { ms: 3000, text: 'at most 3 s' };
	return { ms: classMs / 10, text: 'at most 10 %' };
}

async function main([count = '20', classes = '0.3,2,20,120']: string[]): Promise<void> {
	const own = ownNodes();
	if (!own) console.log(HOW_TO_INSTALL);
	const lemlist = await startSimulator({ latencyMs: LATENCY_MS });
	const tasks = classes.split(',').flatMap((name) =>
		// One at random in each part of the range, so that chance leaves no part out.
		Array.from({ length: Number(count) }, (_, index) => {
			const durationMs = Math.round(Number(name) * 1000 * (0.5 + (index + Math.random()) / Number(count)));
			return { name, durationMs };
		}),
	);
	try {
		// Once before, so that n8n's nodes and request helpers are loaded.
		await Promise.all([runOne(lemlist, 0, undefined), own && runOne(lemlist, 0, own)]);
		const candidates: Array<[string, OwnNodes | undefined]> = own
			? [
					[OURS, undefined],
					[CHAIN, own],
				]
			: [[OURS, undefined]];
		// The longest first, and both candidates side by side.
		const inOrder = [...tasks].sort((one, other) => other.durationMs - one.durationMs);
		const all = inOrder.flatMap(({ name, durationMs }) =>
			candidates.map(([candidate, with_]) => ({ name, candidate, durationMs, with_ })),
		);
		const results = await Promise.all(
			all.map(async ({ name, candidate, durationMs, with_ }, index) => {
				await sleep(index * BETWEEN_STARTS_MS);
				return { name, candidate, ...(await runOne(lemlist, durationMs, with_)) };
			}),
		);
		const refused = lemlist.requests.filter(({ status }) => status === 429).length;
		console.log(`${all.length} exports, answers after ${LATENCY_MS} ms, ${refused} requests refused\n`);
		const short = classes.split(',').filter((name) => Number(name) < 5);
		const groups = [...classes.split(',').map((name) => [name]), ...(short.length > 1 ? [short] : [])];
		const rows = groups.flatMap((names) => {
			const classMs = Number(names[0]) * 1000;
			const range = `${classMs / 2000} to ${(Number(names.at(-1)) * 15) / 10} s`;
			// The target holds for all exports under 5 s together.
			const hasTarget = names.length > 1 || short.length < 2 || classMs >= 5_000;
			const of = (candidate: string) =>
				results.filter((one) => names.includes(one.name) && one.candidate === candidate);
			const requestsOf = (candidate: string) => median(of(candidate).map(({ requests }) => requests));
			return candidates.map(([candidate]) => {
				const overheads = of(candidate).map(({ overheadMs }) => overheadMs);
				const share = median(of(candidate).map(({ overheadMs, durationMs }) => overheadMs / durationMs));
				const most = mostOverheadMs(classMs);
				const isOurs = candidate === OURS;
				const isMet = median(overheads) <= most.ms;
				const isFewer = own && requestsOf(OURS) < requestsOf(CHAIN);
				return {
					'An export of': names.length > 1 ? `${range}, both` : range,
					With: candidate,
					'Overhead, median': seconds(median(overheads)),
					'least to most': `${seconds(Math.min(...overheads))} to ${seconds(Math.max(...overheads))}`,
					'of its time': classMs < 60_000 ? '' : percent(share),
					Wanted: isOurs && hasTarget ? wanted(most.text, isMet) : '',
					'Requests, median': requestsOf(candidate),
					'Requests, all': of(candidate).reduce((sum, { requests }) => sum + requests, 0),
					'Requests wanted': isOurs ? wanted('fewer than the chain', isFewer) : '',
				};
			});
		});
		console.log(markdownTable(rows));
	} finally {
		await lemlist.close();
	}
}

benchmark(async () => await main(process.argv.slice(2)));
