import { call, useSimulator } from '../../../support/simulatorClient';

describe('sequences of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));
	const send = async (method: string, path: string, body?: object) => {
		const response = await call(simulator(), path, {
			method,
			...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		return [response.status, await response.text()] as const;
	};
	const json = (answer: readonly [number, string]) => JSON.parse(answer[1]) as Record<string, unknown>;

	it('are an object keyed by id, whose order says nothing', async () => {
		const { _id, sequenceId } = simulator().state.addCampaign();
		await send('POST', `/sequences/${sequenceId}/steps`, { type: 'conditional', conditionKey: 'hasScore' });
		const sequences = json(await send('GET', `/campaigns/${_id}/sequences`)) as Record<string, { level: number }>;
		expect(Object.values(sequences).map(({ level }) => level)).toEqual([1, 1, 0]);
		expect(sequences[sequenceId]).toMatchObject({
			_id: sequenceId,
			steps: [{ type: 'conditional', index: 1, sequenceStep: 0 }],
		});
	});

	it('refuse steps that lack what their type needs, and another type', async () => {
		const { sequenceId } = simulator().state.addCampaign();
		expect(await send('POST', `/sequences/${sequenceId}/steps`, { type: 'api' })).toEqual([
			400,
			'Error from createStep',
		]);
		const { _id } = json(await send('POST', `/sequences/${sequenceId}/steps`, { type: 'email' }));
		expect(await send('PATCH', `/sequences/${sequenceId}/steps/${String(_id)}`, { type: 'sms' })).toEqual([
			400,
			'Error from updateStep',
		]);
	});

	it('keep their steps while the campaign is running', async () => {
		const { sequenceId } = simulator().state.addCampaign({ status: 'running' });
		const { _id } = json(await send('POST', `/sequences/${sequenceId}/steps`, { type: 'email' }));
		expect(await send('DELETE', `/sequences/${sequenceId}/steps/${String(_id)}`)).toEqual([
			400,
			'You cannot delete this step because the campaign is running',
		]);
	});

	it('test a step once', async () => {
		const { sequenceId } = simulator().state.addCampaign();
		const { _id } = json(await send('POST', `/sequences/${sequenceId}/steps`, { type: 'email', subject: 'Hi' }));
		const path = `/sequences/${sequenceId}/steps/${String(_id)}/ab-test`;
		expect(await send('GET', path)).toEqual([404, 'No A/B test variant on this step']);
		expect(json(await send('POST', path))).toMatchObject({ stepId: _id, abTest: true, subject: 'Hi' });
		expect(await send('POST', path)).toEqual([400, 'A/B test already exists on this step']);
		expect(json(await send('POST', `${path}/winner`, { variant: 'B' }))).toEqual({ stepId: _id, abTest: 'B' });
		expect((await send('POST', `${path}/winner`, { variant: 'A' }))[0]).toBe(400);
	});

	it('refuse an order that lacks a branch', async () => {
		const { sequenceId } = simulator().state.addCampaign();
		const { _id } = json(
			await send('POST', `/sequences/${sequenceId}/steps`, { type: 'conditional', conditionKey: 'hasScore' }),
		);
		expect(await send('PATCH', `/sequences/${sequenceId}/steps/${String(_id)}/branches`, { order: [] })).toEqual([
			400,
			'{"code":"SEQUENCE_BRANCH_ORDER_INVALID"}',
		]);
	});

	it('of another team are refused', async () => {
		const { state } = simulator();
		const { sequenceId } = state.addCampaign({ teamId: state.addTeam()._id });
		expect(await send('POST', `/sequences/${sequenceId}/steps`, { type: 'email' })).toEqual([400, 'Bad team']);
		expect(await send('POST', '/sequences/seq_none/steps', { type: 'email' })).toEqual([404, 'Sequence not found']);
	});
});
