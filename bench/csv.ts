/**
 * Reads CSV files of 1, 10 and 100 MB into n8n items, with our reader and with csv-parse, each in
 * a process of its own, and prints the speed, the longest time the event loop stood still, and how
 * far memory (resident set) rose above what the process held with the file. Best of three runs.
 *
 * Run: npx tsx bench/csv.ts
 */
import { execFileSync } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';

import { readCsvRows } from '../nodes/shared/csv/rows';

const MEGABYTE = 1e6;
const RUNS = 3;
const OURS = 'n8n-nodes-lemlist';
const CHUNK_LENGTH = 64 * 1024; // as a socket gives
const BLOCK_LIMIT_MS = 50;
const DELAY_RESOLUTION_MS = 1;
const CSV_PARSE_OPTIONS = { bom: true, columns: true, skipEmptyLines: true } as const;

type Item = { json: unknown; pairedItem: { item: number } };
type Figures = { items: number; ms: number; blockMs: number; peakMb: number };

/** Makes the cells of one row; `random(n)` gives an integer below n. */
type RowMaker = (random: (below: number) => number) => string[];

const SHAPES = {
	/** The columns of a lemlist lead export; every fourth row has quoted cells with umlauts. */
	leads: (random) => {
		const first = `J${random(1e9).toString(36)}`;
		const last = random(4) ? `Martin${random(5e3)}` : `Müller${random(5e3)}`;
		const domain = `example${random(1e4)}.com`;
		const isPlain = last.startsWith('Martin');
		return [
			'deliverable',
			`${first}.${last}@${domain}`,
			first,
			last,
			'',
			`+49 ${random(1e9)}`,
			`https://www.linkedin.com/in/${first}-${random(1e9)}`,
			'Europe/Berlin',
			isPlain ? `Company ${random(1e4)}` : `"Company ${random(1e4)}, Inc."`,
			domain,
			isPlain ? `Hi ${first}` : `"Hi ${first},\r\nI saw ""${last}"" and liked it"`,
			'emailsSent',
			'inProgress',
			`lea_${random(1e9).toString(36)}${random(1e9).toString(36)}`,
			String(random(9)),
		];
	},
	narrow: (random) => [String(random(1e9)), random(1e9).toString(36)],
	wide: (random) => Array.from({ length: 200 }, () => String(random(1e9))),
	quoted: (random) => Array.from({ length: 15 }, () => `"${random(1e9)}, ""${random(1e9)}"""`),
} satisfies Record<string, RowMaker>;

const READERS = {
	[OURS]: async (file: Buffer, pairedItem: { item: number }) => {
		const items: Item[] = [];
		for await (const rows of readCsvRows(Readable.from(chunksOf(file)))) {
			for (const json of rows) items.push({ json, pairedItem });
		}
		return items;
	},
	'csv-parse, stream': async (file: Buffer, pairedItem: { item: number }) => {
		const items: Item[] = [];
		const records: AsyncIterable<unknown> = Readable.from(chunksOf(file)).pipe(parse(CSV_PARSE_OPTIONS));
		for await (const json of records) items.push({ json, pairedItem });
		return items;
	},
	'csv-parse, sync': async (file: Buffer, pairedItem: { item: number }) =>
		parseSync(file, CSV_PARSE_OPTIONS).map((json: unknown): Item => ({ json, pairedItem })),
};

function* chunksOf(file: Buffer): Generator<Buffer> {
	for (let from = 0; from < file.length; from += CHUNK_LENGTH) {
		yield file.subarray(from, from + CHUNK_LENGTH);
	}
}

/** A file of whole rows: one megabyte of different rows, over and over. */
function makeFile(megabytes: number, makeRow: RowMaker): Buffer {
	let seed = 1;
	const random = (below: number) => {
		seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
		return Math.floor((seed / 2 ** 32) * below);
	};
	let rows = '';
	while (rows.length < MEGABYTE) rows += `${makeRow(random).join(',')}\r\n`;
	const header = `\ufeff${makeRow(random)
		.map((_, index) => `column ${index}`)
		.join(',')}\r\n`;
	return Buffer.concat([Buffer.from(header), ...Array<Buffer>(megabytes).fill(Buffer.from(rows))]);
}

async function measure(reader: keyof typeof READERS, megabytes: number, shape: keyof typeof SHAPES): Promise<Figures> {
	// A first small file: the code is compiled by then, as in a running n8n.
	await READERS[reader](makeFile(1, SHAPES[shape]), { item: 0 });
	const file = makeFile(megabytes, SHAPES[shape]);
	const delays = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
	delays.enable();
	await wait(50);
	delays.reset();
	await wait(10); // the first tick after a reset only sets the start
	const memoryBefore = process.memoryUsage.rss();
	const start = performance.now();
	const items = await READERS[reader](file, { item: 0 });
	const ms = performance.now() - start;
	await wait(50); // lets the delay of the last turn be recorded
	delays.disable();
	return {
		items: items.length,
		ms,
		blockMs: delays.max / 1e6 - DELAY_RESOLUTION_MS,
		peakMb: (process.resourceUsage().maxRSS * 1024 - memoryBefore) / MEGABYTE,
	};
}

function measureInChild(reader: string, megabytes: number, shape: string): Figures {
	const output = execFileSync(process.execPath, [...process.execArgv, __filename, reader, String(megabytes), shape], {
		encoding: 'utf8',
		timeout: 120_000,
	});
	return JSON.parse(output) as Figures;
}

/** The best of some runs: other programs on the machine only ever make figures worse. */
function best(reader: string, megabytes: number, shape: string): Figures {
	const runs = Array.from({ length: RUNS }, () => measureInChild(reader, megabytes, shape));
	const least = (key: keyof Figures) => Math.min(...runs.map((run) => run[key]));
	return { items: least('items'), ms: least('ms'), blockMs: least('blockMs'), peakMb: least('peakMb') };
}

function compare(megabytes: number, shape: keyof typeof SHAPES, readers = Object.keys(READERS)): void {
	console.log(`\n${megabytes} MB, shape '${shape}'`);
	const all = readers.map((reader) => ({ reader, ...best(reader, megabytes, shape) }));
	const ours = all[0]!;
	for (const { reader, items, ms, blockMs, peakMb } of all) {
		if (items !== ours.items) throw new Error(`${reader} gave ${items} items, not ${ours.items}`);
		console.log(
			[
				reader.padEnd(18),
				`${(megabytes / (ms / 1e3)).toFixed(0).padStart(4)} MB/s`,
				`(${(ours.ms / ms).toFixed(2)} of our speed)`,
				`block ${blockMs.toFixed(0).padStart(5)} ms`,
				`memory +${peakMb.toFixed(0).padStart(4)} MB`,
				`${items} items`,
			].join('  '),
		);
	}
	const verdict = ours.blockMs < BLOCK_LIMIT_MS ? 'within' : 'ABOVE';
	console.log(`our longest block is ${verdict} ${BLOCK_LIMIT_MS} ms`);
}

async function main(): Promise<void> {
	const [reader, megabytes, shape] = process.argv.slice(2);
	if (reader) {
		const figures = await measure(reader as keyof typeof READERS, Number(megabytes), shape as keyof typeof SHAPES);
		console.log(JSON.stringify(figures));
		return;
	}
	for (const size of [1, 10, 100]) compare(size, 'leads');
	for (const other of ['narrow', 'wide', 'quoted'] as const) compare(100, other, [OURS]);
}

void main();
