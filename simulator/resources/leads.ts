import { csvLine } from './csv';
import { makePerson } from './people';
import { createIdSource, createRandom, pick } from '../engine/random';

/** A lead of a campaign. `variables` are its custom fields. */
export interface Lead {
	_id: string;
	campaignId: string;
	emailStatus: '' | 'deliverable' | 'risky' | 'undeliverable';
	email: string;
	firstName: string;
	lastName: string;
	picture: string;
	phone: string;
	linkedinUrl: string;
	timezone: string;
	companyName: string;
	companyDomain: string;
	icebreaker: string;
	/** The last thing that happened: a value of lemlist's list of lead states. */
	lastState: string;
	/** Such as running, paused, done, interested, notInterested, unsubscribed. */
	status: string;
	variables: Record<string, string>;
}

const COLUMNS_BEFORE_VARIABLES = [
	'emailStatus',
	'email',
	'firstName',
	'lastName',
	'picture',
	'phone',
	'linkedinUrl',
	'timezone',
	'companyName',
	'companyDomain',
	'icebreaker',
] as const;
const COLUMNS_AFTER_VARIABLES = ['lastState', 'status', '_id'] as const;

/** lastState and the status that goes with it. */
const OUTCOMES = [
	['imported', 'review'],
	['contacted', 'running'],
	['emailsSent', 'running'],
	['emailsOpened', 'running'],
	['emailsClicked', 'done'],
	['emailsReplied', 'done'],
	['emailsInterested', 'interested'],
	['emailsNotInterested', 'notInterested'],
	['emailsBounced', 'done'],
	['emailsUnsubscribed', 'unsubscribed'],
	['linkedinReplied', 'done'],
] as const;

/**
 * Made-up leads, one at a time, the same for the same seed.
 * @param campaignId the campaign they belong to
 */
export function* makeLeads(count: number, campaignId: string, seed: number): Generator<Lead> {
	const random = createRandom(seed);
	const createId = createIdSource(random);
	for (let index = 1; index <= count; index++) {
		const { jobTitle, ...person } = makePerson(random, String(index));
		const [lastState, status] = pick(random, OUTCOMES);
		const emailStatus =
			lastState === 'emailsBounced' ? 'undeliverable' : pick(random, ['', 'deliverable', 'risky'] as const);
		yield {
			_id: createId('lea'),
			campaignId,
			emailStatus,
			...person,
			picture: '',
			lastState,
			status,
			variables: { jobTitle },
		};
	}
}

/**
 * Whether a lead belongs in an export for these states.
 * @param states the query's comma-separated list; `all` stands for every state
 */
export function hasState(lead: Lead, states: string): boolean {
	// `failed` is the old name of emailsBounced.
	const wanted = states.split(',').map((state) => (state.trim() === 'failed' ? 'emailsBounced' : state.trim()));
	return wanted.includes('all') || wanted.includes(lead.lastState);
}

/** A leads export as CSV: documented columns with the custom fields between icebreaker and lastState. */
export function* leadsCsv(leads: Iterable<Lead>, variables: readonly string[]): Generator<string> {
	yield csvLine([...COLUMNS_BEFORE_VARIABLES, ...variables, ...COLUMNS_AFTER_VARIABLES]);
	for (const lead of leads) {
		yield csvLine([
			...COLUMNS_BEFORE_VARIABLES.map((column) => lead[column]),
			...variables.map((name) => lead.variables[name] ?? ''),
			...COLUMNS_AFTER_VARIABLES.map((column) => lead[column]),
		]);
	}
}

/** A leads export as a JSON array, with the custom fields as plain fields. */
export function* leadsJson(leads: Iterable<Lead>): Generator<string> {
	let separator = '[';
	for (const lead of leads) {
		const before = COLUMNS_BEFORE_VARIABLES.map((column) => [column, lead[column]]);
		const after = COLUMNS_AFTER_VARIABLES.map((column) => [column, lead[column]]);
		yield (
			separator + JSON.stringify({ ...Object.fromEntries(before), ...lead.variables, ...Object.fromEntries(after) })
		);
		separator = ',';
	}
	yield separator === '[' ? '[]' : ']';
}
