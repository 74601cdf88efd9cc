import { createHash } from 'crypto';

const HOUR_MS = 60 * 60_000;

/**
 * Characters that stand for an ID. An activity is compared with those of the same hour only: with 20,000 a day, one is
 * taken for another once in some hundred years.
 */
const HASH_LENGTH = 7;

/** Activities without a readable date that are remembered; the oldest ones go first. */
const MOST_UNDATED = 500;

/** What static data keeps: by the hour of `createdAt` (hours since 1970) the hashes, one behind the other. */
export interface KnownData {
	hours: Record<string, string>;
	/** Those that lemlist gave no readable date. */
	undated: string;
}

/** What tells an activity apart: its ID, and when it happened. */
interface KnownKey {
	key: string;
	/** Milliseconds since 1970; undefined where lemlist sent no readable date. */
	at: number | undefined;
}

function hashOf(key: string): string {
	return createHash('sha256').update(key).digest('base64').slice(0, HASH_LENGTH);
}

function hourOf(at: number): string {
	return String(Math.floor(at / HOUR_MS));
}

function split(hashes: string): Set<string> {
	const parts = new Set<string>();
	for (let index = 0; index < hashes.length; index += HASH_LENGTH) parts.add(hashes.slice(index, index + HASH_LENGTH));
	return parts;
}

/** The activities that were given out or are not to be, as short hashes: n8n writes them after every look that found something. */
export class KnownActivities {
	private readonly hours: Map<string, string>;

	private undated: string;

	/** The hours that were looked into, as sets. */
	private readonly sets = new Map<string, Set<string>>();

	constructor({ hours = {}, undated = '' }: Partial<KnownData> = {}) {
		this.hours = new Map(Object.entries(hours));
		this.undated = undated;
	}

	has({ key, at }: KnownKey): boolean {
		return this.setOf(at).has(hashOf(key));
	}

	add({ key, at }: KnownKey): void {
		const hash = hashOf(key);
		const set = this.setOf(at);
		if (set.has(hash)) return;
		set.add(hash);
		if (at === undefined) {
			this.undated = (this.undated + hash).slice(-MOST_UNDATED * HASH_LENGTH);
		} else {
			const hour = hourOf(at);
			this.hours.set(hour, (this.hours.get(hour) ?? '') + hash);
		}
	}

	/** Forgets the hours that lie before a moment as a whole. */
	forgetBefore(moment: number): void {
		for (const hour of [...this.hours.keys()]) {
			if ((Number(hour) + 1) * HOUR_MS > moment) continue;
			this.hours.delete(hour);
			this.sets.delete(hour);
		}
	}

	toData(): KnownData {
		return { hours: Object.fromEntries(this.hours), undated: this.undated };
	}

	private setOf(at: number | undefined): Set<string> {
		const hour = at === undefined ? '' : hourOf(at);
		let set = this.sets.get(hour);
		if (!set) {
			set = split(at === undefined ? this.undated : (this.hours.get(hour) ?? ''));
			this.sets.set(hour, set);
		}
		return set;
	}
}
