import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';

import type { Editor } from '../../tools/n8n';
import { readWorkflow } from '../../tools/n8n/examples';
import { parseStoredRun } from '../../tools/n8n/execution';
import { credentialsFor } from './downstream';
import { activate, deactivate, executionsOf, finishedExecutions, type SavedWorkflow } from './workflows';

/** How long a run may take: n8n's data table takes a tenth of a second for a row. */
const PATIENCE_MS = 120_000;
const EXAMPLES = resolve(__dirname, '../../examples');

/** A node of an example, whose parameters a person would fill in. */
interface ExampleNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[more: string]: unknown;
}

type Connections = Record<string, Array<Array<{ node: string; type: string; index: number }>>>;

/** An example as a person has it who imported it and chose accounts. */
export interface Example {
	name: string;
	nodes: ExampleNode[];
	connections: Record<string, Connections>;
	/** The node of a name. */
	node(name: string): ExampleNode;
	/** Sets parameters of a node, as a person does who opens it. */
	fillIn(name: string, parameters: Record<string, unknown>): Example;
	/** Deletes a node and connects what was before it to what is behind it. */
	takeOut(name: string): Example;
}

/** The names of all examples. */
export const exampleNames = (): string[] =>
	readdirSync(EXAMPLES)
		.filter((file) => file.endsWith('.json'))
		.map((file) => basename(file, '.json'))
		.sort();

/** Reads an example; nodes of this package get the credential of `exampleCredential`, the others that of `downstream`. */
export function example(name: string): Example {
	const { nodes, connections } = readWorkflow(resolve(EXAMPLES, `${name}.json`));
	const read: Example = {
		name,
		nodes: (nodes as ExampleNode[]).map((node) => ({
			...node,
			credentials: node.credentials ?? credentialsFor(node.type),
		})),
		connections: connections as Record<string, Connections>,
		node(wanted) {
			const found = read.nodes.find((node) => node.name === wanted);
			if (!found) throw new Error(`${name} has no node "${wanted}"`);
			return found;
		},
		fillIn(wanted, parameters) {
			Object.assign(read.node(wanted).parameters, parameters);
			return read;
		},
		takeOut(wanted) {
			const behind = read.connections[wanted]?.main?.[0] ?? [];
			read.nodes = read.nodes.filter((node) => node.name !== wanted);
			delete read.connections[wanted];
			for (const { main } of Object.values(read.connections)) {
				for (const output of main ?? []) {
					const at = output.findIndex(({ node }) => node === wanted);
					if (at >= 0) output.splice(at, 1, ...behind);
				}
			}
			return read;
		},
	};
	return read;
}

/** Saves an example in n8n, as the editor does. Its schedule counts in UTC. */
export async function save(editor: Editor, { name, nodes, connections }: Example): Promise<SavedWorkflow> {
	const settings = { executionOrder: 'v1', timezone: 'UTC' };
	return await editor.rest('POST', '/workflows', { name, nodes, connections, settings, active: false });
}

/** What a run made: the items of each node, of all times that it ran. */
export interface ExampleRun {
	id: string;
	status: string;
	/** The first message of an error, of the run or of one of its nodes. */
	error: string | undefined;
	items(node: string, output?: number): INodeExecutionData[];
	json(node: string, output?: number): Array<Record<string, unknown>>;
}

function readRun({ id, status, text }: { id: string; status: string; text: string }): ExampleRun {
	const { runData, error } = parseStoredRun(text).resultData;
	const items = (node: string, output = 0) => (runData[node] ?? []).flatMap(({ data }) => data?.main?.[output] ?? []);
	const ofNode = Object.values(runData)
		.flat()
		.find((run) => run.error)?.error;
	const said = error ?? ofNode;
	return {
		id,
		status,
		error: said && `${said.message} ${String((said as { description?: string }).description ?? '')}`,
		items,
		json: (node, output) => items(node, output).map((item) => item.json),
	};
}

/** The last of `count` executions, which must have gone well. */
async function goodRun(editor: Editor, workflow: SavedWorkflow, count: number): Promise<ExampleRun> {
	const executions = await finishedExecutions(editor, workflow, count, PATIENCE_MS);
	const run = readRun(executions.at(-1)!);
	expect({ status: run.status, error: run.error }).toEqual({ status: 'success', error: undefined });
	return run;
}

/** The one execution of a workflow, waited for as long as `patienceMs`. */
export async function theRun(editor: Editor, workflow: SavedWorkflow, patienceMs: number): Promise<ExampleRun> {
	const isAsleep = async () => (await executionsOf(editor, workflow)).some(({ status }) => status === 'waiting');
	const deadline = Date.now() + patienceMs;
	while ((await isAsleep()) && Date.now() < deadline) await delay(500);
	return await goodRun(editor, workflow, 1);
}

/** Executes a saved example from a trigger, as the button of the editor does, and waits for its end. */
export async function execute(editor: Editor, workflow: SavedWorkflow, trigger: string): Promise<ExampleRun> {
	const before = await executionsOf(editor, workflow);
	await start(editor, workflow, trigger);
	return await goodRun(editor, workflow, before.length + 1);
}

/** The same without waiting. */
export async function start(editor: Editor, workflow: SavedWorkflow, trigger: string): Promise<void> {
	// n8n 1 takes the workflow from here, n8n 2 from its database.
	const workflowData = await editor.rest('GET', `/workflows/${workflow.id}`);
	await editor.rest('POST', `/workflows/${workflow.id}/run`, { workflowData, triggerToStartFrom: { name: trigger } });
}

/** Saves and executes an example in one go. */
export async function runExample(editor: Editor, wanted: Example, trigger: string): Promise<ExampleRun> {
	return await execute(editor, await save(editor, wanted), trigger);
}

/** Does something that starts an active workflow, and waits for the end of the execution. */
export async function startedBy(
	editor: Editor,
	workflow: SavedWorkflow,
	event: () => Promise<unknown>,
): Promise<ExampleRun> {
	const before = await executionsOf(editor, workflow);
	await event();
	return await goodRun(editor, workflow, before.length + 1);
}

/** How long before its hour a schedule is activated, and how long after it is waited for. */
const AHEAD_MS = 3_000;
const LATE_MS = 3_000;
const TIMES = 10;

/**
 * Activates an example with a schedule, with a moment soon in the place of its hour, so that it fires once by itself. A
 * busy n8n leaves out what it is late for, so that it is tried again with a later moment.
 *
 * @returns the run that the schedule started
 */
export async function fires(editor: Editor, wanted: Example, schedule: string): Promise<ExampleRun> {
	for (let time = 0; time < TIMES; time++) {
		const at = new Date(Date.now() + AHEAD_MS);
		const expression = [at.getUTCSeconds(), at.getUTCMinutes(), at.getUTCHours(), '* * *'].join(' ');
		wanted.fillIn(schedule, { rule: { interval: [{ field: 'cronExpression', expression }] } });
		const workflow = await save(editor, wanted);
		const hasFired = async () => (await executionsOf(editor, workflow)).length > 0;
		await activate(editor, workflow);
		while (!(await hasFired()) && Date.now() < at.getTime() + LATE_MS) await delay(100);
		await deactivate(editor, workflow);
		if (await hasFired()) return await goodRun(editor, workflow, 1);
	}
	throw new Error(`The schedule of ${wanted.name} did not fire in ${TIMES} times`);
}
