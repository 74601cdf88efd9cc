import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeCertificate, startProxy } from '../../../tools/interception';
import type { CredentialImport } from '../../../tools/n8n';
import { listener, serve, type Service } from './catcher';
import { GoogleSheets } from './googleSheets';
import { startMailbox } from './mailbox';
import { ChatModel, HubSpot, ObjectStore, QuickChart, Slack } from './services';

/** The services that the examples hand things to, on this computer. */
export type Downstream = Awaited<ReturnType<typeof startDownstream>>;

/** The credential that a node of n8n takes, by the node's type. */
const CREDENTIAL_OF: Record<string, string> = {
	'n8n-nodes-base.googleSheets': 'googleSheetsOAuth2Api',
	'n8n-nodes-base.hubspot': 'hubspotAppToken',
	'n8n-nodes-base.slack': 'slackApi',
	'n8n-nodes-base.s3': 's3',
	'n8n-nodes-base.emailSend': 'smtp',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

/** The `credentials` of a node that is none of this package; none where it needs none. */
export function credentialsFor(type: string): Record<string, { id: string; name: string }> | undefined {
	const credential = CREDENTIAL_OF[type];
	return credential === undefined ? undefined : { [credential]: { id: credential, name: credential } };
}

/**
 * Starts them all. Hosts that nodes have fixed are answered by a proxy, which n8n is told of in its environment, and
 * which lets nothing else out; the others have addresses of their own, which stand in the credentials.
 */
export async function startDownstream() {
	const folder = await mkdtemp(join(tmpdir(), 'downstream-'));
	const unexpected: string[] = [];
	const services = {
		googleSheets: new GoogleSheets(),
		hubSpot: new HubSpot(),
		slack: new Slack(),
		quickChart: new QuickChart(),
		objectStore: new ObjectStore(),
		model: new ChatModel(),
	};
	const hosts: Record<string, Service> = {
		'sheets.googleapis.com': services.googleSheets.answer,
		'api.hubapi.com': services.hubSpot.answer,
		'slack.com': services.slack.answer,
		'quickchart.io': services.quickChart.answer,
	};
	const names = Object.keys(hosts);
	const proxy = await startProxy(
		await makeCertificate(folder, names),
		names,
		listener((host) => hosts[host], unexpected),
	);
	const store = await serve(services.objectStore.answer, unexpected);
	const model = await serve(services.model.answer, unexpected);
	const mailbox = await startMailbox();
	const data: Record<string, Record<string, unknown>> = {
		googleSheetsOAuth2Api: {
			clientId: 'client',
			clientSecret: 'secret',
			oauthTokenData: { access_token: 'token', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 3_600 },
		},
		hubspotAppToken: { appToken: 'token' },
		slackApi: { accessToken: 'token' },
		s3: {
			endpoint: store.url,
			region: 'eu-west-1',
			accessKeyId: 'key',
			secretAccessKey: 'secret',
			forcePathStyle: true,
			ignoreSSLIssues: false,
		},
		smtp: { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true, user: '', password: '' },
		openAiApi: { apiKey: 'token', url: `${model.url}/v1` },
	};
	return {
		...services,
		mails: mailbox.mails,
		/** Requests that no service had an answer for. */
		unexpected,
		env: proxy.env,
		credentials: Object.entries(data).map(([type, values]): CredentialImport => ({
			id: type,
			name: type,
			type,
			data: values,
		})),
		async close() {
			await Promise.all([proxy.close(), store.close(), model.close(), mailbox.close()]);
			await rm(folder, { recursive: true, force: true });
		},
	};
}
