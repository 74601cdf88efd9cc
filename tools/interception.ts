/** Answers on this computer for hosts of the Internet, to a program that takes a proxy from its environment. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

import { runOrThrow } from './n8n/childProcess';

const COMMAND_TIMEOUT_MS = 120_000;

export interface Certificate {
	key: string;
	cert: string;
	/** The file of `cert`, which who trusts it has to name. */
	path: string;
}

/** Makes a certificate for some hosts that signs itself. @param folder where its files go */
export async function makeCertificate(folder: string, hosts: readonly string[]): Promise<Certificate> {
	const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const names = hosts.map((host) => `DNS:${host}`).join(',');
	const subject = ['-subj', `/CN=${hosts[0]}`, '-addext', `subjectAltName=${names}`];
	await runOrThrow(
		'openssl',
		['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', key, '-out', path],
		{ timeoutMs: COMMAND_TIMEOUT_MS },
	);
	return { key: await readFile(key, 'utf8'), cert: await readFile(path, 'utf8'), path };
}

/** A running proxy. */
export interface Proxy {
	url: string;
	/** What makes a Node program reach the hosts through it, and this computer without it. */
	env: NodeJS.ProcessEnv;
	close(): Promise<void>;
}

/**
 * Starts a proxy that lets through nothing but requests to the hosts of its certificate.
 *
 * @param answer gets them, with the path alone as their `url`
 */
export async function startProxy(
	certificate: Certificate,
	hosts: readonly string[],
	answer: RequestListener,
): Promise<Proxy> {
	const secure = createSecureServer(certificate, answer);
	const sockets = new Set<Duplex>();
	// Some programs tunnel, others send the whole address to the proxy.
	const proxy = createServer((incoming, outgoing) => {
		const wanted = URL.canParse(incoming.url ?? '') ? new URL(incoming.url as string) : undefined;
		if (wanted === undefined || !hosts.includes(wanted.hostname)) return void outgoing.writeHead(403).end();
		incoming.url = `${wanted.pathname}${wanted.search}`;
		answer(incoming, outgoing);
	});
	proxy.on('connect', (incoming, socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		const [host, port] = (incoming.url ?? '').split(':');
		if (!hosts.includes(host as string) || port !== '443') return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		secure.emit('connection', socket);
	});
	await once(proxy.listen(0, '127.0.0.1'), 'listening');
	const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	return {
		url,
		env: { HTTPS_PROXY: url, NO_PROXY: '127.0.0.1,localhost', NODE_EXTRA_CA_CERTS: certificate.path },
		async close() {
			const closed = once(proxy.close(), 'close');
			proxy.closeAllConnections();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}
