/**
 * Runs the benchmarks, one after the other, each in a process of its own, and prints how long each took and all of them.
 * They share the processor with nothing else only if you see to it: what depends on time is worth nothing on a machine
 * that is busy.
 *
 * Run: npm run bench, about an hour; npm run bench -- campaigns load … for some of them
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const MINUTE = 60_000;

/** In this order; how long each takes on two cores (min). */
const MINUTES = {
	csv: 5,
	leadCreation: 22,
	exportOverhead: 5,
	campaigns: 4,
	files: 10,
	load: 3,
	company: 14,
} as const;

/** A benchmark that takes so many times as long is ended. */
const PATIENCE = 3;

type Name = keyof typeof MINUTES;

function main(chosen: string[]): void {
	const all = Object.keys(MINUTES) as Name[];
	const unknown = chosen.filter((name) => !all.includes(name as Name));
	if (unknown.length > 0) throw new Error(`No such benchmark: ${unknown.join(', ')}. There are ${all.join(', ')}.`);
	const names = all.filter((name) => chosen.length === 0 || chosen.includes(name));
	const expected = names.reduce((sum, name) => sum + MINUTES[name], 0);
	console.log(`${names.join(', ')}: about ${expected} minutes`);
	const beganAt = Date.now();
	for (const name of names) {
		console.log(`\n## ${name} (about ${MINUTES[name]} minutes)\n`);
		try {
			execFileSync(process.execPath, [...process.execArgv, join(__dirname, `${name}.ts`)], {
				stdio: 'inherit',
				timeout: PATIENCE * MINUTES[name] * MINUTE,
			});
		} catch (error) {
			console.error(`${name} failed: ${(error as Error).message}`);
			process.exitCode = 1;
		}
	}
	console.log(`\nAll of it took ${((Date.now() - beganAt) / MINUTE).toFixed(1)} minutes`);
}

main(process.argv.slice(2));
