import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import type { WorkflowImport } from './index';
import type { N8nInstall } from './install';

/** n8n's packages of nodes, and what their node types begin with. */
const PACKAGES = { 'n8n-nodes-base': 'n8n-nodes-base', '@n8n/n8n-nodes-langchain': '@n8n/n8n-nodes-langchain' };
const RUNS = 'runs as it is';
/** n8n refuses longer names of tags. */
const LONGEST_TAG = 24;
const TAG_ID_LENGTH = 16;

/** The descriptions of n8n's own nodes as it shows them, each version that is described apart; by their types. */
export type NodeDescriptions = Map<string, INodeTypeDescription[]>;

/** Reads them from an n8n that is installed. */
export function builtInNodes({ script }: Pick<N8nInstall, 'script'>): NodeDescriptions {
	const modules = resolve(dirname(script), '../..');
	const nodes: NodeDescriptions = new Map();
	for (const [name, prefix] of Object.entries(PACKAGES)) {
		const file = join(modules, name, 'dist/types/nodes.json');
		if (!existsSync(file)) continue;
		for (const description of JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[]) {
			const type = `${prefix}.${description.name}`;
			nodes.set(type, [...(nodes.get(type) ?? []), description]);
		}
	}
	return nodes;
}

/**
 * What a workflow lacks to be run: the display names of its nodes that need an account, each once. Nodes that have a
 * credential, and nodes that are not n8n's own, lack nothing.
 */
export function lackingAccounts(workflow: Pick<WorkflowImport, 'nodes'>, nodes: NodeDescriptions): string[] {
	const lacking = (workflow.nodes as unknown as INode[]).flatMap((node) => {
		const description = nodes.get(node.type)?.find(({ version }) => [version].flat().includes(node.typeVersion));
		return description && needsAccount(node, description) ? [description.displayName] : [];
	});
	return [...new Set(lacking)];
}

function needsAccount(node: INode, description: INodeTypeDescription): boolean {
	const { properties, credentials = [] } = description;
	const values = NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description) ?? {};
	return credentials.some(
		(credential) =>
			credential.required === true &&
			node.credentials?.[credential.name] === undefined &&
			NodeHelpers.displayParameter(values, credential, node, description),
	);
}

/** The workflow with tags, which n8n's list of workflows shows, for what it lacks. */
export function withNeedsAsTags(workflow: WorkflowImport, lacking: string[]): WorkflowImport {
	const names = lacking.length === 0 ? [RUNS] : lacking.map((name) => `needs ${name}`.slice(0, LONGEST_TAG));
	// With an id of its own each: n8n makes a second tag of a name within one import, and fails.
	const tags = names.map((name) => ({
		id: createHash('sha256').update(name).digest('hex').slice(0, TAG_ID_LENGTH),
		name,
	}));
	return { ...workflow, tags };
}
