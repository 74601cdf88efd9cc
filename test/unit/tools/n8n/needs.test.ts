import type { INodeTypeDescription } from 'n8n-workflow';

import type { WorkflowImport } from '../../../../tools/n8n';
import { lackingAccounts, type NodeDescriptions, withNeedsAsTags } from '../../../../tools/n8n/needs';

const authentication = { displayName: 'Authentication', name: 'authentication', type: 'options', default: 'none' };
const nodes = new Map<string, unknown[]>([
	['n8n-nodes-base.noOp', [{ displayName: 'No Operation', version: 1, properties: [] }]],
	[
		'n8n-nodes-base.slack',
		[
			{ displayName: 'Slack', version: 1, properties: [] },
			{ displayName: 'Slack', version: [2, 2.3], properties: [], credentials: [{ name: 'slackApi', required: true }] },
		],
	],
	[
		'n8n-nodes-base.webhook',
		[
			{
				displayName: 'Webhook',
				version: 1,
				properties: [authentication],
				credentials: [
					{ name: 'httpBasicAuth', required: true, displayOptions: { show: { authentication: ['basicAuth'] } } },
				],
			},
		],
	],
	[
		'n8n-nodes-base.httpRequest',
		[{ displayName: 'HTTP Request', version: 1, properties: [], credentials: [{ name: 'httpSslAuth' }] }],
	],
]) as NodeDescriptions & Map<string, INodeTypeDescription[]>;

function lacking(...list: object[]): string[] {
	return lackingAccounts({ nodes: list.map((node) => ({ parameters: {}, typeVersion: 1, ...node })) as never }, nodes);
}

describe('What an example lacks to be run', () => {
	test('is nothing where no node needs an account, or n8n does not know the node', () => {
		expect(lacking({ type: 'n8n-nodes-base.noOp' }, { type: 'n8n-nodes-lemlist.lemlist' })).toEqual([]);
		expect(lacking({ type: 'n8n-nodes-base.httpRequest' })).toEqual([]);
	});

	test('are the accounts that its nodes need in their version, each once', () => {
		const slack = { type: 'n8n-nodes-base.slack', typeVersion: 2.3 };
		expect(lacking(slack, slack)).toEqual(['Slack']);
		expect(lacking({ ...slack, typeVersion: 1 })).toEqual([]);
		expect(lacking({ ...slack, credentials: { slackApi: { id: '1', name: 'Ours' } } })).toEqual([]);
	});

	test('depends on how the node is set', () => {
		const webhook = { type: 'n8n-nodes-base.webhook' };
		expect(lacking(webhook)).toEqual([]);
		expect(lacking({ ...webhook, parameters: { authentication: 'basicAuth' } })).toEqual(['Webhook']);
	});
});

test('Tags tell what an example lacks, in names that n8n takes', () => {
	const workflow = { id: 'w', name: 'W', nodes: [], connections: {} } as WorkflowImport;
	const tagsOf = (...names: string[]) => withNeedsAsTags(workflow, names).tags as Array<{ id: string; name: string }>;
	expect(tagsOf().map(({ name }) => name)).toEqual(['runs as it is']);
	expect(tagsOf('Slack', 'Google Sheets').map(({ name }) => name)).toEqual(['needs Slack', 'needs Google Sheets']);
	expect(tagsOf('OpenAI Chat Model of the Future')[0]?.name).toHaveLength(24);
	// n8n saves a tag of the same id once, and fails at a second one of the same name.
	expect(tagsOf('Slack')).toEqual(tagsOf('Slack'));
});
