import { pick, type Random } from './random';

/** A made-up prospect; the domains end in `.example`, which nobody can own (RFC 2606). */
export interface Person {
	firstName: string;
	lastName: string;
	email: string;
	companyName: string;
	companyDomain: string;
	jobTitle: string;
	phone: string;
	linkedinUrl: string;
	timezone: string;
	icebreaker: string;
}

// Umlauts, accents, apostrophes, commas, quotes and a line break: what a CSV reader must survive.
const FIRST_NAMES = [
	'Anna',
	'Björn',
	'Chloé',
	'Daniel',
	'Élodie',
	'Françoise',
	'Günther',
	'Ines',
	'Jürgen',
	'Łukasz',
	'María',
	'Noah',
	'Søren',
	'Tomáš',
	'Zoë',
	'美咲',
];
const LAST_NAMES = [
	'Andersson',
	'Brontë',
	'Castaño',
	'Dubois',
	'García',
	'Jørgensen',
	'Kowalski',
	'Lefèvre',
	'Müller',
	'Nováková',
	"O'Brien",
	'Smith',
	'Strauß',
	'van Dijk',
	'Weiß',
	'Žukauskas',
];
const COMPANIES = [
	'Brightforge',
	'Café Lumière',
	'Dufour & Fils',
	'Kessler, Roth & Partner',
	'Nordlicht GmbH',
	'Plumb "The Fixer" Ltd',
	'Quantum Orchard',
	'Société Générique',
	'Tinkerton, Inc.',
	'Øresund Analytics',
];
const JOB_TITLES = [
	'Account Executive',
	'CEO',
	'Chief of Staff',
	'Directeur commercial',
	'Head of Growth',
	'Leiterin Vertrieb',
	'Sales, EMEA',
	'VP Marketing',
];
const TIMEZONES = ['America/New_York', 'Europe/Berlin', 'Europe/Paris', 'Europe/Warsaw'];
const ICEBREAKERS = [
	'',
	'Loved your talk about "outbound that does not hurt".',
	'Your post on hiring SDRs, the honest one, made my day.',
	'Glückwunsch zur Serie A!',
	'Two things:\nyour new office, and your new logo.',
	'Félicitations pour la levée de fonds 🎉',
];

/** A mail-safe form of a name: letters without their accents, lower case, everything else dropped. */
function plain(name: string): string {
	return name
		.normalize('NFD')
		.replace(/ß/g, 'ss')
		.replace(/[^A-Za-z0-9]/g, '')
		.toLowerCase();
}

const PLAIN = new Map([...FIRST_NAMES, ...LAST_NAMES, ...COMPANIES].map((name) => [name, plain(name) || 'lead']));

/**
 * @param mark makes the address, the phone number and the profile unique, such as a running number
 */
export function makePerson(random: Random, mark: string): Person {
	const firstName = pick(random, FIRST_NAMES);
	const lastName = pick(random, LAST_NAMES);
	const companyName = pick(random, COMPANIES);
	const companyDomain = `${PLAIN.get(companyName)}.example`;
	const handle = `${PLAIN.get(firstName)}.${PLAIN.get(lastName)}${mark}`;
	return {
		firstName,
		lastName,
		email: `${handle}@${companyDomain}`,
		companyName,
		companyDomain,
		jobTitle: pick(random, JOB_TITLES),
		phone: `+33 1 99 00 ${mark}`,
		linkedinUrl: `https://www.linkedin.com/in/${handle}`,
		timezone: pick(random, TIMEZONES),
		icebreaker: pick(random, ICEBREAKERS),
	};
}
