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
 * is imported only once, so that your version of it, or your having deleted it, stands. Tags say which
 * examples run as they are, and which account the others need.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startQlaraSimulator, startSimulator } from '../simulator';
import { createN8n, OWNER, type N8n, type WorkflowImport } from '../tools/n8n';
import { cacheRoot } from '../tools/n8n/cache';
import { portOrFree } from '../tools/n8n/environment';
import { exampleCredential, exampleWorkflows } from '../tools/n8n/examples';
import { ensureN8n } from '../tools/n8n/install';
import { builtInNodes, lackingAccounts, type NodeDescriptions, withNeedsAsTags } from '../tools/n8n/needs';
import { duration } from '../tools/n8n/progress';
import { packPackage } from '../tools/pack';

const REAL_LEMLIST = 'https://api.lemlist.com/api';
const REAL_QLARA = 'https://lora-api.agiletelecom.com/api/partner-gateway/v1';
const N8N_PORT = 5678;
const LEMLIST_PORT = 4010;
const QLARA_PORT = 4011;

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
	const userFolder = join(cacheRoot(), 'editor');
	if (values.fresh) await rm(userFolder, { recursive: true, force: true });
	await mkdir(userFolder, { recursive: true });

	const apiKey = process.env.LEMLIST_API_KEY;
	const simulator = apiKey
		? undefined
		: await startSimulator({ seed: true, history: true, port: await portOrFree(LEMLIST_PORT) });
	const account = simulator ?? { apiKey: apiKey ?? '', baseUrl: REAL_LEMLIST };
	const qlaraKey = process.env.QLARA_API_KEY;
	const qlara = qlaraKey ? undefined : await startQlaraSimulator({ seed: true, port: await portOrFree(QLARA_PORT) });
	const qlaraAccount = qlara ?? { apiKey: qlaraKey ?? '', baseUrl: REAL_QLARA };
	let n8n: N8n | undefined;
	try {
		const nodes = builtInNodes(await ensureN8n());
		n8n = await step('Building and packing the package', createN8nWithPackage(userFolder));
		const credentials = [exampleCredential(account), exampleCredential(qlaraAccount, 'qlaraApi')];
		await step('Putting credentials and examples into n8n', fill(n8n, credentials, nodes));
		const port = await portOrFree(N8N_PORT);
		// What n8n itself takes for its address: lemlist, which is on this computer, can call it there.
		const env = { WEBHOOK_URL: `http://127.0.0.1:${port}/`, ...networkSettings() };
		const editor = await step('Starting n8n', n8n.start({ port, env }));

		console.log(`
  n8n        ${editor.url}
  E-mail     ${OWNER.email}
  Password   ${OWNER.password}
  lemlist    ${simulator ? `${simulator.baseUrl} (simulator), API key ${simulator.apiKey}` : REAL_LEMLIST}
  Qlara      ${qlara ? `${qlara.baseUrl} (simulator), API key ${qlara.apiKey}` : REAL_QLARA}

Examples:
${exampleWorkflows().map(describeExample(nodes)).join('\n')}
${simulator ? howToFire(simulator.url) : ''}
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

/** Says what is waited for, and how long it took. */
async function step<T>(name: string, work: Promise<T>): Promise<T> {
	process.stdout.write(`${name} … `);
	const startedAt = Date.now();
	const result = await work;
	process.stdout.write(`${duration(Date.now() - startedAt)}\n`);
	return result;
}

function describeExample(nodes: NodeDescriptions): (workflow: WorkflowImport) => string {
	return (workflow) => {
		const lacking = lackingAccounts(workflow, nodes);
		return `  ${workflow.name}${lacking.length === 0 ? '' : ` (needs an account: ${lacking.join(', ')})`}`;
	};
}

/** How something is made to happen in the made-up lemlist, for the triggers. */
function howToFire(url: string): string {
	return `
To try a trigger, listen for a test event or activate the workflow, and let a lead reply (or emailsOpened …):
  curl -X POST '${url}/_simulator/events?type=emailsReplied'
`;
}

async function fill(
	n8n: N8n,
	credentials: Parameters<N8n['importCredentials']>[0],
	nodes: NodeDescriptions,
): Promise<void> {
	await n8n.importCredentials(credentials);
	const record = join(n8n.userFolder, 'imported-examples.json');
	const imported = existsSync(record) ? (JSON.parse(await readFile(record, 'utf8')) as string[]) : [];
	const added = exampleWorkflows()
		.filter((workflow) => !imported.includes(workflow.id))
		.map((workflow) => ({ workflow, lacking: lackingAccounts(workflow, nodes) }));
	if (added.length === 0) return;
	// The last one imported is the first in n8n's list: those that run as they are shall be on top.
	added.reverse().sort((a, b) => b.lacking.length - a.lacking.length);
	await n8n.importWorkflows(added.map(({ workflow, lacking }) => withNeedsAsTags(workflow, lacking)));
	await writeFile(record, JSON.stringify([...imported, ...added.map(({ workflow }) => workflow.id)]));
}

async function createN8nWithPackage(userFolder: string): Promise<N8n> {
	const tarball = await packPackage();
	try {
		return await createN8n({ tarball, userFolder });
	} finally {
		if (!process.env.LEMLIST_TARBALL) await rm(dirname(tarball), { recursive: true, force: true });
	}
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
