import { execFileSync, spawnSync } from 'node:child_process';
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The tarball n8n installs. Needs a build: `npm run build` first (`npm test` does).
 *
 * n8n strips devDependencies and peerDependencies before it installs a community package, and then offers its own
 * n8n-workflow and zod through NODE_PATH. So the package is loaded where exactly these two can be resolved.
 */

const REPOSITORY = join(__dirname, '..', '..');
const HOST_MODULES = ['n8n-workflow', 'zod'];
const CHILD_TIMEOUT_MS = 60_000;

interface Manifest {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

interface Loaded {
	loaded: Array<{ file: string; name: string; milliseconds: number }>;
	resolvable: Record<string, boolean>;
}

interface IconUrl {
	light: string;
	dark: string;
}

interface Listed {
	nodes: Array<{ name: string; iconUrl: IconUrl; codex?: { categories?: string[] } }>;
	credentials: Array<{ name: string; iconUrl: IconUrl; supportedNodes: string[] }>;
}

let scratch: string;
let packageDirectory: string;
let packedFiles: string[];
let packedBytes: number;
let tarballPath: string;
let manifest: Manifest;

/** Runs a script of this folder in a clean environment where only HOST_MODULES are on offer. */
function runChild(script: string, ...args: string[]) {
	return spawnSync(process.execPath, [join(__dirname, script), ...args], {
		encoding: 'utf8',
		timeout: CHILD_TIMEOUT_MS,
		env: {
			PATH: process.env.PATH,
			NODE_PATH: join(scratch, 'host', 'node_modules'),
			N8N_USER_FOLDER: scratch,
			N8N_LOG_LEVEL: 'silent',
		},
	});
}

function outputOf<Output>(script: string, ...args: string[]): Output {
	const { status, stdout, stderr } = runChild(script, ...args);
	if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
	return JSON.parse(stdout) as Output;
}

beforeAll(() => {
	if (!existsSync(join(REPOSITORY, 'dist'))) throw new Error('There is no dist/: run `npm run build` first.');
	scratch = mkdtempSync(join(tmpdir(), 'lemlist-package-'));

	const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
		cwd: REPOSITORY,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: CHILD_TIMEOUT_MS,
	});
	const [tarball] = JSON.parse(packed) as Array<{
		filename: string;
		size: number;
		unpackedSize: number;
		files: Array<{ path: string }>;
	}>;
	if (!tarball) throw new Error('npm pack made no tarball');
	packedFiles = tarball.files.map(({ path }) => path);
	packedBytes = tarball.size;
	process.stdout.write(
		`${tarball.filename}: ${tarball.size / 1000} kB, unpacked ${tarball.unpackedSize / 1000} kB, ${packedFiles.length} files\n`,
	);
	tarballPath = join(scratch, tarball.filename);
	execFileSync('tar', ['-xzf', join(scratch, tarball.filename), '-C', scratch], { timeout: CHILD_TIMEOUT_MS });
	packageDirectory = join(scratch, 'package');
	manifest = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as Manifest;

	for (const module of HOST_MODULES) {
		const link = join(scratch, 'host', 'node_modules', module);
		mkdirSync(dirname(link), { recursive: true });
		symlinkSync(join(REPOSITORY, 'node_modules', module), link, 'dir');
	}
}, CHILD_TIMEOUT_MS * 2);

afterAll(() => {
	if (scratch) rmSync(scratch, { recursive: true, force: true });
});

describe('the packed tarball', () => {
	const ALLOWED = [
		/^package\.json$/,
		/^README\.md$/,
		/^LICENSE$/,
		/^CHANGELOG\.md$/,
		/^dist\/icons\/[\w.-]+\.svg$/,
		/^dist\/(nodes|credentials)\/.+\.js$/,
		/^dist\/nodes\/\w+\/\w+\.node\.json$/,
		/^dist\/nodes\/\w+\/__schema__\/.+\.json$/,
	];

	it('holds the build, the manifest, the readme, the licence and the changelog, and nothing else', () => {
		expect(packedFiles.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)))).toEqual([]);
		expect(packedFiles).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']));
	});

	it('is no larger than half a megabyte', () => {
		expect(packedBytes).toBeLessThan(500_000);
	});

	it('holds no tests', () => {
		expect(packedFiles.filter((file) => /\.(test|spec)\.|(^|\/)(tests?|simulator)\//.test(file))).toEqual([]);
	});

	it('holds every file the manifest names to n8n', () => {
		expect(packedFiles).toEqual(expect.arrayContaining([...manifest.n8n.nodes, ...manifest.n8n.credentials]));
	});

	it('names to n8n every node and credential it holds', () => {
		const classes = packedFiles.filter((file) => /\.(node|credentials)\.js$/.test(file));
		expect(classes.sort()).toEqual([...manifest.n8n.nodes, ...manifest.n8n.credentials].sort());
	});

	it('has no runtime dependencies', () => {
		expect(manifest.dependencies ?? {}).toEqual({});
	});
});

describe('npm, as the README has people use it', () => {
	const install = /npm install (.*)n8n-nodes-lemlist/.exec(readFileSync(join(REPOSITORY, 'README.md'), 'utf8'))?.[1];

	it(
		'installs the one package, and neither compiles nor downloads anything',
		() => {
			const folder = join(scratch, 'nodes');
			mkdirSync(folder);
			const flags = String(install).trim().split(' ');
			execFileSync('npm', ['install', ...flags, '--offline', tarballPath], {
				cwd: folder,
				timeout: CHILD_TIMEOUT_MS,
				stdio: 'pipe',
			});
			const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
			expect(installed).toEqual(['n8n-nodes-lemlist']);
		},
		CHILD_TIMEOUT_MS,
	);
});

describe('the unpacked package, where only n8n-workflow and zod can be resolved', () => {
	it(
		'loads every node and credential class',
		() => {
			const { loaded } = outputOf<Loaded>('loadAlone.js', packageDirectory);

			expect(loaded.map(({ file }) => file)).toEqual([...manifest.n8n.credentials, ...manifest.n8n.nodes]);
			for (const { name } of loaded) expect(name).toMatch(/^(lemlist|qlara)\w*$/);
			const times = loaded.map(({ file, milliseconds }) => `${milliseconds.toFixed(1).padStart(7)} ms  ${file}`);
			process.stdout.write(`Load time of each class, the first one with n8n-workflow:\n${times.join('\n')}\n`);
		},
		CHILD_TIMEOUT_MS,
	);

	it(
		'really is alone: other packages of this repository cannot be resolved',
		() => {
			const { resolvable } = outputOf<Loaded>(
				'loadAlone.js',
				packageDirectory,
				...HOST_MODULES,
				'n8n-core',
				'csv-parse',
			);

			expect(resolvable).toEqual({ 'n8n-workflow': true, zod: true, 'n8n-core': false, 'csv-parse': false });
		},
		CHILD_TIMEOUT_MS,
	);

	it(
		'would fail to load with an import of a development dependency',
		() => {
			const tampered = join(scratch, 'tampered');
			cpSync(packageDirectory, tampered, { recursive: true });
			const [firstNode] = manifest.n8n.nodes;
			appendFileSync(join(tampered, String(firstNode)), "\nrequire('csv-parse/sync');\n");

			const { status, stderr } = runChild('loadAlone.js', tampered);

			expect(status).not.toBe(0);
			expect(stderr).toContain("Cannot find module 'csv-parse/sync'");
		},
		CHILD_TIMEOUT_MS,
	);
});

describe("n8n's package loader", () => {
	let listed: Listed;

	beforeAll(() => {
		listed = outputOf<Listed>('loadWithN8n.js', packageDirectory);
	}, CHILD_TIMEOUT_MS);

	/** n8n serves `icons/<package>/<path in the package>`. */
	const fileOfIcon = (iconUrl: string) => iconUrl.replace(`icons/${manifest.name}/`, '');

	it('lists the nodes and the credentials under their public names', () => {
		const publicNames = manifest.n8n.nodes.map((file) =>
			file.replace(/^.*\/(\w)(\w*)\.node\.js$/, (_all, first: string, rest: string) => first.toLowerCase() + rest),
		);

		expect(listed.nodes.map(({ name }) => name)).toEqual(publicNames);
		expect(listed.credentials.map(({ name }) => name)).toEqual(['lemlistAccountApi', 'qlaraApi']);
	});

	it('offers each credential to every node of its service', () => {
		const offered = listed.credentials.flatMap(({ supportedNodes }) => supportedNodes);
		expect(listed.credentials[0]?.supportedNodes).toEqual(
			listed.nodes.map(({ name }) => name).filter((name) => name.startsWith('lemlist')),
		);
		expect(listed.credentials[1]?.supportedNodes).toEqual(['qlaraExport']);
		expect(offered).toHaveLength(listed.nodes.length);
	});

	it('finds a light and a dark icon file for each', () => {
		for (const { iconUrl } of [...listed.nodes, ...listed.credentials]) {
			expect(packedFiles).toEqual(expect.arrayContaining([fileOfIcon(iconUrl.light), fileOfIcon(iconUrl.dark)]));
			expect(iconUrl.light).not.toBe(iconUrl.dark);
		}
	});

	it('finds the codex of each node', () => {
		for (const { codex } of listed.nodes) expect(codex?.categories).toContain('Sales');
	});
});
