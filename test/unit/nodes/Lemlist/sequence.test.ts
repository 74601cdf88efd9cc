import { findOperation, resources } from '../../../../nodes/Lemlist/resources';
import { operationContext } from '../../../support/lemlist/operationContext';
import { runOne } from '../../../support/lemlist/run';

const step = { sequenceId: 'seq_1', stepId: 'stp_1' };

describe('Sequence', () => {
	test('Get Many turns the object of lemlist into items, the main sequence first', async () => {
		const answer = {
			seq_b: { _id: 'seq_b', level: 1, steps: [] },
			seq_c: { _id: 'seq_c', level: 2 },
			seq_a: { _id: 'seq_a', level: 0, steps: [] },
		};
		const { json } = await runOne(
			'sequence',
			'getMany',
			{ campaignId: { __rl: true, mode: 'id', value: 'cam_1' }, returnAll: true },
			() => answer,
		);
		expect(json).toEqual([answer.seq_a, answer.seq_b, answer.seq_c]);
	});

	test('Get Many refuses an answer in another form', async () => {
		const values = { campaignId: { __rl: true, mode: 'id', value: 'cam_1' }, returnAll: true };
		await expect(runOne('sequence', 'getMany', values, () => ({ seq_b: 'none' }))).rejects.toMatchObject({
			kind: 'unexpected',
		});
	});

	test('Add Step has only the settings of its type', async () => {
		const additionalFields = {
			subject: 'Hello',
			message: 'Hi',
			url: 'https://example.com',
			conditionKey: 'emailsOpened',
		};
		const bodyOf = async (type: string) =>
			(await runOne('sequence', 'addStep', { sequenceId: 'seq_1', type, additionalFields })).sent[0]?.body;
		expect(await bodyOf('email')).toEqual({ type: 'email', subject: 'Hello', message: 'Hi' });
		expect(await bodyOf('conditional')).toEqual({ type: 'conditional', conditionKey: 'emailsOpened' });
		expect(await bodyOf('={{ "linkedinVisit" }}')).toMatchObject({ type: 'linkedinVisit' });
	});

	test('Add Step leaves out what was added but not filled in; Update Step sends it, to clear it', async () => {
		const fields = { altMessage: '', message: 'Hi', images: '' };
		const added = await runOne('sequence', 'addStep', {
			sequenceId: 'seq_1',
			type: 'linkedinSend',
			additionalFields: fields,
		});
		expect(added.sent[0]?.body).toEqual({ type: 'linkedinSend', message: 'Hi' });
		const updated = await runOne('sequence', 'updateStep', { ...step, type: 'linkedinSend', updateFields: fields });
		expect(updated.sent[0]?.body).toEqual({ type: 'linkedinSend', altMessage: '', message: 'Hi', images: [] });
	});

	test.each([
		['at the end by default', undefined, undefined],
		['at the end with the Index as it is when it is added', -1, undefined],
		['first with an Index of 0, as saved workflows have it', 0, 0],
		['second with an Index of 1', 1, 1],
		['where an expression says', '2', 2],
	])('Add Step puts the step %s', async (_where, index, sent) => {
		const additionalFields = { message: 'Hi', ...(index !== undefined && { index }) };
		const added = await runOne('sequence', 'addStep', { sequenceId: 'seq_1', type: 'sms', additionalFields });
		expect(added.sent[0]?.body).toEqual({ type: 'sms', message: 'Hi', ...(sent !== undefined && { index: sent }) });
	});

	test('Add Step has an Index whose value, once added, is the end', () => {
		const fields = findOperation('sequence', 'addStep').fields.flatMap(({ options = [] }) => options);
		expect(fields).toContainEqual(expect.objectContaining({ name: 'index', default: -1 }));
	});

	test.each([-2, 0.5, 'last'])('Add Step refuses the Index %j before any request', async (index) => {
		const answer = jest.fn();
		const values = { sequenceId: 'seq_1', type: 'sms', additionalFields: { index } };
		await expect(runOne('sequence', 'addStep', values, answer)).rejects.toThrow(
			"'Index' must be a whole number of at least -1",
		);
		expect(answer).not.toHaveBeenCalled();
	});

	test('Reorder Branches sends the IDs as a list', async () => {
		const { sent } = await runOne('sequence', 'reorderBranches', { ...step, order: 'seq_2, seq_3' }, () => []);
		expect(sent).toMatchObject([
			{ method: 'PATCH', path: '/sequences/seq_1/steps/stp_1/branches', body: { order: ['seq_2', 'seq_3'] } },
		]);
		await expect(runOne('sequence', 'reorderBranches', { ...step, order: ' , ' })).rejects.toThrow(
			"'Branch Sequence IDs' is empty",
		);
	});

	test('every write to one sequence has the same place in the order', () => {
		const writes = resources
			.find(({ value }) => value === 'sequence')!
			.operations.filter(({ routes }) => routes.some((route) => !route.startsWith('GET ')));
		expect(writes.length).toBeGreaterThan(10);
		for (const { value } of writes) {
			const operation = findOperation('sequence', value);
			expect(operation.orderBy?.(operationContext(operation, step).parameters)).toBe('sequence seq_1');
		}
	});
});
