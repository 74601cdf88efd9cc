/**
 * Runs n8n's community package scanner offline, on what it looks at after a release: the sources of the commit, and
 * the tarball of the registry (here: of `npm pack`, so dist/ must be built). Exits 1 on any finding: the scanner lets
 * warnings pass, this package has none.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzePackage, buildScanConfig, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

/** What the scanner lints in a published tarball. */
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];

const PACK_TIMEOUT_MS = 60_000;

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), 'lemlist-scan-'));

/**
 * Packs the repository as `npm publish` would and unpacks the tarball.
 * @returns {{ directory: string, files: { path: string }[], size: number, unpackedSize: number }} sizes in bytes
 */
function packAndUnpack() {
	const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
		cwd: repository,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: PACK_TIMEOUT_MS,
	});
	const [packed] = JSON.parse(output);
	execFileSync('tar', ['-xzf', join(scratch, packed.filename), '-C', scratch], { timeout: PACK_TIMEOUT_MS });
	return { ...packed, directory: join(scratch, 'package') };
}

/** The scanner's own verdict says nothing about warnings, so they come from a second run with its rules. */
async function findWarnings(directory, patterns) {
	const eslint = new ESLint({
		cwd: directory,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(patterns);
	const warnings = results.filter(({ warningCount }) => warningCount > 0);
	const formatter = await eslint.loadFormatter('stylish');
	return { linted: results.length, warnings: warnings.length, report: await formatter.format(warnings) };
}

/** One leg of the scan; prints its findings and says whether there were none. */
async function scan(title, directory, patterns) {
	const verdict = await analyzePackage(directory, patterns);
	const { linted, warnings, report } = await findWarnings(directory, patterns);
	// Without a node and the manifest something is missing, and "no findings" would mean nothing.
	const clean = verdict.passed && warnings === 0 && linted >= 2;
	console.log(`${clean ? 'passed' : 'FAILED'}  ${title} (${linted} files)`);
	if (!verdict.passed) console.log(verdict.details ?? verdict.message);
	else if (warnings > 0) console.log(report);
	else if (linted < 2) console.log('No compiled or source files found: build first.');
	return clean;
}

try {
	const tarball = packAndUnpack();
	const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
	console.log(
		`${tarball.files.length} files in the tarball, ${kilobytes(tarball.size)} packed, ${kilobytes(tarball.unpackedSize)} unpacked`,
	);
	const sourcesClean = await scan('sources', repository, SOURCE_FILE_PATTERNS);
	const tarballClean = await scan('packed tarball', tarball.directory, TARBALL_FILE_PATTERNS);
	process.exitCode = sourcesClean && tarballClean ? 0 : 1;
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
