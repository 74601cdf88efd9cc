import type { INodePropertyOptions } from 'n8n-workflow';

import {
	activityEvents,
	activityTypes,
	EVENT_TYPES,
	webhookEvents,
} from '../../../../../../nodes/shared/lemlist/activities/eventTypes';
import documented from '../../../../../fixtures/lemlist/event-types.json';

const GROUP =
	/^(AI Variable|API Step|Call|Campaign|Condition|Contact Sourcing|Deliverability|Email|Enrichment|Inbox|Lead|LinkedIn|Manual Step|Signal Agent|SMS|Task|Unsubscribe|WhatsApp|Workspace): /;

/** Names of products and abbreviations, which sentence case leaves as they are. */
const PROPER = /^(LinkedIn|InMail|WhatsApp|SMS|API|AI|Lemwarm|Mailinblack)$/;

const values = (options: INodePropertyOptions[]) => options.map(({ value }) => String(value));
const sorted = (texts: readonly string[]) => [...texts].sort();

describe('The events to choose from', () => {
	// Row 21 of the built-in node's weaknesses: 31 of them are missing there, and 3 do not exist any more.
	it('of the webhook trigger are the 79 that lemlist documents for webhooks, each once, and all', () => {
		expect(documented.webhooks).toHaveLength(79);
		expect(sorted(values(webhookEvents))).toEqual(sorted([...documented.webhooks, 'all']));
		expect(values(webhookEvents)).toEqual(
			expect.not.arrayContaining(['skipped', 'emailsSendFailed', 'opportunitiesDone']),
		);
	});

	it('of the polling trigger are the 113 that lemlist documents for activities, each once, and all', () => {
		expect(documented.activities).toHaveLength(113);
		expect(sorted(values(activityEvents))).toEqual(sorted([...documented.activities, 'all']));
		for (const type of ['meetingBooked', 'outOfOffice', 'linkedinVoiceNoteReplied'])
			expect(values(activityEvents)).toContain(type);
	});

	it('of the filter of Activity > Get Many are those of the polling trigger', () => {
		expect(sorted(values(activityTypes))).toEqual(sorted(documented.activities));
		for (const { name, value } of activityTypes)
			expect(activityEvents.find((event) => event.value === value)?.name).toBe(name);
	});

	it('are each in one group, marked where only webhooks or only activities have them', () => {
		const all = new Set([...documented.webhooks, ...documented.activities]);
		expect(sorted(EVENT_TYPES.map(({ value }) => value))).toEqual(sorted([...all]));
		const only = (where: string) => EVENT_TYPES.filter((type) => type.only === where).map(({ value }) => value);
		expect(only('activities')).toHaveLength(53);
		expect(sorted(only('activities'))).toEqual(
			sorted(documented.activities.filter((type) => !documented.webhooks.includes(type))),
		);
		expect(sorted(only('webhooks'))).toEqual(
			sorted(documented.webhooks.filter((type) => !documented.activities.includes(type))),
		);
	});

	it.each([
		['the webhook trigger', webhookEvents],
		['the polling trigger', activityEvents],
	])('of %s are sorted by name, and the group in the name makes groups of them', (_which, [all, ...others]) => {
		expect(all!.name).toBe('All Events');
		const names = others.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(new Set(names).size).toBe(names.length);
		for (const name of names) {
			expect(name).toMatch(GROUP);
			for (const word of name.split(' ')) expect(word).toMatch(/^([A-Z].*|of|or|on|to)$/);
		}
	});

	it.each([
		['linkedin', 24],
		['replied', 4],
		['whatsapp', 5],
	])('a search for "%s" finds %i by their names', (text, count) => {
		expect(webhookEvents.filter(({ name }) => name.toLowerCase().includes(text))).toHaveLength(count);
	});

	it('are called in the list of nodes in sentence case, without what n8n makes of the names', () => {
		const actions = [...webhookEvents, ...activityEvents].map(({ value, action }) => [String(value), action!] as const);
		const unique = new Map(actions);
		expect(new Set(unique.values()).size).toBe(unique.size);
		for (const action of unique.values()) {
			expect(action).toMatch(/^On \S.*[^.]$/);
			const [, ...words] = action.split(' ');
			for (const word of words) expect(PROPER.test(word) || word === word.toLowerCase()).toBe(true);
			expect(action).not.toMatch(/\b(linkedin|whatsapp|sms|api|ai)\b/);
		}
		expect(unique.get('linkedinReplied')).toBe('On LinkedIn reply');
		expect(unique.get('all')).toBe('On any event');
	});

	it('have descriptions that fit two lines', () => {
		for (const { description = '' } of webhookEvents.concat(activityEvents))
			expect(description.length).toBeLessThanOrEqual(100);
	});
});
