/**
 * How the nodes do in company, in one run through n8n's engine against the simulator with lemlist's real limit:
 * an export and the editor's campaign list beside executions with 700 and 10,000 leads; 1,000 leads at several
 * latencies; three executions on one key; two processes on one key; and ten thousand items (blocks of the event loop,
 * Stop, memory).
 *
 * Run: npx tsx bench/company.ts [part …]; parts: export, leads, three, two, items. Default: all, about 12 minutes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';

import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { LemlistAccountApi } from '../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../nodes/Lemlist/Lemlist.node.ts';
import { searchCampaigns } from '../nodes/shared/lemlist/campaigns';
import { type Simulator, startSimulator } from '../simulator';
import { type Engine, node, start, workflow, type WorkflowJson } from '../tools/engine';
import { createLeads, ourCandidate } from '../tools/leadCreation';
import { chosen, exportNode, LEMLIST, lemlistEngine } from '../tools/lemlist/lemlistEngine';

const KEY = 'bench-key';

interface World {
	lemlist: Simulator;
	n8n: Engine;
	campaignId: string;
}

/** A key of its own for each world: a key keeps its limiter for the life of the process. */
let worlds = 0;

async function createWorld(latencyMs: number | (() => number) = 40): Promise<World> {
	const apiKey = `${KEY}-${++worlds}`;
	const lemlist = await startSimulator({ apiKey, latencyMs, exports: { durationMs: 1200 } });
	return {
		lemlist,
		n8n: await lemlistEngine({ baseUrl: lemlist.baseUrl, apiKey }),
		campaignId: lemlist.state.addCampaign()._id,
	};
}

async function end({ lemlist, n8n }: World): Promise<void> {
	n8n.close();
	await lemlist.close();
}

function leadWorkflow(campaignId: string): WorkflowJson {
	const parameters = {
		resource: 'lead',
		operation: 'create',
		campaignId: chosen(campaignId),
		email: '={{ $json.email }}',
	};
	return workflow([start(), node('Create', LEMLIST, parameters as never, { onError: 'continueRegularOutput' })]);
}

const exportWorkflow = (campaignId: string) => workflow([start(), exportNode(campaignId)]);

let people = 0;
const leads = (count: number) =>
	Array.from({ length: count }, () => ({ json: { email: `lead${++people}@example.com` } }));

async function sleep(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
	const beganAt = performance.now();
	await work();
	return (performance.now() - beganAt) / 1000;
}

function print(what: string, figures: string): void {
	console.log(`${what.padEnd(46)} ${figures}`);
}

/** The list search of the campaign locator, as the editor calls it. */
async function listCampaigns({ lemlist }: World, apiKey: string): Promise<void> {
	const credential = { apiKey, baseUrl: lemlist.baseUrl };
	const { authenticate } = new LemlistAccountApi();
	const context = {
		getCredentials: async () => credential,
		getNode: () => ({ name: 'Lemlist', type: LEMLIST, typeVersion: 1 }),
		helpers: {
			async httpRequestWithAuthentication(_type: string, options: { url: string; qs?: Record<string, string> }) {
				if (typeof authenticate !== 'function') throw new Error('The credential signs by a function');
				const signed = await authenticate(credential, options as never);
				const url = `${options.url}?${new URLSearchParams(options.qs)}`;
				const response = await fetch(url, { headers: signed.headers as Record<string, string> });
				return {
					statusCode: response.status,
					headers: Object.fromEntries(response.headers),
					body: await response.text(),
				};
			},
		},
	} as unknown as ILoadOptionsFunctions;
	const { results } = await searchCampaigns.call(context);
	if (results.length === 0) throw new Error('The list is empty');
}

async function exportInCompany(): Promise<void> {
	let alone = 0;
	for (const beside of [0, 700, 10_000]) {
		const world = await createWorld();
		const apiKey = `${KEY}-${worlds}`;
		const { n8n, campaignId } = world;
		const busy =
			beside > 0 ? n8n.start(leadWorkflow(campaignId), { mode: 'trigger', pinnedInput: leads(beside) }) : undefined;
		await sleep(busy ? 3000 : 0);
		const exports: number[] = [];
		const lists: number[] = [];
		for (let time = 0; time < 5; time++) {
			exports.push(await seconds(async () => await n8n.run(exportWorkflow(campaignId))));
			lists.push(await seconds(async () => await listCampaigns(world, apiKey)));
		}
		busy?.cancel();
		await busy?.finished;
		const longest = Math.max(...exports);
		if (!beside) alone = Math.max(...exports);
		const more = beside ? `, ${(longest - alone).toFixed(1)} s more than alone` : '';
		print(
			beside ? `export of 1.2 s beside ${beside} leads` : 'export of 1.2 s alone',
			`${longest.toFixed(1)} s at most of 5${more}; campaign list ${Math.max(...lists).toFixed(2)} s at most`,
		);
		await end(world);
	}
}

async function leadsAtLatencies(): Promise<void> {
	const mixed = () => 200 + Math.random() * 1300;
	for (const [name, latencyMs] of [
		['40 ms', 40],
		['250 ms', 250],
		['200 to 1,500 ms', mixed],
	] as const) {
		const {
			created,
			lost,
			refusals,
			share,
			seconds: took,
		} = await createLeads(ourCandidate(new Lemlist(), new LemlistAccountApi()), 1000, latencyMs);
		print(
			`1,000 leads at ${name}`,
			`${took.toFixed(1)} s, ${(share * 100).toFixed(1)} % of the limit, ${created} created, ${lost} lost, ${refusals} answers 429`,
		);
	}
}

async function threeExecutions(): Promise<void> {
	const world = await createWorld();
	const { lemlist, n8n, campaignId } = world;
	const beganAt = performance.now();
	const took = await Promise.all(
		[300, 300, 300].map(async (count) => {
			await n8n.run(leadWorkflow(campaignId), { mode: 'trigger', pinnedInput: leads(count) });
			return (performance.now() - beganAt) / 1000;
		}),
	);
	const last = Math.max(...took);
	// At the moment when the first was done, each should have had a third.
	const share = (900 - 20) / 10 / last;
	const unfair = Math.max(...took.map((one) => Math.abs(one - last) / last));
	print(
		'three executions of 300 leads on one key',
		`${took.map((one) => one.toFixed(1)).join(', ')} s, ${(share * 100).toFixed(1)} % of the limit, at most ${(unfair * 100).toFixed(1)} % from the fair share, ${lemlist.requests.filter(({ status }) => status === 429).length} answers 429`,
	);
	await end(world);
}

/** Another process with the same key: creates leads and says how long it took. */
async function otherProcess(lemlist: Simulator, apiKey: string, campaignId: string, count: number): Promise<number> {
	const child = fork(__filename, ['--child', lemlist.baseUrl, apiKey, campaignId, String(count)], {
		execArgv: ['--import', 'tsx'],
	});
	const [took] = (await once(child, 'message')) as [number];
	await once(child, 'exit');
	return took;
}

async function child([baseUrl, apiKey, campaignId, count]: string[]): Promise<void> {
	const n8n = await lemlistEngine({ baseUrl: baseUrl!, apiKey: apiKey! });
	const took = await seconds(
		async () =>
			await n8n.run(leadWorkflow(campaignId!), {
				mode: 'trigger',
				pinnedInput: Array.from({ length: Number(count) }, (_, index) => ({
					json: { email: `p${process.pid}-${index}@example.com` },
				})),
			}),
	);
	n8n.close();
	process.send!(took);
	process.disconnect();
}

async function twoProcesses(): Promise<void> {
	for (const latencyMs of [40, 250]) {
		const world = await createWorld(latencyMs);
		const apiKey = `${KEY}-${worlds}`;
		const both = await Promise.all(
			[0, 1].map(async () => await otherProcess(world.lemlist, apiKey, world.campaignId, 500)),
		);
		const { requests } = world.lemlist;
		const refused = requests.filter(({ status }) => status === 429).length;
		// As long as both run: then the other has the limit for itself.
		const togetherMs = Math.min(...both) * 1000;
		const until = Math.min(...requests.map(({ at }) => at)) + togetherMs;
		const together = requests.filter(({ at, status }) => at < until && status !== 429).length;
		print(
			`two processes, 500 leads each, ${latencyMs} ms`,
			`${both.map((one) => one.toFixed(1)).join(', ')} s, ${(((together - 20) / togetherMs) * 10_000).toFixed(1)} % of the limit, ${world.lemlist.state.leads.size} created, ${refused} of ${requests.length} refused (1 in ${(requests.length / Math.max(1, refused)).toFixed(0)})`,
		);
		await end(world);
	}
	const world = await createWorld();
	const apiKey = `${KEY}-${worlds}`;
	const large = otherProcess(world.lemlist, apiKey, world.campaignId, 1400);
	await sleep(15_000);
	const took: number[] = [];
	for (let time = 0; time < 3; time++) took.push(await otherProcess(world.lemlist, apiKey, world.campaignId, 20));
	await large;
	const { requests } = world.lemlist;
	const refused = requests.filter(({ status }) => status === 429).length;
	print(
		'20 leads in a process beside one with 1,400',
		`${took.map((one) => one.toFixed(1)).join(', ')} s; ${refused} of ${requests.length} refused`,
	);
	await end(world);
}

async function tenThousandItems(): Promise<void> {
	const world = await createWorld();
	const { n8n, campaignId } = world;
	const input = leads(10_000);
	globalThis.gc?.();
	const before = process.memoryUsage().rss;
	// In processor time, so that other processes of the machine make no turn longer.
	let longest = 0;
	let isWatching = true;
	let last = process.cpuUsage();
	const turn = () => {
		const used = process.cpuUsage(last);
		last = process.cpuUsage();
		longest = Math.max(longest, (used.user + used.system) / 1000);
		if (isWatching) setImmediate(turn);
	};
	setImmediate(turn);
	const run = n8n.start(leadWorkflow(campaignId), { mode: 'trigger', pinnedInput: input });
	// n8n-core itself copies the items before and after the node: only the time between is ours.
	await sleep(1000);
	longest = 0;
	await sleep(15_000);
	const blocked = longest;
	isWatching = false;
	const added = (process.memoryUsage().rss - before) / 1e6;
	const stop = await seconds(async () => {
		run.cancel();
		await run.finished;
	});
	const asked = world.lemlist.requests.length;
	await sleep(3000);
	print(
		'10,000 items',
		`longest block ${blocked.toFixed(0)} ms, Stop after ${(stop * 1000).toFixed(0)} ms and ${world.lemlist.requests.length - asked} requests more, ${added.toFixed(0)} MB more`,
	);
	await end(world);
}

const parts: Record<string, () => Promise<void>> = {
	export: exportInCompany,
	leads: leadsAtLatencies,
	three: threeExecutions,
	two: twoProcesses,
	items: tenThousandItems,
};

async function main([first, ...rest]: string[]): Promise<void> {
	if (first === '--child') return await child(rest);
	const chosenParts = first === undefined ? Object.keys(parts) : [first, ...rest];
	for (const part of chosenParts) await parts[part]!();
}

void main(process.argv.slice(2));
