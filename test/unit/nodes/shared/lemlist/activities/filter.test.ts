import type { IPollFunctions } from 'n8n-workflow';

import { parametersOf } from '../../../../../../nodes/LemlistPollingTrigger/parameters';
import {
	type EventFilter,
	isWanted,
	lemlistFilter,
	readFilter,
} from '../../../../../../nodes/shared/lemlist/activities/filter';

/** The reader of a trigger with these values, by the names that lead to them; `entered` is what the workflow has stored. */
const readerOf = (values: Record<string, unknown>, entered: object = {}) =>
	parametersOf({
		getNodeParameter: (name: string) => values[name] ?? null,
		getNode: () => ({ parameters: entered }),
	} as unknown as IPollFunctions);

const ALL: EventFilter = { types: [], campaignIds: [], senders: [], isFirst: false, ignoreBots: false };
const events = ['hooked'];

describe('The filter of a trigger', () => {
	it('has the chosen events once each, the campaign and the first ones', () => {
		expect(
			readFilter(
				readerOf({ events: ['hooked', ' hooked', 'contacted'], campaignId: 'cam_1', 'options.isFirst': true }),
			),
		).toEqual({ ...ALL, types: ['hooked', 'contacted'], campaignIds: ['cam_1'], isFirst: true });
		expect(readFilter(readerOf({ events: 'hooked, contacted' })).types).toEqual(['hooked', 'contacted']);
	});

	it('has no types where all events are among the chosen ones', () => {
		expect(readFilter(readerOf({ events: ['all', 'hooked'] }))).toEqual(ALL);
	});

	it.each<[string, unknown, string | undefined, string[]]>([
		['a list', ['cam_2', 'cam_3'], undefined, ['cam_2', 'cam_3']],
		['a list beside the campaign of the field', ['cam_2', 'cam_1'], 'cam_1', ['cam_1', 'cam_2']],
		['a text with commas', 'cam_2, cam_3,,cam_2', undefined, ['cam_2', 'cam_3']],
		['an added option without a choice', [], undefined, []],
	])('takes more campaigns from %s', (_what, campaignIds, campaignId, expected) => {
		const values = { events, campaignId, 'options.campaignIds': campaignIds };
		expect(readFilter(readerOf(values, { options: { campaignIds: [] } })).campaignIds).toEqual(expected);
	});

	it('takes senders by ID or by address, in whatever case', () => {
		const values = { events, 'options.senders': ['usr_Ab1', 'Ann@Example.com', 'ann@example.com '] };
		expect(readFilter(readerOf(values)).senders).toEqual(['usr_Ab1', 'ann@example.com']);
	});

	it.each<[object, string]>([
		[{ events: [] }, "'Events' is empty"],
		[{ events: null }, "'Events' is empty"],
		[{ events: [' '] }, "'Events' is empty"],
		[{ events: ['a&b'] }, "'Events' must be a list of events"],
		[{ events: { type: 'hooked' } }, "'Events' must be a list of events"],
		[{ events, campaignId: 'lea_1' }, "'Campaign' is not a campaign ID"],
		[
			{ events, 'options.campaignIds': ['cam_1', 'lea_1'] },
			"'More Campaign Names or IDs' must be a list of campaign IDs",
		],
		[{ events, 'options.campaignIds': 7 }, "'More Campaign Names or IDs' must be a list of campaign IDs"],
		[{ events, 'options.campaignIds': { _id: 'cam_1' } }, "'More Campaign Names or IDs' must be a list of texts"],
		[{ events, 'options.campaignIds': [['cam_1']] }, "'More Campaign Names or IDs' must be a list of texts"],
		[{ events, 'options.senders': ['Ann'] }, "'Sender Names or IDs' must be a list of user IDs or email addresses"],
		[{ events, 'options.senders': [true] }, "'Sender Names or IDs' must be a list of texts"],
	])('is refused: %j', (values, message) => {
		expect(() => readFilter(readerOf(values as Record<string, unknown>))).toThrow(
			expect.objectContaining({ kind: 'input' }),
		);
		expect(() => readFilter(readerOf(values as Record<string, unknown>))).toThrow(message);
	});

	it.each([
		['Campaign', { campaignId: { __rl: true, mode: 'id', value: '={{ $json.none }}' } }],
		['Campaign', { campaignId: '={{ $json.none }}' }],
		['More Campaign Names or IDs', { options: { campaignIds: '={{ [] }}' } }],
		['More Campaign Names or IDs', { options: { campaignIds: ['={{ $json.none }}'] } }],
		['Sender Names or IDs', { options: { senders: '={{ [] }}' } }],
	])('that came out empty is refused in place of meaning all: %s %j', (label, entered) => {
		expect(() => readFilter(readerOf({ events }, entered))).toThrow(`'${label}' is empty`);
		expect(() => readFilter(readerOf({ events }, entered))).toThrow(expect.objectContaining({ kind: 'input' }));
	});
});

describe('What lemlist is asked to filter', () => {
	it.each<[string, Partial<EventFilter>, object]>([
		[
			'one type and one campaign',
			{ types: ['hooked'], campaignIds: ['cam_1'] },
			{ type: 'hooked', campaignId: 'cam_1' },
		],
		['several of each, which it cannot', { types: ['hooked', 'paused'], campaignIds: ['cam_1', 'cam_2'] }, {}],
		[
			'first ones of a type that says so',
			{ types: ['emailsOpened'], isFirst: true },
			{ type: 'emailsOpened', isFirst: true },
		],
		['first ones of one that need not say so', { types: ['meetingBooked'], isFirst: true }, { type: 'meetingBooked' }],
		['first ones of all', { isFirst: true }, {}],
		['senders and bots, which it cannot', { senders: ['usr_1'], ignoreBots: true }, {}],
	])('%s', (_what, filter, expected) => {
		expect(lemlistFilter({ ...ALL, ...filter })).toEqual(expected);
	});
});

describe('An event is wanted', () => {
	it.each<[string, Partial<EventFilter>, Record<string, unknown>, boolean]>([
		['of the type', { types: ['hooked'] }, { type: 'hooked' }, true],
		['of another type', { types: ['hooked'] }, { type: 'contacted' }, false],
		['without a type', { types: ['hooked'] }, {}, false],
		['of one of the campaigns', { campaignIds: ['cam_1', 'cam_2'] }, { campaignId: 'cam_2' }, true],
		['of another campaign', { campaignIds: ['cam_1', 'cam_2'] }, { campaignId: 'cam_3' }, false],
		['of no campaign', { campaignIds: ['cam_1'] }, { campaignId: null }, false],
		['of a first time', { isFirst: true }, { isFirst: true }, true],
		['of a second time', { isFirst: true }, { isFirst: false }, false],
		['that does not say which time', { isFirst: true }, {}, true],
		['of a bot', { ignoreBots: true }, { bot: true }, false],
		['of a bot, where bots are not ignored', {}, { bot: true }, true],
		['of a person', { ignoreBots: true }, { bot: false }, true],
		['that does not say who', { ignoreBots: true }, { bot: null }, true],
		['of the sender', { senders: ['usr_1'] }, { sendUserId: 'usr_1' }, true],
		['of another sender', { senders: ['usr_1'] }, { sendUserId: 'usr_2', userId: 'usr_1' }, false],
		['of the sender by address', { senders: ['ann@example.com'] }, { sendUserEmail: 'Ann@Example.com' }, true],
		['of one who did the step by hand', { senders: ['usr_1'] }, { userId: 'usr_1' }, true],
		['of nobody', { senders: ['usr_1'] }, {}, false],
		['of a sender that is no text', { senders: ['usr_1'] }, { sendUserId: 1, sendUserEmail: ['usr_1'] }, false],
	])('or not: %s', (_what, filter, event, wanted) => {
		expect(isWanted({ ...ALL, ...filter }, event as never)).toBe(wanted);
	});
});
