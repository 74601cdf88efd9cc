import { send, useSimulator } from '../../../support/simulatorClient';

describe('senders of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

	it('are the users of the team, each with the campaigns they send', async () => {
		const { state } = simulator();
		const { _id } = state.addCampaign({ status: 'paused' });
		state.addCampaign({ status: 'running' });
		state.addCampaign({ teamId: state.addTeam()._id });
		const { json } = await send(simulator(), 'GET', '/team/senders?state=paused');
		expect(json).toMatchObject([{ userId: state.team.userIds[0], campaigns: [{ _id, status: 'paused' }] }]);
	});

	it('cannot be filtered by a state that lemlist does not know', async () => {
		expect(await send(simulator(), 'GET', '/team/senders?state=asleep')).toMatchObject({
			status: 400,
			text: 'Bad params (invalid state parameter)',
		});
	});
});
