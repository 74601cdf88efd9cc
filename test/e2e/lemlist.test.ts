import { type Simulator, startSimulator } from '../../simulator';
import { createN8n, type Execution, type N8n } from '../../tools/n8n';
import { API_KEY, CREDENTIAL, credential, expectNoKey, itemsOf } from './support';

jest.setTimeout(5 * 60_000);

let lemlist: Simulator;
let n8n: N8n;
let execution: Execution;

/** One operation of each resource; the node is called by the resource. */
function operations(campaignId: string, userId: string): Record<string, Record<string, unknown>> {
	const campaign = { campaignId: { __rl: true, mode: 'id', value: campaignId } };
	return {
		activity: { operation: 'getMany', returnAll: true },
		campaign: { operation: 'getMany', returnAll: true },
		enrichment: {
			operation: 'enrichData',
			enrichments: ['findEmail'],
			person: { linkedinUrl: 'https://www.linkedin.com/in/jane' },
			waitForResult: true,
		},
		lead: {
			operation: 'create',
			...campaign,
			email: 'jane+demo/#?@example.com',
			additionalFields: { firstName: 'Jane' },
		},
		schedule: { operation: 'getMany', returnAll: true },
		sequence: { operation: 'getMany', ...campaign },
		team: { operation: 'get' },
		unsubscribe: { operation: 'add', value: '@example.org' },
		user: { operation: 'get', userId },
		webhook: { operation: 'create', targetUrl: 'https://example.com/hook' },
	};
}

beforeAll(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, seed: true });
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	const [campaign] = lemlist.state.campaigns.values();
	const all = Object.entries(operations(campaign!._id, lemlist.state.team.userIds[0]!));
	const nodes = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		...all.map(([resource, parameters]) => ({
			name: resource,
			type: 'n8n-nodes-lemlist.lemlist',
			typeVersion: 1,
			parameters: { resource, ...parameters },
			credentials: { lemlistAccountApi: CREDENTIAL },
			onError: 'continueRegularOutput',
		})),
	].map((node, index) => ({ ...node, id: String(index), position: [index ? 250 : 0, index * 150] }));
	const connections = { Start: { main: [all.map(([node]) => ({ node, type: 'main', index: 0 }))] } };
	await n8n.importCredentials([credential(lemlist.baseUrl)]);
	await n8n.importWorkflows([
		{ id: 'every-resource', name: 'Every resource', nodes, connections, settings: {}, active: false },
	]);
	execution = await n8n.execute('every-resource');
});

afterAll(async () => {
	await n8n?.cleanup();
	await lemlist?.close();
});

describe('In a real n8n, the packed Lemlist node', () => {
	const json = (resource: string) => itemsOf(execution, resource).map((item) => item.json);

	test('works for one operation of every resource', () => {
		expectNoKey(execution);
		for (const resource of Object.keys(operations('', ''))) {
			const items = json(resource);
			expect({ resource, failures: items.filter((item) => item.error !== undefined) }).toEqual({
				resource,
				failures: [],
			});
			if (resource !== 'activity' && resource !== 'schedule' && resource !== 'sequence')
				expect(items.length).toBeGreaterThan(0);
		}
	});

	test('gives what lemlist has', () => {
		expect(json('campaign')).toHaveLength(lemlist.state.campaigns.size);
		expect(json('team')[0]).toMatchObject({ _id: lemlist.state.team._id });
		expect(json('lead')[0]).toMatchObject({ email: 'jane+demo/#?@example.com', firstName: 'Jane' });
		expect([...lemlist.state.leads.values()].map(({ email }) => email)).toContain('jane+demo/#?@example.com');
		expect([...lemlist.state.webhooks.values()].map(({ targetUrl }) => targetUrl)).toContain(
			'https://example.com/hook',
		);
	});
});
