/**
 * Creates leads, one per item, with this package's node and with n8n's built-in Lemlist node (version 2), both
 * through n8n's engine against the simulator with lemlist's real rate limit, and prints how many arrived and what
 * share of the limit was used: with Continue On Fail, so that every item gets its chance, and without.
 *
 * The built-in node is taken from the n8n that the end-to-end tests install; without it, it is left out.
 *
 * Run: npx tsx bench/leadCreation.ts [leads, default 300] [latencies in ms, default 40,150,250]
 */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	IVersionedNodeType,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../nodes/Lemlist/Lemlist.node.ts';
import { cacheRoot } from '../tools/n8n/cache';
import { type Candidate, createLeads, ourCandidate } from '../tools/leadCreation';

const LEMLIST = 'https://api.lemlist.com/api';

/** The request of n8n's older helper, as the built-in node makes it. */
interface OldRequest {
	uri: string;
	body?: object;
}

/** The folder of n8n's own nodes, in the newest cached install. */
function builtInNodes(): string | undefined {
	if (!existsSync(cacheRoot())) return undefined;
	return readdirSync(cacheRoot())
		.filter((name) => name.startsWith('n8n-'))
		.map((name) => join(cacheRoot(), name, 'node_modules', 'n8n-nodes-base', 'dist'))
		.filter((folder) => existsSync(join(folder, 'nodes', 'Lemlist', 'Lemlist.node.js')))
		.at(-1);
}

function builtIn(folder: string): Candidate {
	const load = createRequire(join(folder, 'index.js'));
	const { Lemlist: Node } = load('./nodes/Lemlist/Lemlist.node.js') as { Lemlist: new () => IVersionedNodeType };
	const { LemlistApi } = load('./credentials/LemlistApi.credentials.js') as { LemlistApi: new () => ICredentialType };
	const credentialType = new LemlistApi();
	const authenticate = credentialType.authenticate as (
		data: ICredentialDataDecryptedObject,
		request: object,
	) => Promise<IHttpRequestOptions>;
	// Its address is fixed, and its path is lemlist's old one, with the email in it: both are put right on the way.
	credentialType.authenticate = async (data, request) => {
		const signed = (await authenticate(data, request)) as unknown as OldRequest;
		const { route, email } = /^(?<route>.*\/leads\/)(?<email>.+)$/.exec(signed.uri)?.groups as {
			route: string;
			email: string;
		};
		Object.assign(signed, { uri: route.replace(LEMLIST, String(data.baseUrl)), body: { email, ...signed.body } });
		return signed as unknown as IHttpRequestOptions;
	};
	credentialType.properties.push({ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' });
	return {
		type: 'n8n-nodes-base.lemlist',
		typeVersion: 2,
		node: new Node(),
		credentialType,
		credential: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
		parameters: (campaignId) => ({
			resource: 'lead',
			operation: 'create',
			campaignId,
			email: '={{ $json.email }}',
			additionalFields: {},
		}),
	};
}

async function main([leads = '300', latencies = '40,150,250']: string[]): Promise<void> {
	const folder = builtInNodes();
	if (!folder) console.log("n8n's built-in node is left out: npx tsx tools/n8n/install.ts installs it.");
	const candidates: Array<[string, Candidate]> = [
		['n8n-nodes-lemlist', ourCandidate(new Lemlist(), new LemlistAccountApi())],
	];
	if (folder) candidates.push(['built-in Lemlist v2', builtIn(folder)]);
	console.log(`${leads} leads, one per item`);
	for (const latencyMs of latencies.split(',').map(Number)) {
		for (const [name, candidate] of candidates) {
			const { created, lost, refusals, seconds, share } = await createLeads(candidate, Number(leads), latencyMs);
			const { created: beforeStop } = await createLeads(candidate, Number(leads), latencyMs, false);
			console.log(
				`${String(latencyMs).padStart(4)} ms  ${name.padEnd(20)} ${String(created).padStart(5)} created, ${String(lost).padStart(4)} lost, ${String(refusals).padStart(4)} answers 429, ${seconds.toFixed(1).padStart(6)} s, ${(share * 100).toFixed(0).padStart(4)} % of the limit; ${beforeStop} created without Continue On Fail`,
			);
		}
	}
}

void main(process.argv.slice(2));
