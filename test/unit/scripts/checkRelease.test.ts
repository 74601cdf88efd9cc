import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'release-'));
	mkdirSync(join(folder, 'scripts'));
	cpSync(join(ROOT, 'scripts/checkRelease.mjs'), join(folder, 'scripts/checkRelease.mjs'));
	for (const file of ['package.json', 'package-lock.json']) {
		writeFileSync(join(folder, file), JSON.stringify({ version: '0.2.0' }));
	}
	writeFileSync(join(folder, 'CHANGELOG.md'), '## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const check = (...tag: string[]) => {
	const script = join(folder, 'scripts/checkRelease.mjs');
	return spawnSync(process.execPath, [script, ...tag], { encoding: 'utf8', timeout: 30_000 });
};

describe('The check before a release', () => {
	test('is content when tag, package and changelog name one version', () => {
		expect(check('v0.2.0')).toMatchObject({ status: 0, stderr: '' });
	});

	test.each([
		['another tag', 'v0.3.0', 'package.json has the version 0.2.0'],
		['no version', 'main', 'is no tag of a version'],
		['a version without a section in the changelog', 'v0.3.0', 'CHANGELOG.md has no section "## [0.3.0] - <date>"'],
	])('refuses %s', (_what, tag, message) => {
		const { status, stderr } = check(tag);
		expect(status).toBe(1);
		expect(stderr).toContain(message);
	});
});

test('Workflows use actions by their full commit, and say which version that is', () => {
	const workflows = join(ROOT, '.github/workflows');
	for (const file of readdirSync(workflows)) {
		for (const [line] of readFileSync(join(workflows, file), 'utf8').matchAll(/^.*\buses:.*$/gm)) {
			expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
	}
});
