/** An entry of a team's unsubscribe list, as GET /v2/unsubscribes/variables answers it. */
export interface Unsubscribe {
	_id: string;
	/** An email address, @domain, phone number or LinkedIn URL. */
	value: string;
	source: 'api' | 'bounced' | 'lead' | 'user' | 'abuse';
	createdAt: string;
}

/** Sources whose entries cannot be taken off the list. */
const PROTECTED = ['lead', 'abuse'];

/** The unsubscribe list of one team, and the contacts that it must not contact. */
export class UnsubscribeList {
	/** By value. */
	readonly entries = new Map<string, Unsubscribe>();
	/** IDs of contacts. */
	readonly doNotContact = new Set<string>();
	/** The body of the list: documented as an array; wrapped as other lists of lemlist are. */
	listShape: 'array' | 'wrapped' = 'array';

	constructor(
		private readonly createId: (prefix: string) => string,
		private readonly now: () => number,
	) {}

	/** Adds a value; one that is there stays as it is. */
	add(value: string, source: Unsubscribe['source'] = 'api'): Unsubscribe {
		const existing = this.entries.get(value);
		if (existing) return existing;
		const added: Unsubscribe = {
			_id: this.createId('uns'),
			value,
			source,
			createdAt: new Date(this.now()).toISOString(),
		};
		this.entries.set(value, added);
		return added;
	}

	isProtected(value: string): boolean {
		return PROTECTED.includes(this.entries.get(value)?.source ?? '');
	}
}
