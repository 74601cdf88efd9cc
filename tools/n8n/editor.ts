import { type Program, startProgram } from './childProcess';
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
export interface Editor extends Program {
	url: string;
	/** The owner's session as a Cookie header, `n8n-auth=…`. */
	cookie: string;
	/**
	 * Calls the editor's own REST API as the owner and gives the `data` of its answer, e.g.
	 * `rest('POST', '/credentials/test', { credentials })`. Rejects with n8n's message on an error status.
	 */
	rest<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
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
	const program = await startProgram('The n8n editor', install.node, [install.script, 'start'], {
		env: n8nEnvironment(userFolder, {
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			...options.env,
		}),
		isReady: () => answers(url),
		timeoutMs: READY_TIMEOUT_MS,
		signal: options.signal,
	});
	try {
		const cookie = await signIn(url);
		return {
			...program,
			url,
			cookie,
			rest: async <T>(method: string, path: string, body?: unknown) =>
				(await request(url, method, path, { body, cookie })).data as T,
		};
	} catch (error) {
		await program.stop();
		throw new Error(`Nobody could sign in to the n8n editor\n${program.log().slice(-4_000)}`, { cause: error });
	}
}

/** Whether n8n is up. The settings, unlike /healthz, answer only when the editor's own API is. */
async function answers(url: string): Promise<boolean> {
	return await fetch(`${url}/rest/settings`, { signal: AbortSignal.timeout(5_000) }).then(
		(response) => response.headers.get('content-type')?.includes('json') === true && response.ok,
		() => false,
	);
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
