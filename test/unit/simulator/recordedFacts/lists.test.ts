import { send, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer on its lists; each test is named after one fact.
const simulator = useSimulator(() => ({ rateLimit: false }));
const get = async (path: string) => (await send(simulator(), 'GET', path)).json;

describe('pagination of /campaigns and /schedules', () => {
	const lists = [
		['campaigns', '/campaigns?version=v2&', () => simulator().state.addCampaign()],
		['schedules', '/schedules?', () => simulator().state.addSchedule()],
	] as const;

	test.each(lists)(
		"%s: nextPage is always a number, on the last page the last page's own",
		async (_name, path, add) => {
			for (let i = 0; i < 5; i++) add();
			expect(await get(`${path}limit=100&page=1`)).toMatchObject({
				pagination: { totalRecords: 5, currentPage: 1, nextPage: 1, totalPage: 1 },
			});
			expect(await get(`${path}limit=2&offset=2`)).toMatchObject({
				pagination: { totalRecords: 5, currentPage: 2, nextPage: 3, totalPage: 3 },
			});
			expect(await get(`${path}limit=2&offset=4`)).toMatchObject({ pagination: { currentPage: 3, nextPage: 3 } });
		},
	);

	test.each(lists)(
		'%s: page 5 of 2: 200, empty list, currentPage 5, nextPage 2, totalPage 2',
		async (name, path, add) => {
			for (let i = 0; i < 3; i++) add();
			const answer = await send(simulator(), 'GET', `${path}limit=2&page=5`);
			expect(answer.status).toBe(200);
			expect(answer.json).toEqual({
				[name]: [],
				pagination: { totalRecords: 3, currentPage: 5, nextPage: 2, totalPage: 2 },
			});
		},
	);
});

test('/campaigns v2 rows: _id, name, sequenceId, emoji, createdAt, createdBy, status and nothing else', async () => {
	const { _id, name, sequenceId, emoji, createdAt, createdBy, status } = simulator().state.addCampaign({
		labels: ['Q4'],
		hasError: true,
	});
	expect(await get('/campaigns?version=v2')).toMatchObject({
		campaigns: [{ _id, name, sequenceId, emoji, createdAt, createdBy, status }],
	});
	const { campaigns } = (await get('/campaigns?version=v2')) as { campaigns: object[] };
	expect(Object.keys(campaigns[0]!)).toHaveLength(7);
});

describe('/campaigns/{id}/leads', () => {
	test('without state gives all', async () => {
		const { _id } = simulator().state.addCampaign({ generatedLeads: 30 });
		expect(await get(`/campaigns/${_id}/leads`)).toHaveLength(30);
	});

	test('without state gave an empty list to somebody else (leads.listWithoutState)', async () => {
		const { _id } = simulator().state.addCampaign({ generatedLeads: 30 });
		simulator().state.leads.listWithoutState = 'none';
		expect(await get(`/campaigns/${_id}/leads`)).toEqual([]);
		expect(await get(`/campaigns/${_id}/leads?state=all`)).toHaveLength(30);
	});

	test('unsubscribed ones are listed as scanned', async () => {
		const { _id } = simulator().state.addCampaign();
		await send(simulator(), 'POST', `/campaigns/${_id}/leads`, { email: 'ann@example.com' });
		await send(simulator(), 'DELETE', `/campaigns/${_id}/leads/ann%40example.com`);
		expect(await get(`/campaigns/${_id}/leads`)).toMatchObject([{ state: 'scanned' }]);
	});
});

test('…/export/leads without state: empty', async () => {
	const { _id } = simulator().state.addCampaign({ generatedLeads: 30 });
	for (const version of ['', '/v2']) {
		expect(await get(`${version}/campaigns/${_id}/export/leads?format=json`)).toEqual([]);
		expect(await get(`${version}/campaigns/${_id}/export/leads?format=json&state=all`)).toHaveLength(30);
	}
	const { text } = await send(simulator(), 'GET', `/v2/campaigns/${_id}/export/leads`);
	expect(text.trimEnd().split('\n')).toHaveLength(1);
});

describe('/activities', () => {
	test('with an unknown type: 200 {}, no list', async () => {
		simulator().state.addActivity({ type: 'emailsReplied' });
		expect(await send(simulator(), 'GET', '/activities?version=v2&type=emailReplied')).toMatchObject({
			status: 200,
			text: '{}',
		});
		expect(await get('/activities?version=v2&type=emailsReplied')).toHaveLength(1);
		expect(await get('/activities?version=v2&type=smsFailed')).toEqual([]);
	});

	test('campaignId can be null (sent by hand)', async () => {
		simulator().state.addActivity({ campaignId: null });
		expect(await get('/activities?version=v2')).toMatchObject([{ campaignId: null }]);
	});
});
