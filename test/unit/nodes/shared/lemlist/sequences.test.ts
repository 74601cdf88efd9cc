import { readSequences, readSteps } from '../../../../../nodes/shared/lemlist/sequences';

const main = {
	_id: 'seq_main',
	level: 0,
	steps: [
		{ _id: 'stp_1', type: 'email', subject: 'Hi', index: 1, sequenceStep: 0 },
		{ _id: 'stp_2', type: 'conditional', index: 2, sequenceStep: 1 },
	],
};
const yes = { _id: 'seq_yes', level: 1, parentId: 'seq_main', steps: [{ _id: 'stp_3', type: 'phone' }] };

describe('The steps of a campaign', () => {
	test('come in the order of the sequences, each with its place', () => {
		expect(readSteps({ seq_yes: { ...yes, conditionalStepIndex: 1 }, seq_main: main })).toEqual([
			{ ...main.steps[0], sequenceId: 'seq_main', order: 1 },
			{ ...main.steps[1], sequenceId: 'seq_main', order: 2 },
			{ _id: 'stp_3', type: 'phone', sequenceId: 'seq_yes', order: 1, branch: 'seq_yes', parentStepId: 'stp_2' },
		]);
	});

	test.each([
		['from 0', 1, 'stp_2'],
		['from 1', 2, 'stp_2'],
		['otherwise', 7, undefined],
		['not at all', undefined, undefined],
	])('name their condition where lemlist counts %s', (_how, conditionalStepIndex, parentStepId) => {
		const step = readSteps({ seq_main: main, seq_yes: { ...yes, conditionalStepIndex } })[2];
		expect(step?.parentStepId).toBe(parentStepId);
		expect(step?.branch).toBe('seq_yes');
	});

	test.each([
		[{ name: 'Hot', label: 'Score' }, 'Hot'],
		[{ label: 'Opened' }, 'Opened'],
		[{ name: '', fallback: true }, 'All other leads'],
		[{ name: 7 }, 'seq_yes'],
	])('name their branch as the condition does: %j', (names, branch) => {
		const conditions = [null, 'x', { sequenceId: 'seq_other', name: 'Other' }, { sequenceId: 'seq_yes', ...names }];
		const steps = [main.steps[0], { ...main.steps[1], conditions }];
		expect(readSteps({ seq_main: { ...main, steps }, seq_yes: yes })[2]).toMatchObject({
			branch,
			parentStepId: 'stp_2',
		});
	});

	test('are none where a sequence has none', () => {
		expect(readSteps({})).toEqual([]);
		expect(readSteps({ seq_1: { _id: 'seq_1' }, seq_2: { _id: 'seq_2', steps: null } })).toEqual([]);
	});

	test.each([
		['a list', [null]],
		['a text', 'text'],
		['a sequence that is nothing', { seq_1: null }],
		['a sequence without an ID', { seq_1: { steps: [] } }],
		['a step without an ID', { seq_1: { _id: 'seq_1', steps: [{}] } }],
	])('are not read from %s', (_what, body) => {
		expect(() => readSteps(body)).toThrow('lemlist sent the sequences in a form that this node does not know');
	});

	test('leave sequences as they came', () => {
		const odd = { ...main, level: 'top', parentId: 3, more: { x: 1 } };
		expect(readSequences({ odd })).toEqual([odd]);
	});
});
