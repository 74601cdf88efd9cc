import type { Campaign } from '../../../../simulator';
import { call, send, useSimulator } from '../../../support/simulatorClient';

describe('campaigns of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));
	const list = async (query: string) => (await (await call(simulator(), `/campaigns?${query}`)).json()) as Campaign[];
	// The bare list is easier to read; the wrapped one has a test of its own.
	beforeEach(() => (simulator().state.campaigns.listShape = 'array'));
	const names = async (query: string) => (await list(query)).map(({ name }) => name);
	const addCampaigns = (count: number) =>
		Array.from({ length: count }, (_, index) => simulator().state.addCampaign({ name: `c${index + 1}` }));

	it('lists newest first, as a bare array', async () => {
		addCampaigns(3);
		expect(await names('version=v2')).toEqual(['c3', 'c2', 'c1']);
		expect(await names('version=v2&sortBy=createdAt&sortOrder=asc')).toEqual(['c1', 'c2', 'c3']);
	});

	it('gives short rows when the version is missing', async () => {
		const { _id, name, labels } = simulator().state.addCampaign({ labels: ['Q4'] });
		expect(await list('')).toEqual([{ _id, name, labels }]);
	});

	it('gives at most 100 per page, by offset or by page', async () => {
		addCampaigns(250);
		expect(await names('version=v2&limit=1000')).toHaveLength(100);
		expect(await names('version=v2')).toHaveLength(100);
		expect(await names('version=v2&limit=2&offset=1')).toEqual(['c249', 'c248']);
		expect(await names('version=v2&limit=100&page=3')).toHaveLength(50);
		expect(await names('version=v2&page=4')).toEqual([]);
	});

	it('filters by status and creator, and never shows another team', async () => {
		const { state } = simulator();
		state.addCampaign({ name: 'running' });
		state.addCampaign({ name: 'paused with errors', status: 'paused', hasError: true });
		state.addCampaign({ name: 'by somebody else', createdBy: 'usr_somebody' });
		state.addCampaign({ name: 'of others', teamId: state.addTeam()._id });
		expect(await names('version=v2&status=paused')).toEqual(['paused with errors']);
		expect(await names('version=v2&status=errors')).toEqual(['paused with errors']);
		expect(await names('version=v2&createdBy=usr_somebody')).toEqual(['by somebody else']);
		expect(await names('version=v2')).toHaveLength(3);
	});

	it('wraps the v2 list with its pagination, unless it is told otherwise', async () => {
		addCampaigns(5);
		simulator().state.campaigns.listShape = 'wrapped';
		const page = async (number: number) => (await list(`version=v2&limit=2&page=${number}`)) as unknown;
		expect(await page(1)).toMatchObject({
			campaigns: [{ name: 'c5' }, { name: 'c4' }],
			pagination: { totalRecords: 5, currentPage: 1, nextPage: 2, totalPage: 3 },
		});
		expect(await page(3)).toMatchObject({
			campaigns: [{ name: 'c1' }],
			pagination: { currentPage: 3, nextPage: 3 },
		});
		expect(await list('limit=2')).toHaveLength(2);
	});

	it('gives one campaign, with an id like those of lemlist', async () => {
		const campaign = simulator().state.addCampaign({ name: 'Größe & Maß' });
		const answer = (await (await call(simulator(), `/campaigns/${campaign._id}`)).json()) as Campaign;
		expect(answer).toMatchObject({
			_id: expect.stringMatching(/^cam_[A-Za-z0-9]{17}$/),
			name: 'Größe & Maß',
			status: 'running',
		});
		expect(answer).not.toHaveProperty('simulation');
	});

	it.each([
		['an unknown campaign', 404, 'Campaign not found'],
		['a campaign of another team', 400, 'Bad team'],
	])('answers %s with %i text', async (which, status, text) => {
		const { state } = simulator();
		const id = which === 'an unknown campaign' ? 'cam_none' : state.addCampaign({ teamId: state.addTeam()._id })._id;
		for (const path of ['', '/export/start', '/export/axp_1/status', '/export/leads']) {
			const response = await call(simulator(), `/campaigns/${id}${path}`);
			expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
				status,
				text,
				'text/plain; charset=utf-8',
			]);
		}
	});

	it.each([
		[
			'PATCH',
			'/campaigns/{id}',
			{ sendUserIds: ['usr_none'] },
			'None of the provided sender IDs are members of this team',
		],
		['POST', '/campaigns/{id}/start', undefined, "You can't start campaigns that are already running"],
	])("%s %s answers 400 in lemlist's words (%#)", async (method, path, body, text) => {
		const { _id } = simulator().state.addCampaign();
		expect(await send(simulator(), method, path.replace('{id}', _id), body)).toMatchObject({ status: 400, text });
	});
});
