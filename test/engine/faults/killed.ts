import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { LemlistPollingTrigger } from '../../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node';
import type { WorkflowJson } from '../../../tools/engine';
import { pollContext, saved } from '../triggers/triggerContexts';
import type { FaultClass } from './classes';
import { moment } from './fakeClock';
import type { KilledWork } from './killedProcess';
import { API_KEY, CAMPAIGNS, type FaultWorld, ROWS } from './world';

/** Real moments of a millisecond or more until the process has to have sent everything. */
const MOST_MOMENTS = 50_000;

const trigger = new LemlistPollingTrigger();

/** The workflow of a class with another node's parameters: here, that of an export that was started before. */
function resuming(json: WorkflowJson, resumeExportId: string): WorkflowJson {
	const nodes = json.nodes.map((one) =>
		/Export/.test(one.type) ? { ...one, parameters: { ...one.parameters, options: { resumeExportId } } } : one,
	);
	return { ...json, nodes };
}

/**
 * Kills a process (SIGKILL) in which a request of every class is on its way, looks what was done, and does what a person
 * would do then.
 *
 * @param through lets time pass until work has ended
 * @returns the words for each class; throws where something was lost or done twice
 */
export async function killedCells(
	world: FaultWorld,
	classes: readonly FaultClass[],
	through: <T>(work: Promise<T>) => Promise<T>,
): Promise<Map<string, string>> {
	const { lemlist, qlara, n8n } = world;
	world.reset();
	const campaigns = [...lemlist.state.campaigns.keys()];
	/** Each class has a campaign of its own, by which its requests are told apart. */
	const campaignOf = (name: string) => campaigns[classes.findIndex((one) => one.name === name)]!;
	const ran = classes.filter(({ json }) => json);
	const ofOneCampaign = new Set(['Start', 'Look', 'Download']);
	const staticData: IDataObject = {};
	const look = async () => {
		const credential = { apiKey: API_KEY, baseUrl: lemlist.baseUrl };
		const items = await trigger.poll.call(
			pollContext({ nodeType: trigger, parameters: { events: ['all'] }, credential, staticData }),
		);
		return items?.[0]?.map(({ json }) => json._id) ?? [];
	};
	await through(look());
	const wanted = Array.from({ length: 3 }, () => lemlist.state.addActivity()._id);
	for (const { service, kind, after, name } of classes) {
		const campaignId = ofOneCampaign.has(name) ? campaignOf(name) : undefined;
		// The service does its work, and the answer hangs.
		world[service].faults.add({ on: kind, campaignId, after, times: 'always', do: { stallAfter: 0 } });
	}
	const met = () =>
		[...lemlist.requests, ...qlara.requests].filter(({ fault }) => fault === 'stallAfter').length === classes.length;

	const work: KilledWork = {
		apiKey: API_KEY,
		lemlistUrl: lemlist.baseUrl,
		qlaraUrl: qlara.baseUrl,
		staticData: saved(staticData) as KilledWork['staticData'],
		runs: ran.map(({ json, name }) => ({ json: json!, input: { campaignId: campaignOf(name) } })),
	};
	const temporary = mkdtempSync(join(tmpdir(), 'lemlist-killed-'));
	let log = '';
	try {
		const child = spawn(
			process.execPath,
			['--import', 'tsx', join(__dirname, 'killedProcess.ts'), JSON.stringify(work)],
			{ env: { PATH: process.env.PATH, TMPDIR: temporary, HOME: temporary }, cwd: join(__dirname, '../../..') },
		);
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (log += piece.toString()));
		await untilKilled(child, met).catch((error: unknown) => {
			throw new Error(`${(error as Error).message}. It said: ${log}`);
		});
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
	expect(log).not.toContain(API_KEY);

	for (const { faults } of [lemlist, qlara]) faults.clear();
	const startedOf = (campaignId: string) => {
		const [, id] = new RegExp(`Started lemlist export (\\w+) of campaign ${campaignId}`).exec(log) ?? [];
		return id;
	};
	const run = async (json: WorkflowJson, input: IDataObject = {}) => {
		const ended = await through(n8n.run(json, { pinnedInput: [{ json: input }] }));
		expect(ended.error).toBeUndefined();
		return ended.items('Node');
	};
	const words = new Map<string, string>();
	for (const { name, json } of classes) {
		const campaignId = campaignOf(name);
		switch (name) {
			case 'Read':
			case 'List page':
				expect(await run(json!, { campaignId })).not.toHaveLength(0);
				words.set(name, 'nothing was changed');
				break;
			case 'Write':
				expect(lemlist.state.campaigns.size).toBe(CAMPAIGNS + 1);
				words.set(name, 'sent once; lemlist shows whether it was done');
				break;
			case 'Costly write':
				expect(lemlist.state.enrichments.records.size).toBe(1);
				words.set(name, 'sent once, may be done');
				break;
			case 'Start':
				expect([...lemlist.state.exports.values()].filter((one) => one.campaignId === campaignId)).toHaveLength(1);
				words.set(name, 'sent once, may be done');
				break;
			case 'Look':
			case 'Download': {
				const id = startedOf(campaignId);
				expect(id).toBeDefined();
				expect(await run(resuming(json!, id!), { campaignId })).toHaveLength(ROWS);
				words.set(name, 'the log has the ID; the file comes by it');
				break;
			}
			case 'Link': {
				const [, id] = /Started Qlara export (\w+)/.exec(log) ?? [];
				expect(id).toBeDefined();
				expect(await run(resuming(json!, id!))).toHaveLength(ROWS);
				words.set(name, 'the log has the ID; the file comes by it');
				break;
			}
			case 'Poll':
				expect(await through(look())).toEqual(wanted);
				expect(await through(look())).toEqual([]);
				words.set(name, 'the next look gives all');
				break;
		}
	}
	// Nothing was started again.
	expect(lemlist.state.exports.size).toBe(ofOneCampaign.size);
	expect(qlara.state.exports.size).toBe(1);
	return words;
}

async function untilKilled(child: ChildProcess, met: () => boolean): Promise<void> {
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	let isOver = false;
	void ended.then(() => (isOver = true));
	try {
		for (let moments = 0; !met(); moments++) {
			if (isOver || moments > MOST_MOMENTS) throw new Error('The process did not send its requests');
			await moment();
			// The services' clock, so that exports end.
			await jest.advanceTimersByTimeAsync(20);
		}
	} finally {
		child.kill('SIGKILL');
		await ended;
	}
}
