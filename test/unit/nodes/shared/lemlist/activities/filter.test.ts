import type { IPollFunctions } from 'n8n-workflow';

import { parametersOf } from '../../../../../../nodes/LemlistPollingTrigger/parameters';
import { isWanted, lemlistFilter, readFilter } from '../../../../../../nodes/shared/lemlist/activities/filter';

/** The reader of a trigger with these values, by the names that lead to them. */
const readerOf = (values: Record<string, unknown>) =>
	parametersOf({ getNodeParameter: (name: string) => values[name] ?? null } as unknown as IPollFunctions);

describe('The filter of a trigger', () => {
	it('has the chosen events once each, the campaign and the first ones', () => {
		expect(
			readFilter(
				readerOf({ events: ['hooked', ' hooked', 'contacted'], campaignId: 'cam_1', 'options.isFirst': true }),
			),
		).toEqual({ types: ['hooked', 'contacted'], campaignId: 'cam_1', isFirst: true });
		expect(readFilter(readerOf({ events: 'hooked, contacted' })).types).toEqual(['hooked', 'contacted']);
	});

	it('has no types where all events are among the chosen ones', () => {
		expect(readFilter(readerOf({ events: ['all', 'hooked'] }))).toEqual({
			types: [],
			campaignId: undefined,
			isFirst: false,
		});
	});

	it.each([
		[{ events: [] }, "'Events' is empty"],
		[{ events: null }, "'Events' is empty"],
		[{ events: [' '] }, "'Events' is empty"],
		[{ events: ['a&b'] }, "'Events' must be a list of events"],
		[{ events: { type: 'hooked' } }, "'Events' must be a list of events"],
		[{ events: ['hooked'], campaignId: 'lea_1' }, "'Campaign' is not a campaign ID"],
	])('is refused: %j', (values, message) => {
		expect(() => readFilter(readerOf(values))).toThrow(expect.objectContaining({ kind: 'input' }));
		expect(() => readFilter(readerOf(values))).toThrow(message);
	});

	it('leaves to lemlist what lemlist can filter by, and checks all', () => {
		const one = { types: ['hooked'], campaignId: 'cam_1', isFirst: true };
		expect(lemlistFilter(one)).toEqual({ type: 'hooked', campaignId: 'cam_1', isFirst: true });
		expect(lemlistFilter({ types: ['hooked', 'contacted'], isFirst: false })).toEqual({});
		expect(isWanted(one, { type: 'hooked', campaignId: 'cam_1' })).toBe(true);
		expect(isWanted(one, { type: 'hooked', campaignId: 'cam_1', isFirst: false })).toBe(false);
		expect(isWanted(one, { type: 'contacted', campaignId: 'cam_1' })).toBe(false);
		expect(isWanted(one, { type: 'hooked', campaignId: null })).toBe(false);
	});
});
