import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliverEvent } from '../../../../simulator';
import { send, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer about webhooks, the team and users; each test is named after one fact.
const simulator = useSimulator(() => ({ rateLimit: false }));
const get = async (path: string) => (await send(simulator(), 'GET', path)).json;

test('linkedinInviteAccepted: activity fields; name = campaign name; the person and custom variables at top level; metaData{…,taskId}; no leadEmail', async () => {
	const { state } = simulator();
	const bodies: unknown[] = [];
	const receiver = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk: Buffer) => (text += chunk.toString()));
		request.on('end', () => {
			bodies.push(JSON.parse(text));
			response.end();
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	try {
		const targetUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
		await send(simulator(), 'POST', '/hooks', { targetUrl, type: 'linkedinInviteAccepted' });
		const activity = state.addActivity({ type: 'linkedinInviteAccepted', campaignName: 'Founders' });
		await deliverEvent(state, activity);
	} finally {
		receiver.closeAllConnections();
		await new Promise((resolve) => receiver.close(resolve));
	}
	expect(bodies).toEqual([
		expect.objectContaining({
			_id: expect.stringMatching(/^act_/),
			type: 'linkedinInviteAccepted',
			campaignId: expect.stringMatching(/^cam_/),
			leadId: expect.stringMatching(/^lea_/),
			campaignName: 'Founders',
			name: 'Founders',
			firstName: expect.any(String),
			lastName: expect.any(String),
			picture: expect.stringMatching(/^https:/),
			linkedinUrl: expect.stringMatching(/^https:/),
			occupation: expect.any(String),
			jobTitle: expect.any(String),
			metaData: expect.objectContaining({ taskId: expect.stringMatching(/^opp_/) }),
		}),
	]);
	expect(bodies[0]).not.toHaveProperty('leadEmail');
});

test('/team without version: no users, hooks, invitedUsers; has creatorDomain', async () => {
	const team = await get('/team');
	expect(team).toMatchObject({ _id: simulator().state.team._id, creatorDomain: 'brightforge.example' });
	for (const field of ['users', 'hooks', 'invitedUsers']) expect(team).not.toHaveProperty(field);
});

test('/users/{id}: _id, email, role, linkedIn{status,…Limit}, mailboxes', async () => {
	simulator().state.users.linkedInLinked = false;
	const [userId] = simulator().state.team.userIds;
	expect(await get(`/users/${userId}`)).toEqual({
		_id: userId,
		email: 'camille@brightforge.example',
		role: 'admin',
		linkedIn: expect.objectContaining({
			status: false,
			followLimit: expect.any(Number),
			inviteLimit: expect.any(Number),
			sendLimit: expect.any(Number),
			visitLimit: expect.any(Number),
		}),
		mailboxes: expect.any(Array),
	});
});
