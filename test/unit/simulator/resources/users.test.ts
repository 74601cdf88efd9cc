import { send, useSimulator } from '../../../support/simulatorClient';

describe('users of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

	it.each([
		['PATCH', '/users/{user}/linkedin-limits', { speed: 1 }, 400, 'LINKEDIN_LIMITS_INVALID_INPUT'],
		['PATCH', '/users/usr_none/linkedin-limits', { sendLimit: 1 }, 404, 'LINKEDIN_LIMITS_USER_NOT_IN_TEAM'],
		['PATCH', '/users/{user}/signature', { html: '' }, 400, 'ROUTE_BAD_REQUEST'],
	])('%s %s answers JSON with the code (%#)', async (method, path, body, status, code) => {
		const [userId = ''] = simulator().state.team.userIds;
		expect(await send(simulator(), method, path.replace('{user}', userId), body)).toMatchObject({
			status,
			json: { code },
		});
	});
});
