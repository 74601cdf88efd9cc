import { setTimeout as delay } from 'node:timers/promises';
import { startInGroup, stopGroup } from './childProcess';
import { freePorts, n8nEnvironment } from './environment';
import type { N8nInstall } from './install';

/** The owner account of every n8n started here, for people and for browsers driven by scripts. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Lemlist-demo-1',
	firstName: 'Demo',
	lastName: 'Owner',
} as const;

const READY_TIMEOUT_MS = 120_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** A running `n8n start`, its owner account made and signed in. */
export interface Editor {
	url: string;
	pid: number;
	/** The owner's session as a Cookie header, `n8n-auth=…`. */
	cookie: string;
	/**
	 * Calls the editor's own REST API as the owner and gives the `data` of its answer, e.g.
	 * `rest('POST', '/credentials/test', { credentials })`. Rejects with n8n's message on an error status.
	 */
	rest<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
	/** Everything n8n has printed so far. */
	log(): string;
	/** Resolves when the n8n process has ended, whoever ended it. */
	ended: Promise<void>;
	stop(): Promise<void>;
}

/**
 * Starts the editor on `port` (default: a free one) and resolves when it answers, within two minutes.
 * `signal` ends it, whether it is up yet or not.
 */
export async function startEditor(
	install: N8nInstall,
	userFolder: string,
	options: { port?: number; env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<Editor> {
	const [freePort, brokerPort] = await freePorts(2);
	const port = options.port ?? freePort;
	const url = `http://127.0.0.1:${port}`;
	options.signal?.throwIfAborted();
	const child = startInGroup(install.node, [install.script, 'start'], {
		env: n8nEnvironment(userFolder, {
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			...options.env,
		}),
	});
	options.signal?.addEventListener('abort', () => void stopGroup(child), { once: true });
	const output: string[] = [];
	child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
	child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
	const log = () => output.join('');
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', (error) => {
			output.push(String(error));
			resolve();
		});
	});

	const startup = new AbortController();
	try {
		await Promise.race([
			waitUntilReady(url, startup.signal),
			ended.then(() => Promise.reject(new Error('n8n ended while starting'))),
		]);
		const cookie = await signIn(url);
		return {
			url,
			pid: child.pid as number,
			cookie,
			rest: async <T>(method: string, path: string, body?: unknown) =>
				(await request(url, method, path, { body, cookie })).data as T,
			log,
			ended,
			stop: () => stopGroup(child),
		};
	} catch (error) {
		await stopGroup(child);
		throw new Error(`The n8n editor did not start\n${log().slice(-4_000)}`, { cause: error });
	} finally {
		startup.abort();
	}
}

async function waitUntilReady(url: string, signal: AbortSignal): Promise<void> {
	const deadline = Date.now() + READY_TIMEOUT_MS;
	while (Date.now() < deadline && !signal.aborted) {
		// The settings, unlike /healthz, answer only when the editor's own API is up.
		const isReady = await fetch(`${url}/rest/settings`, { signal: AbortSignal.timeout(5_000) }).then(
			(response) => response.headers.get('content-type')?.includes('json') === true && response.ok,
			() => false,
		);
		if (isReady) return;
		await delay(200);
	}
	throw new Error(`No answer within ${READY_TIMEOUT_MS / 1_000} s`);
}

/** Makes the owner account, or signs in where a kept user folder has it already. Gives the Cookie header. */
async function signIn(url: string): Promise<string> {
	const settings = (await request(url, 'GET', '/settings')).data as {
		userManagement: { showSetupOnFirstLoad: boolean };
	};
	const { cookie } = settings.userManagement.showSetupOnFirstLoad
		? await request(url, 'POST', '/owner/setup', { body: OWNER })
		: await request(url, 'POST', '/login', {
				body: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
			});
	if (!cookie) throw new Error('n8n signed the owner in without a cookie');
	return cookie;
}

async function request(
	url: string,
	method: string,
	path: string,
	options: { body?: unknown; cookie?: string } = {},
): Promise<{ data: unknown; cookie: string | undefined }> {
	const headers: Record<string, string> = {};
	if (options.cookie) headers.cookie = options.cookie;
	if (options.body !== undefined) headers['content-type'] = 'application/json';
	const response = await fetch(`${url}/rest${path}`, {
		method,
		headers,
		body: options.body === undefined ? undefined : JSON.stringify(options.body),
		signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} /rest${path} answered ${response.status}: ${text}`);
	const { data } = (text === '' ? {} : JSON.parse(text)) as { data?: unknown };
	return { data, cookie: response.headers.getSetCookie()[0]?.split(';')[0] };
}
