import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { CredentialImport, WorkflowImport } from './index';

const EXAMPLES = resolve(__dirname, '../../examples');
/** The credentials that example workflows are imported with, by their types. */
const CREDENTIALS = {
	lemlistAccountApi: { id: 'lemlist-account', name: 'Lemlist account' },
	qlaraApi: { id: 'qlara-account', name: 'Qlara account' },
} satisfies Record<string, Pick<CredentialImport, 'id' | 'name'>>;

export type ExampleCredentialType = keyof typeof CREDENTIALS;

/** n8n's workflow ids are 36 characters at most. */
const MAX_ID_LENGTH = 36;

/** A credential that example workflows are imported with: a simulator's, or that of a real account. */
export function exampleCredential(
	account: { apiKey: string; baseUrl: string },
	type: ExampleCredentialType = 'lemlistAccountApi',
): CredentialImport {
	return { ...CREDENTIALS[type], type, data: { apiKey: account.apiKey, baseUrl: account.baseUrl } };
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
 * again, and its nodes get the credentials of `exampleCredential`.
 */
export function readWorkflow(path: string): WorkflowImport {
	const workflow = JSON.parse(readFileSync(path, 'utf8')) as WorkflowImport;
	for (const { credentials } of workflow.nodes) {
		for (const [type, example] of Object.entries(CREDENTIALS))
			if (credentials?.[type]) credentials[type] = { ...example };
	}
	return { ...workflow, id: basename(path, '.json').slice(0, MAX_ID_LENGTH) };
}
