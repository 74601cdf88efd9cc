import { csvLine, inChunks } from './csv';
import { makePerson } from './people';
import { createRandom, pick, type Random } from '../engine/random';

/** lemlist does not document the columns of its statistics file; these are the kind it holds. */
export const STATISTICS_COLUMNS = [
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
	'notes',
] as const;

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

const HEADER = csvLine(STATISTICS_COLUMNS);
/** More than any row takes; what is left below it is filled up inside the last row. */
const LONGEST_ROW = 2048;

/** The smallest file that `statisticsCsv` makes, in bytes: the header and one row. */
export const SMALLEST_STATISTICS_FILE = Buffer.byteLength(HEADER) + LONGEST_ROW;

/**
 * A statistics file of exactly `size` bytes, made piece by piece and never held as a whole.
 * The same size and seed always give the same bytes. The last cell of the last row is filled up with
 * dots to hit the size.
 * @param size bytes, at least {@link SMALLEST_STATISTICS_FILE}
 */
export function statisticsCsv(size: number, seed: number): Generator<Buffer> {
	checkSize(size);
	return inChunks(lines(size, createRandom(seed)));
}

/** Throws a RangeError if no file of this size can be made. */
export function checkSize(size: number): void {
	if (!Number.isSafeInteger(size) || size < SMALLEST_STATISTICS_FILE) {
		throw new RangeError(`A generated file takes at least ${SMALLEST_STATISTICS_FILE} bytes, not ${size}`);
	}
}

function* lines(size: number, random: Random): Generator<string> {
	yield HEADER;
	const templates = Array.from({ length: TEMPLATES }, () => makeTemplate(random));
	let left = size - Buffer.byteLength(HEADER);
	for (let index = 1; ; index++) {
		const { parts, bytes } = pick(random, templates);
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

function makeTemplate(random: Random): RowTemplate {
	const parts = statisticsRow(random).split(NUMBER_MARK);
	return { parts, bytes: Buffer.byteLength(parts.join('')) };
}

function fill(row: string, bytes: number): string {
	// The last cell may be quoted: the dots go before its closing quote.
	const end = row.endsWith('"\n') ? row.length - 2 : row.length - 1;
	return row.slice(0, end) + '.'.repeat(bytes) + row.slice(end);
}

function statisticsRow(random: Random): string {
	const person = makePerson(random, NUMBER_MARK);
	const sent = 1 + Math.floor(random() * 6);
	const opened = Math.floor(random() * (sent + 1));
	const clicked = Math.floor(random() * (opened + 1));
	const invited = random() < 0.5 ? 1 : 0;
	return csvLine([
		person.email,
		person.firstName,
		person.lastName,
		person.companyName,
		person.companyDomain,
		person.jobTitle,
		person.phone,
		person.linkedinUrl,
		person.timezone,
		person.icebreaker,
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
		new Date(FIRST_ACTIVITY + Math.floor(random() * 100_000) * MINUTE).toISOString(),
		`https://api.lemlist.com/api/leads/${person.email.replace('@', '%40')}`,
		pick(random, NOTES),
	]);
}
