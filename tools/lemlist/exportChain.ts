import type { INode } from 'n8n-workflow';

import { type EngineOptions, node, start, workflow, type WorkflowJson } from '../engine';
import type { OwnNodes } from '../n8n/ownNodes';

const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
const BASIC_AUTH = 'httpBasicAuth';
const BASIC_AUTH_CREDENTIAL = { credentials: { [BASIC_AUTH]: { id: BASIC_AUTH, name: BASIC_AUTH } } };

/** How the chain is built. */
export interface ChainOptions {
	/** The Wait node's (s); 5 is what lemlist advises, and what people take. */
	waitSeconds?: number;
	/** Batching of the HTTP Request nodes, for many campaigns: so many at once, and as many again after a second. */
	batchSize?: number;
	/** Ends with Extract from File, which makes rows of the file. */
	rows?: boolean;
}

/** The names of the nodes that get the file, and make rows of it. */
export const DOWNLOAD = 'Download';
export const EXTRACT = 'Extract from File';

/** An HTTP Request node. */
export function httpRequest(name: string, url: string, options: object = {}, settings: Partial<INode> = {}): INode {
	return node(name, HTTP_REQUEST, { url, options } as never, { typeVersion: 4.2, ...settings });
}

/** What has HTTP Request give a file. */
export const AS_FILE = { response: { response: { responseFormat: 'file' } } };

/** Extract from File for CSV. */
export const extractFromFile = () =>
	node(EXTRACT, 'n8n-nodes-base.extractFromFile', { operation: 'csv', options: {} }, { typeVersion: 1 });

/**
 * What people build of n8n's own nodes to export campaigns, whose IDs are in `campaignId` of the items: HTTP Request
 * starts the export, Wait waits, HTTP Request looks, If loops back to Wait, HTTP Request gets the file.
 */
export function exportChain(
	baseUrl: string,
	{ waitSeconds = 5, batchSize, rows = false }: ChainOptions = {},
): WorkflowJson {
	const batching = batchSize === undefined ? {} : { batching: { batch: { batchSize, batchInterval: 1000 } } };
	const request = (name: string, url: string, options: object = {}): INode => {
		const made = httpRequest(name, url, { ...batching, ...options }, BASIC_AUTH_CREDENTIAL);
		Object.assign(made.parameters, { authentication: 'genericCredentialType', genericAuthType: BASIC_AUTH });
		return made;
	};
	const started = "$('Start export').item.json";
	const isDone = {
		leftValue: '={{ $json.status.status }}',
		rightValue: 'done',
		operator: { type: 'string', operation: 'equals' },
	};
	const conditions = {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [isDone],
		combinator: 'and',
	};
	return workflow(
		[
			start(),
			request('Start export', `=${baseUrl}/campaigns/{{ $json.campaignId }}/export/start`),
			node('Wait', 'n8n-nodes-base.wait', { amount: waitSeconds, unit: 'seconds' }, { typeVersion: 1.1 }),
			request('Status', `=${baseUrl}/campaigns/{{ ${started}.campaignId }}/export/{{ ${started}._id }}/status`),
			node('Done?', 'n8n-nodes-base.if', { conditions, options: {} } as never, { typeVersion: 2.2 }),
			request(DOWNLOAD, '={{ $json.status.url }}', AS_FILE),
			...(rows ? [extractFromFile()] : []),
		],
		[
			'Start -> Start export -> Wait -> Status -> Done?',
			`Done? -> ${DOWNLOAD}${rows ? ` -> ${EXTRACT}` : ''}`,
			'Done?[1] -> Wait',
		],
	);
}

/** What the engine needs for the chain. */
export function chainParts(own: OwnNodes, apiKey: string): Required<EngineOptions> {
	return {
		nodes: {
			[HTTP_REQUEST]: own.node('HttpRequest'),
			'n8n-nodes-base.wait': own.node('Wait'),
			'n8n-nodes-base.if': own.node('If'),
			'n8n-nodes-base.extractFromFile': own.node('Files/ExtractFromFile'),
		},
		credentialTypes: [own.credentialType('HttpBasicAuth')],
		credentials: { [BASIC_AUTH]: { user: '', password: apiKey } },
	};
}
