import {
	type QlaraExport,
	type QlaraSimulator,
	type QlaraSimulatorOptions,
	startQlaraSimulator,
} from '../../simulator';
import type { Answer } from './simulatorClient';

/** Sends a request below the API's prefix with the simulator's key, with a body as JSON if there is one. */
export async function ask(
	{ baseUrl, apiKey }: Pick<QlaraSimulator, 'baseUrl' | 'apiKey'>,
	method: string,
	path: string,
	body?: unknown,
): Promise<Answer> {
	return await read(
		await fetch(baseUrl + path, {
			method,
			headers: { 'x-api-key': apiKey, ...(body !== undefined && { 'content-type': 'application/json' }) },
			...(body !== undefined && { body: JSON.stringify(body) }),
		}),
	);
}

/** An answer as it came. */
export async function read(response: Response): Promise<Answer> {
	const text = await response.text();
	const { status, headers } = response;
	return { status, headers, type: headers.get('content-type'), text, json: /^[[{"]/.test(text) && JSON.parse(text) };
}

/** The entries of a list in the form that the simulator gives if no switch is turned. */
export async function listed(simulator: QlaraSimulator, query = ''): Promise<Array<Record<string, unknown>>> {
	const { json } = await ask(simulator, 'GET', `/exports${query}`);
	return (json as { content: Array<Record<string, unknown>> }).content;
}

/** The link of an export, in the form that the simulator gives if no switch is turned. */
export async function linkOf(simulator: QlaraSimulator, { id }: Pick<QlaraExport, 'id'>): Promise<string> {
	const { json } = await ask(simulator, 'GET', `/exports/${id}`);
	return (json as { downloadUrl: string }).downloadUrl;
}

/** Starts a Qlara simulator for each test of the file and closes it afterwards. */
export function useQlara(options: () => QlaraSimulatorOptions = () => ({})): () => QlaraSimulator {
	let simulator: QlaraSimulator;
	beforeEach(async () => {
		simulator = await startQlaraSimulator(options());
	});
	afterEach(async () => {
		await simulator.close();
	});
	return () => simulator;
}
