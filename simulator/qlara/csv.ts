import { csvLine } from '../engine/csv';
import { makePerson } from '../engine/people';
import { pick, type Random } from '../engine/random';
import { checkFileSize, NUMBER_MARK, sizedCsv, smallestFile } from '../engine/sizedCsv';

export type Dataset = 'contacts' | 'deliveryReports';

/** Made up: Qlara documents the columns of neither file. */
export const QLARA_COLUMNS: Readonly<Record<Dataset, readonly string[]>> = {
	contacts: ['contactId', 'firstName', 'lastName', 'phoneNumber', 'email', 'company', 'lists', 'createdAt', 'notes'],
	deliveryReports: [
		'messageId',
		'customerMessageId',
		'campaignId',
		'channel',
		'sender',
		'recipient',
		'text',
		'status',
		'statusDescription',
		'sentAt',
		'deliveredAt',
		'parts',
		'price',
	],
};

// Commas, quotes, line breaks of both kinds, umlauts and emoji: what a CSV reader must survive.
const LISTS = ['', 'Newsletter', 'Clienti VIP; Milano', 'Händler, "Gold"'];
const NOTES = [
	'',
	'Called back, "very happy"',
	'Non chiamare prima delle 9:\r\npreferisce WhatsApp',
	'Möchte nächstes Jahr verlängern\n– bitte erinnern',
	'🎉 10 years with us 🥂',
];
const TEXTS = [
	'Your code is 481 516',
	'Ciao! Il tuo ordine è in viaggio 🚚',
	'Nur heute: 20 % auf alles, außer "Neuheiten"\nSTOP mit STOP',
	'Promemoria: appuntamento domani, ore 10',
];
const CHANNELS = ['SMS', 'RCS', 'WHATSAPP'];
const OUTCOMES = [
	['DELIVERED', ''],
	['DELIVERED', ''],
	['READ', ''],
	['UNDELIVERED', 'Absent subscriber'],
	['REJECTED', 'Unknown "from", not registered'],
] as const;
const FIRST = Date.UTC(2025, 8, 1, 6);

const headerOf = (dataset: Dataset) => csvLine(QLARA_COLUMNS[dataset]);

/** The smallest file that `qlaraCsv` makes of either kind, in bytes: the header and one row. */
export const SMALLEST_QLARA_FILE = smallestFile(headerOf('deliveryReports'));

/** Throws a RangeError if no file of this size can be made of both kinds. */
export function checkQlaraSize(size: number): void {
	checkFileSize(size, headerOf('deliveryReports'));
}

/**
 * A file of exactly `size` bytes, made piece by piece and never held as a whole. The same size and seed always give the
 * same bytes.
 * @param size bytes, at least {@link SMALLEST_QLARA_FILE}
 */
export function qlaraCsv(dataset: Dataset, size: number, seed: number): Generator<Buffer> {
	return sizedCsv(headerOf(dataset), dataset === 'contacts' ? contact : deliveryReport, size, seed);
}

function contact(random: Random): string {
	const { firstName, lastName, phone, email, companyName } = makePerson(random, NUMBER_MARK);
	return csvLine([
		NUMBER_MARK,
		firstName,
		lastName,
		phone,
		email,
		companyName,
		pick(random, LISTS),
		isoDate(someTime(random)),
		pick(random, NOTES),
	]);
}

function deliveryReport(random: Random): string {
	const [status, description] = pick(random, OUTCOMES);
	const sentAt = someTime(random);
	const isThere = status === 'DELIVERED' || status === 'READ';
	return csvLine([
		`msg-${NUMBER_MARK}`,
		random() < 0.5 ? `order-${NUMBER_MARK}` : '',
		random() < 0.7 ? 7_301 : '',
		pick(random, CHANNELS),
		'Brightforge',
		`+39 340 55 ${NUMBER_MARK}`,
		pick(random, TEXTS),
		status,
		description,
		isoDate(sentAt),
		isThere ? isoDate(sentAt + Math.floor(random() * 90) * 1_000) : '',
		1 + Math.floor(random() * 3),
		'0.0640',
	]);
}

/** A moment in milliseconds since 1970. */
function someTime(random: Random): number {
	return FIRST + Math.floor(random() * 100_000) * 60_000;
}

/** ISO 8601 with an offset. */
function isoDate(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace('.000Z', '+00:00');
}
