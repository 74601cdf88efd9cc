/**
 * Creates leads, one per item, with this package's node and with n8n's built-in Lemlist node (version 2), both through
 * n8n's engine against the simulator with lemlist's real rate limit, in one execution and in three at once, and prints
 * what share of the limit was used, how many leads were lost, and how many requests refused. Every item gets its chance
 * (Continue On Fail); what a node that was refused creates without it is printed as well.
 *
 * The share is taken until the last request was sent, and the last ones of a run leave one by one: take 1,000 leads for
 * the figure itself. Two processes on one key are in `company.ts`.
 *
 * Run: npx tsx bench/leadCreation.ts [leads, default 1000] [latencies in ms, default 40,150,300]
 * It takes a tenth of a second for each lead and run of this package's node, the latency for each of the built-in one:
 * 22 minutes; with 300 leads 7.
 */
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	IVersionedNodeType,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../nodes/Lemlist/Lemlist.node.ts';
import { benchmark, markdownTable, percent, seconds, wanted, within } from '../tools/figures';
import { type Candidate, createLeads, ourCandidate } from '../tools/leadCreation';
import { HOW_TO_INSTALL, type OwnNodes, ownNodes } from '../tools/n8n/ownNodes';

const LEMLIST = 'https://api.lemlist.com/api';
const OURS = 'n8n-nodes-lemlist';
const WANTED_SHARE = 0.97;
const EXECUTIONS = [1, 3];
/** A lead that takes longer than this is one too many. */
const PATIENCE_MS = 2_000;

/** The request of n8n's older helper, as the built-in node makes it. */
interface OldRequest {
	uri: string;
	body?: object;
}

function builtIn(own: OwnNodes): Candidate {
	const credentialType: ICredentialType = own.credentialType('LemlistApi');
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
		node: own.node('Lemlist') as IVersionedNodeType,
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

async function main([leads = '1000', latencies = '40,150,300']: string[]): Promise<void> {
	const own = ownNodes();
	if (!own) console.log(HOW_TO_INSTALL);
	const count = Number(leads);
	const candidates: Array<[string, Candidate]> = [[OURS, ourCandidate(new Lemlist(), new LemlistAccountApi())]];
	if (own) candidates.push(['built-in Lemlist v2', builtIn(own)]);
	// Once before, so that n8n's request helpers are loaded.
	for (const [, candidate] of candidates) await createLeads(candidate, 1, 0);
	const rows = [];
	for (const latencyMs of latencies.split(',').map(Number)) {
		for (const executions of EXECUTIONS) {
			for (const [name, candidate] of candidates) {
				const what = `${count} leads with ${name} at ${latencyMs} ms`;
				const bounded = async (options: { executions: number; continueOnFail?: boolean }) =>
					await within(60_000 + count * PATIENCE_MS, what, createLeads(candidate, count, latencyMs, options));
				const { created, lost, refusals, share, seconds: took } = await bounded({ executions });
				const stopped = lost > 0 ? await bounded({ executions, continueOnFail: false }) : undefined;
				rows.push({
					'Answers after': `${latencyMs} ms`,
					Executions: executions,
					Node: name,
					'Of the limit': percent(share),
					Wanted: name === OURS ? wanted('97 %', share >= WANTED_SHARE) : '',
					Created: created,
					Lost: lost,
					Refused: refusals,
					Time: seconds(took * 1000),
					'Created without Continue On Fail': stopped?.created ?? created,
				});
			}
		}
	}
	console.log(`${count} leads, one per item, shared by the executions\n`);
	console.log(markdownTable(rows));
}

benchmark(async () => await main(process.argv.slice(2)));
