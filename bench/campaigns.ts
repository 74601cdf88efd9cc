/**
 * Exports of 1, 10 and 50 campaigns in one execution, with the node Lemlist Export Campaign and with the chain that
 * people build of n8n's own nodes, whose HTTP Request nodes send ten a second (its setting Batching; without it lemlist
 * refuses most of fifty). All through n8n's engine, against the simulator with lemlist's real limit and answers after
 * 40 ms. How long lemlist takes for each campaign is random (a tenth of the slowest to the slowest); the slowest is
 * always among them.
 *
 * Wanted where there are several: at most 1.3 times the slowest one's time, and what the limit needs: its requests (starts, looks and files),
 * at ten a second. Up to twenty go at once, which is not taken off.
 *
 * Run: npx tsx bench/campaigns.ts [numbers of campaigns, default 1,10,50] [the slowest in s, default 20]
 * It takes three times the slowest and a minute for the chain with fifty: 4 minutes.
 */
import { startSimulator } from '../simulator';
import { start, workflow } from '../tools/engine';
import { benchmark, markdownTable, seconds, wanted, within } from '../tools/figures';
import { chainParts, DOWNLOAD, exportChain } from '../tools/lemlist/exportChain';
import { exportNode, lemlistEngine } from '../tools/lemlist/lemlistEngine';
import { HOW_TO_INSTALL, type OwnNodes, ownNodes } from '../tools/n8n/ownNodes';

const LATENCY_MS = 40;
const PER_SECOND = 10;
const PATIENCE_MS = 300_000;
const OURS = 'n8n-nodes-lemlist';

let keys = 0;

interface Figures {
	files: number;
	tookMs: number;
	starts: number;
	looks: number;
	downloads: number;
	refused: number;
	error?: string;
}

/** Exports campaigns that take so long in one execution. */
async function exportAll(durationsMs: readonly number[], own: OwnNodes | undefined): Promise<Figures> {
	const apiKey = `campaigns-key-${++keys}`;
	const lemlist = await startSimulator({ apiKey, latencyMs: LATENCY_MS });
	const n8n = await lemlistEngine({ baseUrl: lemlist.baseUrl, apiKey }, own && chainParts(own, apiKey));
	try {
		const pinnedInput = durationsMs.map((durationMs) => ({
			json: { campaignId: lemlist.state.addCampaign({ exports: { durationMs } })._id },
		}));
		const json = own
			? exportChain(lemlist.baseUrl, { batchSize: PER_SECOND })
			: workflow([start(), exportNode('={{ $json.campaignId }}')]);
		const beganAt = performance.now();
		const handle = n8n.start(json, { mode: 'trigger', pinnedInput });
		const run = await within(PATIENCE_MS, 'the exports', handle.finished).finally(() => handle.cancel());
		const tookMs = performance.now() - beganAt;
		// The chain downloads in each pass of its loop those that are done by then.
		const files = run
			.nodeRuns(own ? DOWNLOAD : 'Export')
			.flatMap(({ data }) => data?.main?.[0] ?? [])
			.filter(({ binary }) => binary?.data).length;
		return {
			files,
			tookMs,
			starts: lemlist.requestsOf('start').length,
			looks: lemlist.requestsOf('status').length,
			downloads: lemlist.requestsOf('file').length,
			refused: lemlist.requests.filter(({ status }) => status === 429).length,
			error: run.error?.message,
		};
	} finally {
		n8n.close();
		await lemlist.close();
	}
}

async function main([counts = '1,10,50', slowest = '20']: string[]): Promise<void> {
	const own = ownNodes();
	if (!own) console.log(HOW_TO_INSTALL);
	const slowestMs = Number(slowest) * 1000;
	// Once before, so that n8n's nodes and request helpers are loaded.
	await Promise.all([exportAll([0], undefined), own && exportAll([0], own)]);
	const rows = [];
	for (const count of counts.split(',').map(Number)) {
		const others = Array.from({ length: count - 1 }, () => Math.round(slowestMs * (0.1 + 0.9 * Math.random())));
		const durations = [...others, slowestMs].sort(() => Math.random() - 0.5);
		for (const [name, with_] of [
			[OURS, undefined],
			['chain of HTTP Request', own],
		] as const) {
			if (name !== OURS && !with_) continue;
			const { files, tookMs, starts, looks, downloads, refused, error } = await exportAll(durations, with_);
			const boundMs = 1.3 * slowestMs + ((starts + looks + downloads) / PER_SECOND) * 1000;
			rows.push({
				Campaigns: count,
				With: name,
				Files: files,
				Time: seconds(tookMs),
				Wanted:
					name === OURS && count > 1 ? wanted(`at most ${seconds(boundMs)}`, files === count && tookMs <= boundMs) : '',
				'Times the slowest': (tookMs / slowestMs).toFixed(2),
				Starts: starts,
				Looks: looks,
				Downloads: downloads,
				Refused: refused,
				Error: error,
			});
		}
	}
	console.log(`The slowest takes ${seconds(slowestMs)}, the others a tenth of it to all of it\n`);
	console.log(markdownTable(rows));
}

benchmark(async () => await main(process.argv.slice(2)));
