import { describeEntry, idInAnswer, readEntry, stateOf } from '../../../../../nodes/shared/qlara/entries';

describe('The ID in the answer to a start', () => {
	test.each<[unknown, string | undefined]>([
		[{ exportId: 'a' }, 'a'],
		[{ id: 7 }, '7'],
		[{ exportId: 'a', id: 'b' }, 'a'],
		[{ data: { exportId: 'a' } }, 'a'],
		[{ account: { id: 1 }, export: { exportId: 'a' } }, 'a'],
		[{ exports: [{ id: 'a' }] }, 'a'],
		[{ account: { id: 1 }, export: { id: 2 } }, undefined],
		[{ exportId: '' }, undefined],
		[{ exportId: null, id: {} }, undefined],
		[{ a: { b: { exportId: 'deep' } } }, undefined],
		['accepted', undefined],
		['', undefined],
		[null, undefined],
		[[], undefined],
		[42, undefined],
	])('of %j is %s', (body, id) => {
		expect(idInAnswer(body)).toBe(id);
	});
});

describe('An entry', () => {
	test('keeps all that it has, with its ID as a text, and without a key `error`', () => {
		expect(describeEntry({ id: 7, status: 'DONE', error: null }, '7')).toEqual({
			exportId: '7',
			id: 7,
			status: 'DONE',
			errorMessage: null,
		});
		expect(describeEntry({ exportId: 7, error: 'a', errorMessage: 'b' }, '7')).toEqual({
			exportId: '7',
			errorMessage: 'b',
		});
		expect(describeEntry({ odd: true }, undefined)).toEqual({ odd: true });
	});

	test.each<[string, boolean, string, string]>([
		// status, available, of this run, of an earlier one
		['FAILED', true, 'ready', 'ready'],
		['EXPIRED', true, 'ready', 'ready'],
		['FAILED', false, 'failed', 'failed'],
		['CANCELED', false, 'failed', 'failed'],
		['COMPLETED', false, 'pending', 'expired'],
		['completed_with_errors', false, 'pending', 'expired'],
		['Expired', false, 'pending', 'expired'],
		['INCOMPLETE', false, 'pending', 'pending'],
		['NOT_READY', false, 'pending', 'pending'],
		['IN_PROGRESS', false, 'pending', 'pending'],
		['', false, 'pending', 'pending'],
	])('with status "%s" and the flag %s is %s, or %s for one of an earlier run', (status, flag, own, foreign) => {
		const entry = readEntry({ id: 'a', status, isAvailableForDownload: flag });
		expect(stateOf(entry, true).phase).toBe(own);
		expect(stateOf(entry, false).phase).toBe(foreign);
	});

	test.each([true, 'true'])('is available where the flag is %j', (flag) => {
		expect(readEntry({ isAvailableForDownload: flag }).isAvailable).toBe(true);
	});

	test.each([false, 'false', 1, null, undefined, {}])('is not where it is %j', (flag) => {
		expect(readEntry({ isAvailableForDownload: flag }).isAvailable).toBe(false);
	});
});
