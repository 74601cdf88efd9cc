import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { duration, installProgress, withProgress } from '../../../../tools/n8n/progress';

describe('How far an installation is', () => {
	const directory = mkdtempSync(join(tmpdir(), 'progress-'));
	afterAll(() => rmSync(directory, { recursive: true }));

	test('counts the packages that are there, without those that other platforms or developers need', () => {
		const packages = {
			'': {},
			'node_modules/a': {},
			'node_modules/a/node_modules/b': {},
			'node_modules/made-but-empty': {},
			'node_modules/for-macs': { optional: true },
			'node_modules/for-developers': { dev: true },
		};
		writeFileSync(join(directory, 'package-lock.json'), JSON.stringify({ packages }));
		for (const path of Object.keys(packages)) mkdirSync(join(directory, path), { recursive: true });
		for (const path of ['node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/for-macs']) {
			writeFileSync(join(directory, path, 'package.json'), '{}');
		}
		expect(installProgress(directory)).toEqual({ installed: 2, total: 3 });
	});

	test('is said every 15 seconds, and no more when it is over', async () => {
		jest.useFakeTimers();
		const said: string[] = [];
		let installed = 0;
		const work = new Promise<string>((resolve) => setTimeout(() => resolve('done'), 70_000));
		const result = withProgress(
			work,
			(line) => said.push(line),
			() => `${++installed} of 9`,
		);
		await jest.advanceTimersByTimeAsync(70_000);
		expect(await result).toBe('done');
		await jest.advanceTimersByTimeAsync(60_000);
		expect(said).toEqual(['  15 s: 1 of 9', '  30 s: 2 of 9', '  45 s: 3 of 9', '  1 min 0 s: 4 of 9']);
		jest.useRealTimers();
	});

	test('is told in minutes where it takes some', () => {
		expect([duration(4_400), duration(125_000)]).toEqual(['4 s', '2 min 5 s']);
	});
});
