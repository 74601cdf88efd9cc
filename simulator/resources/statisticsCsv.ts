import { csvLine } from '../engine/csv';
import { makePerson } from '../engine/people';
import { pick, type Random } from '../engine/random';
import { checkFileSize, NUMBER_MARK, sizedCsv, smallestFile } from '../engine/sizedCsv';

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

const headerOf = (layout: StatisticsLayout) => csvLine(STATISTICS_LAYOUTS[layout]);

/** The smallest file that `statisticsCsv` makes, in bytes: the header and one row. */
export const SMALLEST_STATISTICS_FILE = smallestFile(headerOf('plain'));

/**
 * A statistics file of exactly `size` bytes, made piece by piece and never held as a whole.
 * The same size and seed always give the same bytes.
 * @param size bytes, at least {@link SMALLEST_STATISTICS_FILE}
 */
export function statisticsCsv(size: number, seed: number, layout: StatisticsLayout = 'plain'): Generator<Buffer> {
	return sizedCsv(headerOf(layout), (random) => statisticsRow(random, layout), size, seed);
}

/** Throws a RangeError if no file of this size can be made. */
export function checkSize(size: number, layout: StatisticsLayout = 'plain'): void {
	checkFileSize(size, headerOf(layout));
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
