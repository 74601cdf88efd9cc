import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { makeCertificate, type Proxy, startProxy } from '../interception';
import { runOrThrow, startInGroup, stopGroup } from '../n8n/childProcess';
import { freePorts, n8nFolder } from '../n8n/environment';
import { ensureVerdaccio } from '../n8n/install';

/** The registry that n8n installs packages from. Another one takes a licence of n8n. */
const NPM_HOST = 'registry.npmjs.org';
const PUBLISHER = { name: 'publisher', password: 'only-for-tests' };
const READY_TIMEOUT_MS = 60_000;
const COMMAND_TIMEOUT_MS = 120_000;

/** A registry of npm packages on this computer that holds what is published to it, and nothing else. */
export interface Registry {
	/** Publishes a tarball made by `npm pack`; its version becomes the latest. */
	publish(tarball: string): Promise<void>;
	/**
	 * Makes an n8n take this registry for registry.npmjs.org, and reach no other host by https.
	 * @returns the environment that this n8n is to be started with
	 */
	serve(userFolder: string): Promise<NodeJS.ProcessEnv>;
	/** What was asked of registry.npmjs.org, such as `GET /n8n-nodes-lemlist`. */
	requests: string[];
	close(): Promise<void>;
}

/**
 * Starts verdaccio, and before it a proxy that answers for registry.npmjs.org with a certificate of its own. n8n and
 * its npm then do what they always do, and only the network is another one.
 */
export async function startRegistry(): Promise<Registry> {
	const verdaccio = await ensureVerdaccio();
	const folder = await mkdtemp(join(tmpdir(), 'npm-registry-'));
	const [port] = (await freePorts(1)) as [number];
	const address = `127.0.0.1:${port}`;
	await writeFile(join(folder, 'config.yaml'), CONFIGURATION);
	await writeFile(join(folder, 'empty'), '');
	const child = startInGroup(
		verdaccio.node,
		[verdaccio.script, '--config', join(folder, 'config.yaml'), '--listen', address],
		{ cwd: folder, env: { PATH: process.env.PATH, HOME: folder, VERDACCIO_PUBLIC_URL: `https://${NPM_HOST}` } },
	);
	let log = '';
	for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk: Buffer) => (log += chunk.toString()));
	const requests: string[] = [];
	let proxy: Proxy | undefined;
	const close = async () => {
		await proxy?.close();
		await stopGroup(child);
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const certificate = await makeCertificate(folder, [NPM_HOST]);
		const token = await login(`http://${address}`);
		proxy = await startProxy(certificate, [NPM_HOST], (incoming, outgoing) => {
			requests.push(`${incoming.method} ${new URL(incoming.url ?? '/', 'http://any').pathname}`);
			forward(port, incoming, outgoing);
		});
		const { url: proxyUrl, env } = proxy;
		return {
			requests,
			close,
			async publish(tarball) {
				await runOrThrow(
					'npm',
					['publish', tarball, `--registry=http://${address}/`, `--//${address}/:_authToken=${token}`],
					{ env: npmEnvironment(folder), timeoutMs: COMMAND_TIMEOUT_MS },
				);
			},
			async serve(userFolder) {
				const nodes = join(n8nFolder(userFolder), 'nodes');
				await mkdir(nodes, { recursive: true });
				// n8n 1 hands no environment to npm.
				const settings = { 'https-proxy': proxyUrl, cafile: certificate.path, cache: join(folder, 'cache') };
				const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
				await writeFile(join(nodes, '.npmrc'), lines.join(''));
				return { ...npmEnvironment(folder), ...env };
			},
		};
	} catch (error) {
		await close();
		throw new Error(`The registry did not start\n${log.slice(-2_000)}`, { cause: error });
	}
}

/** Nothing is fetched from elsewhere, and every published package is for everybody. */
const CONFIGURATION = `
storage: ./storage
auth:
  htpasswd:
    file: ./htpasswd
uplinks: {}
packages:
  '**':
    access: $all
    publish: $authenticated
web:
  enable: false
log: { type: stdout, format: json, level: warn }
`;

/** npm with no settings of the person who runs the tests. */
function npmEnvironment(folder: string): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		HOME: process.env.HOME,
		npm_config_userconfig: join(folder, 'empty'),
		npm_config_globalconfig: join(folder, 'none'),
		npm_config_cache: join(folder, 'cache'),
		npm_config_update_notifier: 'false',
	};
}

/** Waits until the registry answers, and makes the user that publishes. @returns the user's token */
async function login(url: string): Promise<string> {
	const deadline = Date.now() + READY_TIMEOUT_MS;
	for (;;) {
		const response = await fetch(`${url}/-/user/org.couchdb.user:${PUBLISHER.name}`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(PUBLISHER),
			signal: AbortSignal.timeout(READY_TIMEOUT_MS),
		}).catch((error: unknown) => {
			if (Date.now() > deadline) throw error;
		});
		if (response) return ((await response.json()) as { token: string }).token;
		await delay(100);
	}
}

function forward(port: number, incoming: IncomingMessage, outgoing: ServerResponse): void {
	const { method, url: path, headers } = incoming;
	const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(outgoing);
	});
	onward.on('error', () => outgoing.destroy());
	incoming.pipe(onward);
}
