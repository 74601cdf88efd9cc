/**
 * `node scripts/checkRelease.mjs v0.2.0`: ends with an error unless package.json, package-lock.json and a dated section
 * of CHANGELOG.md all have the version of the tag. The release workflow asks before it publishes.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? '.', '..');
const read = (file) => readFileSync(resolve(root, file), 'utf8');

const tag = process.argv[2] ?? '';
const version = tag.replace(/^v/, '');
const problems = [];
if (!/^v\d+\.\d+\.\d+$/.test(tag)) problems.push(`"${tag}" is no tag of a version, such as v0.2.0`);
for (const file of ['package.json', 'package-lock.json']) {
	const found = JSON.parse(read(file)).version;
	if (found !== version) problems.push(`${file} has the version ${found}`);
}
const heading = read('CHANGELOG.md')
	.split('\n')
	.some((line) => line.startsWith(`## [${version}] - 20`));
if (!heading) problems.push(`CHANGELOG.md has no section "## [${version}] - <date>"`);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
