import { monotonicMs } from '../time/clock';

/** So long an export may still appear in the list (ms); for ever, and one that never does would end all others. */
const LONGEST_LAG_MS = 15 * 60_000;

interface LostStart {
	/** Of all exports that were there before it. */
	ids: ReadonlySet<string>;
	at: number;
}

/**
 * Starts of an account that named no ID and whose exports are not known: each may own whatever appears in the list.
 */
export class LostStarts {
	/** The oldest first. */
	private readonly starts = new Map<string, LostStart>();

	/** @param start what tells it from others, also at a retry */
	add(start: string, ids: Iterable<string>): void {
		if (!this.starts.has(start)) this.starts.set(start, { ids: new Set(ids), at: monotonicMs() });
	}

	found(start: string): void {
		this.starts.delete(start);
	}

	/** Whether an export may be that of another start than this one. */
	mayOwn(id: string, start: string): boolean {
		const now = monotonicMs();
		return [...this.starts].some(
			([other, { ids, at }]) => other !== start && now - at < LONGEST_LAG_MS && !ids.has(id),
		);
	}

	/**
	 * Forgets the starts whose exports must be among those that are there: what comes later is not theirs.
	 *
	 * @param listed all exports that are there, without those that belong to a start
	 */
	seen(listed: readonly string[]): void {
		for (const [start, { ids }] of this.starts) {
			if (listed.filter((id) => !ids.has(id)).length >= this.starts.size) this.starts.delete(start);
		}
	}
}
