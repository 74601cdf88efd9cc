import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode } from 'n8n-workflow';

import type { CredentialImport } from '../../tools/n8n';

const FOLDER = join(__dirname, '../fixtures/saved-0.1.0');

/** The nodes of version 0.1.0, by which its saved workflows are called. */
export const SAVED_NODES = ['lemlist', 'lemlistExportCampaign', 'lemlistPollingTrigger', 'lemlistTrigger'] as const;

/** Version 0.1.0 itself, as npm packs it. */
export const TARBALL_0_1_0 = join(FOLDER, 'n8n-nodes-lemlist-0.1.0.tgz');

export interface SavedWorkflow {
	id: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings: Record<string, unknown>;
}

/** A workflow as it was saved with version 0.1.0; what its IDs name is in a lemlist filled by `fillLemlist`. */
export function savedWorkflow(node: (typeof SAVED_NODES)[number]): SavedWorkflow {
	const text = readFileSync(join(FOLDER, `${node}.json`), 'utf8');
	return { ...(JSON.parse(text) as SavedWorkflow), id: `saved-${node}` };
}

/** The credential that the saved workflows name. */
export function savedCredential(account: { apiKey: string; baseUrl: string }): CredentialImport {
	const { apiKey, baseUrl } = account;
	return { id: 'lemlist-account', name: 'Lemlist account', type: 'lemlistAccountApi', data: { apiKey, baseUrl } };
}
