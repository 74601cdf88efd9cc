import type { INodeExecutionData } from 'n8n-workflow';

import type { Execution } from '../../tools/n8n';

/** Long and odd enough that finding it anywhere is no accident. */
export const API_KEY = 'k3y-that-must-never-0show';

/** How workflows name the credential that the tests import. */
export const CREDENTIAL = { id: 'lemlist', name: 'Lemlist account' };

/** The credential for a simulator, as `importCredentials` takes it. */
export function credential(baseUrl: string) {
	return { ...CREDENTIAL, type: 'lemlistAccountApi', data: { apiKey: API_KEY, baseUrl } };
}

/** A line for people who read the log of a test run. */
export function print(line: string): void {
	process.stdout.write(`  · ${line}\n`);
}

/** What n8n printed must never hold the API key, in no form. */
export function expectNoKey({ stdout, stderr }: Execution): void {
	for (const text of [stdout, stderr]) {
		expect(text).not.toContain(API_KEY);
		expect(text).not.toContain(Buffer.from(`:${API_KEY}`).toString('base64'));
	}
}

/** The items of a node; throws n8n's message where the run failed. */
export function itemsOf({ run, stderr }: Execution, node: string): INodeExecutionData[] {
	const data = run?.data.resultData;
	if (data?.error)
		throw new Error(`${data.error.message}\n${String((data.error as { description?: string }).description)}`);
	if (!data) throw new Error(stderr.slice(-2000));
	return data.runData[node]?.[0]?.data?.main?.[0] ?? [];
}
