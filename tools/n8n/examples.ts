import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { CredentialImport, WorkflowImport } from './index';

const EXAMPLES = resolve(__dirname, '../../examples');
const CREDENTIAL_TYPE = 'lemlistAccountApi';
/** n8n's workflow ids are 36 characters at most. */
const MAX_ID_LENGTH = 36;

/** The credential that example workflows are imported with: the simulator's, or that of a real account. */
export function exampleCredential(account: { apiKey: string; baseUrl: string }): CredentialImport {
	return {
		id: 'lemlist-account',
		name: 'Lemlist account',
		type: CREDENTIAL_TYPE,
		data: { apiKey: account.apiKey, baseUrl: account.baseUrl },
	};
}

/** Every workflow of `examples/`, ready to be imported. */
export function exampleWorkflows(): WorkflowImport[] {
	return readdirSync(EXAMPLES)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => readWorkflow(join(EXAMPLES, file)));
}

/**
 * Reads a workflow as the editor downloads it. It gets the file's name as its id, so that it is found
 * again, and its lemlist nodes get the credential of `exampleCredential`.
 */
export function readWorkflow(path: string): WorkflowImport {
	const workflow = JSON.parse(readFileSync(path, 'utf8')) as WorkflowImport;
	const { id, name } = exampleCredential({ apiKey: '', baseUrl: '' });
	for (const node of workflow.nodes) {
		if (node.credentials?.[CREDENTIAL_TYPE]) node.credentials[CREDENTIAL_TYPE] = { id, name };
	}
	return { ...workflow, id: basename(path, '.json').slice(0, MAX_ID_LENGTH) };
}
