/**
 * `npm start`: a real n8n editor with this package installed and the workflows of examples/ in it, to
 * look at and to play with. Ctrl-C ends it.
 *
 *   npm start                          against the simulators, a made-up lemlist and a made-up Qlara on this computer
 *   LEMLIST_API_KEY=… npm start        against the real lemlist
 *   QLARA_API_KEY=… npm start          against the real Qlara
 *   npm start -- --fresh               forgets what an earlier start left
 *
 * What you change in the editor is kept for the next start, in the `editor` folder of the cache
 * (~/.cache/n8n-nodes-lemlist). The package is built and the credential set anew every time; an example
 * is imported only once, so that your version of it, or your having deleted it, stands.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startQlaraSimulator, startSimulator } from '../simulator';
import { createN8n, OWNER, type N8n } from '../tools/n8n';
import { cacheRoot } from '../tools/n8n/cache';
import { portOrFree } from '../tools/n8n/environment';
import { exampleCredential, exampleWorkflows } from '../tools/n8n/examples';
import { packPackage } from '../tools/pack';

const REAL_LEMLIST = 'https://api.lemlist.com/api';
const REAL_QLARA = 'https://lora-api.agiletelecom.com/api/partner-gateway/v1';
const N8N_PORT = 5678;

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
	const userFolder = join(cacheRoot(), 'editor');
	if (values.fresh) await rm(userFolder, { recursive: true, force: true });
	await mkdir(userFolder, { recursive: true });

	const apiKey = process.env.LEMLIST_API_KEY;
	const simulator = apiKey ? undefined : await startSimulator({ seed: true });
	const account = simulator ?? { apiKey: apiKey ?? '', baseUrl: REAL_LEMLIST };
	const qlaraKey = process.env.QLARA_API_KEY;
	const qlara = qlaraKey ? undefined : await startQlaraSimulator({ seed: true });
	const qlaraAccount = qlara ?? { apiKey: qlaraKey ?? '', baseUrl: REAL_QLARA };
	let n8n: N8n | undefined;
	try {
		console.log('Building the package and starting n8n …');
		n8n = await createN8nWithPackage(userFolder);
		await n8n.importCredentials([exampleCredential(account), exampleCredential(qlaraAccount, 'qlaraApi')]);
		await importNewExamples(n8n);
		const editor = await n8n.start({ port: await portOrFree(N8N_PORT), env: networkSettings() });

		console.log(`
  n8n        ${editor.url}
  E-mail     ${OWNER.email}
  Password   ${OWNER.password}
  lemlist    ${simulator ? `simulator at ${simulator.baseUrl}` : REAL_LEMLIST}
  Qlara      ${qlara ? `simulator at ${qlara.baseUrl}` : REAL_QLARA}

Ctrl-C ends it.`);
		// Before this point Ctrl-C simply ends this process, and n8n's processes end with it.
		const stopped = await Promise.race([stopRequest(), editor.ended.then(() => false)]);
		if (!stopped) throw new Error(`n8n ended by itself\n${editor.log().slice(-4_000)}`);
	} finally {
		await n8n?.cleanup();
		await simulator?.close();
		await qlara?.close();
	}
}

async function createN8nWithPackage(userFolder: string): Promise<N8n> {
	const tarball = await packPackage();
	try {
		return await createN8n({ tarball, userFolder });
	} finally {
		if (!process.env.LEMLIST_TARBALL) await rm(dirname(tarball), { recursive: true, force: true });
	}
}

async function importNewExamples(n8n: N8n): Promise<void> {
	const record = join(n8n.userFolder, 'imported-examples.json');
	const imported = existsSync(record) ? (JSON.parse(await readFile(record, 'utf8')) as string[]) : [];
	const added = exampleWorkflows().filter((workflow) => !imported.includes(workflow.id));
	if (added.length === 0) return;
	await n8n.importWorkflows(added);
	await writeFile(record, JSON.stringify([...imported, ...added.map((workflow) => workflow.id)]));
}

async function stopRequest(): Promise<true> {
	return await new Promise((resolve) => {
		process.once('SIGINT', () => resolve(true));
		process.once('SIGTERM', () => resolve(true));
	});
}

/** How this computer reaches the Internet, which the tests' n8n is not told. */
function networkSettings(): NodeJS.ProcessEnv {
	const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];
	const settings: NodeJS.ProcessEnv = {};
	for (const name of names.flatMap((upper) => [upper, upper.toLowerCase()])) {
		if (process.env[name] !== undefined) settings[name] = process.env[name];
	}
	return settings;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
