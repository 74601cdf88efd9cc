import { csvLine, inChunks } from '../engine/csv';
import { makePerson } from '../engine/people';
import { createRandom, pick, type Random } from '../engine/random';

/** What is said of a lead as a whole, and again, with a number, of each step. */
const WHEN = [
	'sentAt',
	'openedAt',
	'clickedAt',
	'repliedAt',
	'bouncedAt',
	'interestedAt',
	'notInterestedAt',
	'linkedinOpenedAt',
] as const;
const STEPS = [1, 2, 3];
const stepColumns = STEPS.flatMap((step) => WHEN.map((name) => `${name}${step}`));
const LEAD = [
	'email',
	'firstName',
	'lastName',
	'companyName',
	'companyDomain',
	'jobTitle',
	'phone',
	'linkedinUrl',
	'timezone',
	'icebreaker',
] as const;

/** The columns unless another layout is asked for: those that were recorded, and counts as the API's own statistics have. */
export const STATISTICS_COLUMNS: readonly string[] = [
	...LEAD,
	'lastState',
	'status',
	'emailsSent',
	'emailsOpened',
	'emailsClicked',
	'emailsReplied',
	'emailsBounced',
	'emailsUnsubscribed',
	'linkedinInviteDone',
	'linkedinInviteAccepted',
	'lastActivityAt',
	'leadUrl',
	...WHEN,
	...stepColumns,
	'notes',
];

/**
 * lemlist does not document the columns of its statistics file. `recorded` is what users showed of theirs: the lead
 * with its variables, then what happened when, and the same for each step; a variable that is named like a field
 * gives a header name that comes twice.
 */
export const STATISTICS_LAYOUTS = {
	plain: STATISTICS_COLUMNS,
	recorded: [
		...LEAD,
		'phone',
		'industry',
		...WHEN,
		'notes',
		...STEPS.flatMap((step) => [...WHEN, 'notes'].map((name) => `${name}${step}`)),
	],
} satisfies Record<string, readonly string[]>;

export type StatisticsLayout = keyof typeof STATISTICS_LAYOUTS;

const LAST_STATES = [
	'emailsSent',
	'emailsOpened',
	'emailsClicked',
	'emailsReplied',
	'emailsBounced',
	'emailsUnsubscribed',
	'linkedinInviteAccepted',
	'linkedinReplied',
];
const STATUSES = ['done', 'interested', 'notInterested', 'paused', 'running', 'unsubscribed'];
const NOTES = [
	'',
	'Call back in Q3',
	'Said: "not now, maybe later"',
	'Prefers e-mail;\r\nno phone calls',
	'Möchte ein Angebot, aber erst nach den Ferien',
];
const FIRST_ACTIVITY = Date.UTC(2025, 8, 1, 6);
const MINUTE = 60_000;

const TEMPLATES = 512;
const NUMBER_MARK = '#';

const headerOf = (layout: StatisticsLayout) => csvLine(STATISTICS_LAYOUTS[layout]);
/** More than any row takes; what is left below it is filled up inside the last row. */
const LONGEST_ROW = 2048;

const smallest = (layout: StatisticsLayout) => Buffer.byteLength(headerOf(layout)) + LONGEST_ROW;

/** The smallest file that `statisticsCsv` makes, in bytes: the header and one row. */
export const SMALLEST_STATISTICS_FILE = smallest('plain');

/**
 * A statistics file of exactly `size` bytes, made piece by piece and never held as a whole.
 * The same size and seed always give the same bytes. The last cell of the last row is filled up with
 * dots to hit the size.
 * @param size bytes, at least {@link SMALLEST_STATISTICS_FILE}
 */
export function statisticsCsv(size: number, seed: number, layout: StatisticsLayout = 'plain'): Generator<Buffer> {
	checkSize(size, layout);
	return inChunks(lines(size, createRandom(seed), layout));
}

/** Throws a RangeError if no file of this size can be made. */
export function checkSize(size: number, layout: StatisticsLayout = 'plain'): void {
	if (!Number.isSafeInteger(size) || size < smallest(layout)) {
		throw new RangeError(`A generated file takes at least ${smallest(layout)} bytes, not ${size}`);
	}
}

function* lines(size: number, random: Random, layout: StatisticsLayout): Generator<string> {
	const header = headerOf(layout);
	yield header;
	const templates: RowTemplate[] = [];
	let left = size - Buffer.byteLength(header);
	for (let index = 1; ; index++) {
		const chosen = Math.floor(random() * TEMPLATES);
		const { parts, bytes } = (templates[chosen] ??= makeTemplate(random, layout));
		const number = String(index);
		const row = parts.join(number);
		const length = bytes + (parts.length - 1) * number.length;
		if (left - length < LONGEST_ROW) {
			yield fill(row, left - length);
			return;
		}
		yield row;
		left -= length;
	}
}

/** A row cut at the places where the lead's number stands, so that a gigabyte of unique rows is made in seconds. */
interface RowTemplate {
	parts: string[];
	bytes: number;
}

function makeTemplate(random: Random, layout: StatisticsLayout): RowTemplate {
	const parts = statisticsRow(random, layout).split(NUMBER_MARK);
	return { parts, bytes: Buffer.byteLength(parts.join('')) };
}

function fill(row: string, bytes: number): string {
	// The last cell may be quoted: the dots go before its closing quote.
	const end = row.endsWith('"\n') ? row.length - 2 : row.length - 1;
	return row.slice(0, end) + '.'.repeat(bytes) + row.slice(end);
}

function statisticsRow(random: Random, layout: StatisticsLayout): string {
	const person = makePerson(random, NUMBER_MARK);
	const sent = 1 + Math.floor(random() * 6);
	const opened = Math.floor(random() * (sent + 1));
	const clicked = Math.floor(random() * (opened + 1));
	const invited = random() < 0.5 ? 1 : 0;
	const lead = LEAD.map((name) => person[name]);
	const counts = [
		pick(random, LAST_STATES),
		pick(random, STATUSES),
		sent,
		opened,
		clicked,
		random() < 0.2 ? 1 : 0,
		random() < 0.05 ? 1 : 0,
		random() < 0.03 ? 1 : 0,
		invited,
		random() < 0.4 ? invited : 0,
		someTime(random),
		`https://api.lemlist.com/api/leads/${person.email.replace('@', '%40')}`,
	];
	// The lead as a whole, then each step.
	const [whole = [], ...steps] = [0, ...STEPS].map(() => WHEN.map(() => (random() < 0.3 ? someTime(random) : '')));
	const notes = pick(random, NOTES);
	if (layout === 'plain') return csvLine([...lead, ...counts, ...whole, ...steps.flat(), notes]);
	return csvLine([...lead, person.phone, 'Software', ...whole, notes, ...steps.flatMap((step) => [...step, ''])]);
}

/** A moment as ISO 8601, as lemlist writes it. */
function someTime(random: Random): string {
	return new Date(FIRST_ACTIVITY + Math.floor(random() * 100_000) * MINUTE).toISOString();
}
