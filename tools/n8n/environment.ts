import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { n8nVersion } from './install';

/** The n8n folder inside a user folder: database, community packages, stored files. */
export function n8nFolder(userFolder: string): string {
	return join(userFolder, '.n8n');
}

/** The folder that binary data is stored under in filesystem mode. */
export function storageFolder(userFolder: string): string {
	return join(n8nFolder(userFolder), 'storage');
}

/**
 * The whole environment of an n8n process: little of this process's own, so that a developer's n8n, jest
 * or npm settings change nothing (n8n behaves differently under NODE_ENV=test), and everything off by
 * which n8n would call home.
 */
export function n8nEnvironment(userFolder: string, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const inherited: NodeJS.ProcessEnv = {};
	for (const name of ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TZ']) {
		if (process.env[name] !== undefined) inherited[name] = process.env[name];
	}
	return {
		...inherited,
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'only-for-tests-and-demos',
		N8N_STORAGE_PATH: storageFolder(userFolder),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		...(n8nVersion().startsWith('1.')
			? { N8N_BINARY_DATA_STORAGE_PATH: storageFolder(userFolder) }
			: // The assistant is what the editor opens on. n8n 1 has none of these, and does not start when it is to do without
				// what it does not have.
				{ N8N_DISABLED_MODULES: 'mcp-registry,instance-ai' }),
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		...extra,
	};
}

/** Gives the wanted loopback port if it is free, else another one that is. */
export async function portOrFree(wanted: number): Promise<number> {
	const server = createServer().listen(wanted, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch {
		const [free] = await freePorts(1);
		return free as number;
	}
	await once(server.close(), 'close');
	return wanted;
}

/** Gives `count` loopback ports that were free at the same moment. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer().listen(0, '127.0.0.1');
			await once(server, 'listening');
			return server;
		}),
	);
	const ports = servers.map((server) => (server.address() as AddressInfo).port);
	await Promise.all(servers.map((server) => once(server.close(), 'close')));
	return ports;
}
