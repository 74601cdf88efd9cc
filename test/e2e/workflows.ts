import { setTimeout as delay } from 'node:timers/promises';

import type { Editor } from '../../tools/n8n';
import { parseStoredRun } from '../../tools/n8n/execution';
import { CREDENTIAL } from './support';

/** How long n8n may take for an execution, and to activate its workflows after a start. */
const PATIENCE_MS = 20_000;

export interface NodeJson {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	[more: string]: unknown;
}

/** A workflow as the editor keeps it. */
export interface SavedWorkflow {
	id: string;
	versionId: string;
}

/** A node of the package, with the credential that the tests import. */
export function lemlistNode(name: string, type: string, parameters: Record<string, unknown>): NodeJson {
	const credentials = { lemlistAccountApi: CREDENTIAL };
	return { name, type: `n8n-nodes-lemlist.${type}`, typeVersion: 1, parameters, credentials };
}

/** A campaign chosen by its ID. */
export const chosen = (campaignId: string) => ({ __rl: true, mode: 'id', value: campaignId });

/** Makes a workflow of nodes, one behind the other, as the editor does when a person saves it. */
export async function saveWorkflow(editor: Editor, name: string, nodes: NodeJson[]): Promise<SavedWorkflow> {
	return await editor.rest<SavedWorkflow>('POST', '/workflows', {
		name,
		nodes: nodes.map((node, index) => ({ ...node, id: `${name}-${index}`, position: [index * 200, 0] })),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((node, index) => [nodes[index]!.name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1' },
		// n8n 1 wants it said.
		active: false,
	});
}

export async function activate(editor: Editor, { id, versionId }: SavedWorkflow): Promise<void> {
	await editor.rest('POST', `/workflows/${id}/activate`, { versionId });
}

export async function deactivate(editor: Editor, { id }: SavedWorkflow): Promise<void> {
	await editor.rest('POST', `/workflows/${id}/deactivate`, {});
}

/** An active workflow that starts when its address is called. */
export interface CalledWorkflow extends SavedWorkflow {
	address: string;
}

let called = 0;

/** Makes and activates one. @param responseMode whether the caller waits for the items of the last node */
export async function activeWorkflow(
	editor: Editor,
	responseMode: 'lastNode' | 'onReceived',
	...after: NodeJson[]
): Promise<CalledWorkflow> {
	const path = `called-${++called}`;
	const parameters = {
		httpMethod: 'POST',
		path,
		responseMode,
		...(responseMode === 'lastNode' && { responseData: 'allEntries' }),
	};
	const start = { name: 'Called', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path, parameters };
	const saved = await saveWorkflow(editor, path, [start, ...after]);
	await activate(editor, saved);
	return { ...saved, address: `${editor.url}/webhook/${path}` };
}

/** Calls such a workflow. */
export async function call({
	address,
}: CalledWorkflow): Promise<{ status: number; items: Array<Record<string, unknown>>; seconds: number }> {
	const beganAt = performance.now();
	const response = await fetch(address, { method: 'POST', signal: AbortSignal.timeout(5 * 60_000) });
	const text = await response.text();
	const body = text === '' ? [] : (JSON.parse(text) as Record<string, unknown>[]);
	return { status: response.status, items: [body].flat(), seconds: (performance.now() - beganAt) / 1000 };
}

/** Waits until something is so, as long as n8n may take for it. */
export async function eventually(
	what: string,
	condition: () => boolean | Promise<boolean>,
	patienceMs = PATIENCE_MS,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error(`Not within ${patienceMs} ms: ${what}`);
		await delay(100);
	}
}

/** A finished execution: the items that reached the node "Next", and all that n8n keeps of it. */
export interface FinishedExecution {
	id: string;
	status: string;
	items: Array<Record<string, unknown>>;
	text: string;
}

/** The executions of a workflow, oldest first, those under way among them. */
export async function executionsOf(
	editor: Editor,
	{ id }: SavedWorkflow,
): Promise<Array<{ id: string; status: string }>> {
	const query = `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId: id }))}`;
	return (await editor.rest<{ results: Array<{ id: string; status: string }> }>('GET', query)).results.reverse();
}

/** The same, when there are `count` of them and all are done. */
export async function finishedExecutions(
	editor: Editor,
	workflow: SavedWorkflow,
	count: number,
	patienceMs?: number,
): Promise<FinishedExecution[]> {
	let found: Array<{ id: string; status: string }> = [];
	const areDone = async () => {
		found = await executionsOf(editor, workflow);
		return found.length >= count && found.every(({ status }) => !['new', 'running'].includes(status));
	};
	await eventually(`${count} executions are done`, areDone, patienceMs);
	return await Promise.all(found.map((execution) => readExecution(editor, execution)));
}

async function readExecution(
	editor: Editor,
	{ id, status }: { id: string; status: string },
): Promise<FinishedExecution> {
	const { data } = await editor.rest<{ data: string }>('GET', `/executions/${id}`);
	const items = parseStoredRun(data).resultData.runData.Next?.[0]?.data?.main?.[0] ?? [];
	return { id, status, items: items.map(({ json }) => json), text: data };
}
