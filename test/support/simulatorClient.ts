import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';

/** The headers of a request with this key. */
export function withKey(key: string): Record<string, string> {
	return { authorization: `Basic ${Buffer.from(`:${key}`).toString('base64')}` };
}

/** A GET (or other method) below /api with the simulator's key. */
export async function call(simulator: Simulator, path: string, init: RequestInit = {}): Promise<Response> {
	return await fetch(simulator.baseUrl + path, {
		...init,
		headers: { ...withKey(simulator.apiKey), ...(init.headers as Record<string, string>) },
	});
}

/** The JSON body of a GET below /api; nothing is assumed of it. */
export async function callJson(
	simulator: Simulator,
	path: string,
): Promise<Record<string, never> & { status: Record<string, unknown> }> {
	return (await (await call(simulator, path)).json()) as never;
}

/** An answer as it came: its status, its content type, and its body as text and, where it is JSON, as such. */
export interface Answer {
	status: number;
	type: string | null;
	text: string;
	json: unknown;
	headers: Headers;
}

/** Sends a request below /api with the simulator's key, with a body as JSON if there is one. */
export async function send(simulator: Simulator, method: string, path: string, body?: object): Promise<Answer> {
	const response = await call(simulator, path, {
		method,
		...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	const text = await response.text();
	const { status, headers } = response;
	return { status, headers, type: headers.get('content-type'), text, json: /^[[{"]/.test(text) && JSON.parse(text) };
}

/** Starts a simulator for each test of the file and closes it afterwards. */
export function useSimulator(options: () => SimulatorOptions = () => ({})): () => Simulator {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator(options());
	});
	afterEach(async () => {
		await simulator.close();
	});
	return () => simulator;
}

/** Starts an export and returns the path of its status. */
export async function startExport(simulator: Simulator, campaignId: string): Promise<string> {
	const { id } = (await (await call(simulator, `/campaigns/${campaignId}/export/start`)).json()) as { id: string };
	return `/campaigns/${campaignId}/export/${id}/status`;
}

/** Starts an export that is done at once, and returns the URL of its file. */
export async function publishFile(simulator: Simulator, campaignId: string): Promise<string> {
	const statusPath = await startExport(simulator, campaignId);
	return (await callJson(simulator, statusPath)).status.url as string;
}

/** Waits until a condition holds; the bound is for one that never does, not for a busy machine. */
export async function eventually(condition: () => boolean): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error(`Not within 30 s: ${condition.toString()}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
