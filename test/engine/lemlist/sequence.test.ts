import { campaign, createWorld, jsonOf, type Parameters, type World } from './world';

let world: World;
beforeEach(async () => {
	world = await createWorld();
});
afterEach(async () => await world.end());

const addCampaign = (status: 'paused' | 'running' = 'paused') => world.lemlist.state.addCampaign({ status });

async function one(operation: string, parameters: Parameters): Promise<Record<string, unknown>> {
	const run = await world.run('sequence', operation, parameters);
	if (run.error) throw new Error(run.error.message);
	const items = jsonOf(run);
	expect(items).toHaveLength(1);
	return items[0]!;
}

async function addedStep(
	sequenceId: string,
	type = 'email',
	additionalFields: Parameters = {},
): Promise<{ sequenceId: string; stepId: string }> {
	const { _id } = await one('addStep', { sequenceId, type, additionalFields });
	return { sequenceId, stepId: String(_id) };
}

describe('Sequences', () => {
	test('of a campaign are items with their steps, the main one first', async () => {
		const { _id, sequenceId } = addCampaign();
		await addedStep(sequenceId, 'conditional', { conditionKey: 'emailsOpened' });
		const sequences = jsonOf(await world.run('sequence', 'getMany', { campaignId: campaign(_id), returnAll: true }));
		expect(sequences.map(({ level }) => level)).toEqual([0, 1, 1]);
		expect(sequences[0]).toMatchObject({ _id: sequenceId, steps: [{ type: 'conditional', sequenceStep: 0 }] });
		expect(jsonOf(await world.run('sequence', 'getMany', { campaignId: campaign(_id), limit: 1 }))).toEqual([
			sequences[0],
		]);
	});

	test('of a campaign give their steps as items, each with its sequence, number and branch', async () => {
		const { _id, sequenceId } = addCampaign();
		const mail = await addedStep(sequenceId, 'email', { subject: 'Hello' });
		const condition = await addedStep(sequenceId, 'conditional', { conditionKey: 'emailsOpened' });
		const [yes] = jsonOf(await world.run('sequence', 'getManyBranches', { ...condition, returnAll: true }));
		const later = await addedStep(String(yes?.sequenceId), 'phone');
		const parameters = { campaignId: campaign(_id), returnAll: true };
		const steps = jsonOf(await world.run('sequence', 'getManySteps', parameters));
		expect(steps).toMatchObject([
			{ _id: mail.stepId, sequenceId, order: 1, subject: 'Hello' },
			{ _id: condition.stepId, sequenceId, order: 2, type: 'conditional' },
			{ _id: later.stepId, sequenceId: yes?.sequenceId, order: 1, parentStepId: condition.stepId },
		]);
		expect(steps.map(({ branch }) => branch)).toEqual([undefined, undefined, yes?.sequenceId]);
		expect(jsonOf(await world.run('sequence', 'getManySteps', { ...parameters, returnAll: false, limit: 1 }))).toEqual([
			steps[0],
		]);
	});

	test('get steps in the order of the items, although other items overlap', async () => {
		const first = addCampaign();
		const second = addCampaign();
		world.lemlist.state.latencyMs = 5;
		const input = ['a', 'b', 'c', 'd', 'e'].flatMap((subject) =>
			[first, second].map(({ sequenceId }) => ({ sequenceId, subject })),
		);
		const run = await world.run(
			'sequence',
			'addStep',
			{ sequenceId: '={{ $json.sequenceId }}', type: 'email', additionalFields: { subject: '={{ $json.subject }}' } },
			{ input },
		);
		expect(jsonOf(run).map(({ subject }) => subject)).toEqual(input.map(({ subject }) => subject));
		for (const { sequenceId } of [first, second]) {
			expect(world.lemlist.state.findSequence(sequenceId)?.steps.map(({ subject }) => subject)).toEqual([
				'a',
				'b',
				'c',
				'd',
				'e',
			]);
		}
	});

	test('take every setting of a step in the form of lemlist', async () => {
		const { sequenceId } = addCampaign();
		const target = addCampaign();
		await addedStep(sequenceId, 'linkedinSend', {
			message: 'Hi',
			images: 'https://example.com/a.png, https://example.com/b.png',
			delay: 0,
			altMessage: '',
		});
		await addedStep(sequenceId, 'sendToAnotherCampaign', {
			campaignId: campaign(target._id),
			leadAction: 'stop',
			index: 0,
		});
		expect(world.lemlist.requests.map(({ body }) => body)).toEqual([
			{
				type: 'linkedinSend',
				message: 'Hi',
				images: ['https://example.com/a.png', 'https://example.com/b.png'],
				delay: 0,
			},
			{ type: 'sendToAnotherCampaign', campaignId: target._id, leadAction: 'stop', index: 0 },
		]);
		expect(world.lemlist.state.findSequence(sequenceId)?.steps.map(({ type }) => type)).toEqual([
			'sendToAnotherCampaign',
			'linkedinSend',
		]);
	});

	test('have steps that are changed, cleared and deleted', async () => {
		const { sequenceId } = addCampaign();
		const step = await addedStep(sequenceId, 'email', { subject: 'Old', message: 'Text' });
		expect(
			await one('updateStep', { ...step, type: 'email', updateFields: { subject: 'New', message: '' } }),
		).toMatchObject({ subject: 'New', message: '' });
		expect(await one('deleteStep', step)).toEqual({ deleted: true, stepId: step.stepId });
		expect(world.lemlist.state.findSequence(sequenceId)?.steps).toEqual([]);
	});

	test('of a running campaign keep their steps, and the item says why', async () => {
		const { sequenceId } = addCampaign('running');
		const step = await addedStep(sequenceId);
		const input = [{ id: step.stepId }, { id: 'stp_none' }];
		const run = await world.run(
			'sequence',
			'deleteStep',
			{ sequenceId, stepId: '={{ $json.id }}' },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(jsonOf(run).map(({ error }) => error)).toEqual([
			'lemlist says: You cannot delete this step because the campaign is running (HTTP 400)',
			'lemlist says: Step not found (HTTP 404)',
		]);
	});

	test('can be A/B tested: create, read, change, choose the winner, delete', async () => {
		const step = await addedStep(addCampaign().sequenceId, 'email', { subject: 'A', message: 'Text' });
		expect(await one('createVariant', step)).toMatchObject({ stepId: step.stepId, abTest: true, subject: 'A' });
		expect(
			await one('updateVariant', {
				...step,
				updateFields: { subject: 'B', cc: 'a@example.com,b@example.com', plainText: true },
			}),
		).toMatchObject({ subject: 'B', cc: ['a@example.com', 'b@example.com'], plainText: true });
		expect(await one('getVariant', step)).toMatchObject({ subject: 'B', message: 'Text' });
		expect(await one('selectWinner', { ...step, variant: 'A' })).toEqual({ stepId: step.stepId, abTest: 'A' });
		expect(await one('deleteVariant', { ...step, variant: 'A' })).toEqual({
			deleted: true,
			stepId: step.stepId,
			variant: 'A',
		});
		expect((await world.run('sequence', 'getVariant', step)).error?.message).toBe(
			'lemlist says: No A/B test variant on this step (HTTP 404)',
		);
	});

	test('have conditions with branches: add, change, reorder, delete', async () => {
		const step = await addedStep(addCampaign().sequenceId, 'conditional', { conditionKey: 'hasScore' });
		const added = await one('addBranch', {
			...step,
			additionalFields: { name: 'Hot', scoreComparator: '$gte', scoreThreshold: 80 },
		});
		expect(added).toMatchObject({ name: 'Hot', scoreThreshold: 80, index: 1 });
		const branches = async () => jsonOf(await world.run('sequence', 'getManyBranches', { ...step, returnAll: true }));
		const [yes] = await branches();
		const branchSequenceId = String(added.sequenceId);
		expect(await one('updateBranch', { ...step, branchSequenceId, updateFields: { name: 'Hotter' } })).toMatchObject({
			name: 'Hotter',
			scoreThreshold: 80,
		});
		const order = `${branchSequenceId}, ${String(yes?.sequenceId)}`;
		expect(jsonOf(await world.run('sequence', 'reorderBranches', { ...step, order })).map(({ name }) => name)).toEqual([
			'Hotter',
			'Yes',
			'No',
		]);
		expect(await one('deleteBranch', { ...step, branchSequenceId })).toEqual({ deleted: true, branchSequenceId });
		expect((await branches()).map(({ name }) => name)).toEqual(['Yes', 'No']);
	});

	test('have steps with a sender of their own', async () => {
		const step = await addedStep(addCampaign().sequenceId);
		expect(
			await one('setStepSender', { ...step, userId: 'usr_1', channel: '{"type": "email", "id": "usm_1"}' }),
		).toMatchObject({ sender: { userId: 'usr_1', channel: { type: 'email', id: 'usm_1' } } });
		expect(await one('getStepSender', step)).toMatchObject({ sender: { userId: 'usr_1' } });
		expect(await one('removeStepSender', step)).toEqual({ deleted: true, stepId: step.stepId });
		expect(await one('getStepSender', step)).not.toHaveProperty('sender');
		await one('setStepSender', { ...step, userId: 'usr_1' });
		expect(world.lemlist.requests.at(-1)?.body).toEqual({ userId: 'usr_1' });
	});
});
