import { send, useSimulator } from '../../../support/simulatorClient';

describe('settings and steps of campaigns of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

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
	])('%s %s answers JSON with the code (%#)', async (method, path, body, status, code) => {
		const { _id } = simulator().state.addCampaign();
		expect(await send(simulator(), method, path.replace('{id}', _id), body)).toMatchObject({ status, json: { code } });
	});
});
