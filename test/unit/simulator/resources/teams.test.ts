import { call, useSimulator } from '../../../support/simulatorClient';

describe('teams of the simulator', () => {
	const simulator = useSimulator();

	it('answers the team to its key', async () => {
		const team = (await (await call(simulator(), '/team')).json()) as Record<string, unknown>;
		expect(team).toMatchObject({
			_id: expect.stringMatching(/^tea_[A-Za-z0-9]{17}$/),
			name: 'Brightforge Sales',
		});
		expect(team).not.toHaveProperty('users');
	});

	it('adds the users with version=v2', async () => {
		const team = (await (await call(simulator(), '/team?version=v2')).json()) as Record<string, unknown>;
		expect(team.users).toEqual([
			{
				userId: expect.stringMatching(/^usr_/),
				name: 'Camille Durand',
				email: 'camille@brightforge.example',
				role: 'admin',
			},
		]);
	});
});
