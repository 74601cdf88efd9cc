import { call, useSimulator } from '../../../support/simulatorClient';

describe('campaign and user operations of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));
	const send = async (method: string, path: string, body?: unknown) => {
		const response = await call(simulator(), path, {
			method,
			...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		return [response.status, await response.text()];
	};

	it.each([
		['GET', '/v2/campaigns/{id}/stats', undefined, 'Bad params: startDate and endDate are required'],
		[
			'GET',
			'/v2/campaigns/{id}/stats?startDate=1&endDate=2&channels=email',
			undefined,
			'Bad params: channels must be a valid array',
		],
		[
			'GET',
			'/v2/campaigns/{id}/stats?startDate=1&endDate=2&ABSelected=C',
			undefined,
			'Bad params: ABSelected must be A or B',
		],
		['POST', '/v2/campaigns/stats/batch', {}, 'Bad params: campaignIds must be a non-empty array'],
		[
			'POST',
			'/v2/campaigns/stats/batch',
			{ campaignIds: Array(101).fill('cam_1') },
			'Bad params: campaignIds must contain at most 100 items',
		],
		['GET', '/team/senders?state=asleep', undefined, 'Bad params (invalid state parameter)'],
		[
			'PATCH',
			'/campaigns/{id}',
			{ sendUserIds: ['usr_none'] },
			'None of the provided sender IDs are members of this team',
		],
		['POST', '/campaigns/{id}/start', undefined, "You can't start campaigns that are already running"],
	])("%s %s answers 400 in lemlist's words (%#)", async (method, path, body, text) => {
		const { _id } = simulator().state.addCampaign();
		expect(await send(method, path.replace('{id}', _id), body)).toEqual([400, text]);
	});

	it.each([
		['PATCH', '/campaigns/{id}/settings', {}, 400, 'CAMPAIGN_SETTINGS_INVALID_INPUT'],
		['PATCH', '/campaigns/{id}/settings', { colours: {} }, 400, 'CAMPAIGN_SETTINGS_INVALID_INPUT'],
		['GET', '/campaigns/cam_none/settings', undefined, 404, 'CAMPAIGN_NOT_FOUND'],
		['POST', '/campaigns/{id}/steps/stp_none/skip', undefined, 404, 'STEP_SKIP_STEP_NOT_FOUND'],
		[
			'POST',
			'/campaigns/{id}/steps/stp_1/skip-for-leads',
			{ leads: Array(101).fill('a') },
			400,
			'STEP_SKIP_TOO_MANY_LEADS',
		],
		['PATCH', '/users/{user}/linkedin-limits', { speed: 1 }, 400, 'LINKEDIN_LIMITS_INVALID_INPUT'],
		['PATCH', '/users/usr_none/linkedin-limits', { sendLimit: 1 }, 404, 'LINKEDIN_LIMITS_USER_NOT_IN_TEAM'],
		['PATCH', '/users/{user}/signature', { html: '' }, 400, 'ROUTE_BAD_REQUEST'],
	])('%s %s answers JSON with the code (%#)', async (method, path, body, status, code) => {
		const { state } = simulator();
		const { _id } = state.addCampaign();
		const [got, text] = await send(method, path.replace('{id}', _id).replace('{user}', state.team.userIds[0]!), body);
		expect([got, JSON.parse(String(text)).code]).toEqual([status, code]);
	});
});
