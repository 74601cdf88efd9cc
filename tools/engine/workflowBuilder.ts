import {
	NodeConnectionTypes,
	type IConnections,
	type INode,
	type INodeParameters,
	type IWorkflowBase,
} from 'n8n-workflow';
import { LOOP, MANUAL_TRIGGER, NO_OP, READ_BINARY } from './helperNodes';

/** A workflow as n8n exports it, e.g. the content of a file in examples/; only nodes and connections are needed. */
export type WorkflowJson = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'id' | 'name' | 'settings' | 'staticData'>>;

/** What the Settings tab of a node holds (Retry On Fail, On Error …), its credentials and version. */
export type NodeSettings = Partial<Omit<INode, 'name' | 'type' | 'parameters'>>;

/** A node of a workflow. `parameters` may hold expressions (`={{ $json.id }}`). */
export function node(name: string, type: string, parameters: INodeParameters = {}, settings: NodeSettings = {}): INode {
	return { id: name, typeVersion: 1, position: [0, 0], ...settings, name, type, parameters };
}

/** The node "Start": emits the items given to the run. */
export const start = () => node('Start', MANUAL_TRIGGER);

/** A node that hands its input on. */
export const noOp = (name: string) => node(name, NO_OP);

/** A node that reads the file in `binaryPropertyName` and emits `{ fileName, mimeType, size, sha256 }`. */
export const readBinary = (name: string, binaryPropertyName = 'data') =>
	node(name, READ_BINARY, { binaryPropertyName });

/** A node that sends its input to output 1 `passes` times (connect that way back to it), then to output 0. */
export const loop = (name: string, passes: number) => node(name, LOOP, { passes });

interface ChainLink {
	name: string;
	output: number;
}

/** `Name` or `Name[1]`, where 1 is the output that the next node of the chain is connected to. */
function parseLink(text: string): ChainLink {
	const [, name = '', output] = /^(.*?)(?:\[(\d+)\])?$/.exec(text.trim()) ?? [];
	return { name, output: Number(output ?? 0) };
}

function connect(connections: IConnections, from: ChainLink, to: ChainLink): void {
	const outputs = ((connections[from.name] ??= {}).main ??= []);
	while (outputs.length <= from.output) outputs.push([]);
	outputs[from.output]?.push({ node: to.name, type: NodeConnectionTypes.Main, index: 0 });
}

/**
 * Puts nodes together. Without `chains` each node is connected to the next one; else each chain is a text such as
 * `'Start -> Export -> Read'` or `'Export[1] -> Errors'` (the second output, where `continueErrorOutput` sends errors).
 */
export function workflow(nodes: INode[], chains?: string[]): WorkflowJson {
	const links = chains
		? chains.map((chain) => chain.split('->').map(parseLink))
		: [nodes.map(({ name }) => ({ name, output: 0 }))];
	const names = new Set(nodes.map(({ name }) => name));
	const connections: IConnections = {};

	for (const chain of links) {
		for (const { name } of chain) if (!names.has(name)) throw new Error(`The workflow has no node "${name}"`);
		chain.slice(1).forEach((to, index) => connect(connections, chain[index] as ChainLink, to));
	}
	// n8n runs the branches of a node from top to bottom and left to right.
	const placed = nodes.map((each, index): INode => ({ ...each, position: [index * 200, 0] }));
	return { nodes: placed, connections };
}
