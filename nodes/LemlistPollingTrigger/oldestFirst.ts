import { ACTIVITY_PAGE_SIZE } from '../shared/lemlist/activities/list';
import { ServiceError } from '../shared/n8n/serviceError';
import type { Activity, ActivityPage } from './activities';

/** Pages read one behind the other before longer jumps look for the end of the list. */
const SMALL_STEPS = 4;

/** Entries that the page at the expected end is to have: it is not full though a few more came meanwhile. */
const LIKELY_REST = 95;

/** Pages in a row with the same entries after which the server is taken to ignore `offset`. Fewer: many came meanwhile. */
const MOST_REPEATED_PAGES = 5;

/**
 * Whether a page may have all that fits into one. lemlist's documented 100 do; should it come to give fewer, that will be
 * a round number. Pages of other lengths are surely the last, so that hardly a look sends a request to find out.
 */
export function isPerhapsFull(length: number): boolean {
	return length >= ACTIVITY_PAGE_SIZE || (length >= 20 && length % 5 === 0);
}

interface HeldPage extends ActivityPage {
	offset: number;
}

/** A piece of the list, oldest first; it adjoins the one before. */
export interface Batch {
	activities: Activity[];
	/** Entries that are newer: none, when the list is read. About so many: it grows meanwhile. */
	ahead: number;
}

/**
 * Reads a list that lemlist gives newest first from its oldest entry on, so that whoever stops anywhere has lost
 * nothing: what comes before is done, what comes after is for the next time. The end of the list is looked for by
 * longer and longer jumps; a page that is not full proves it. From there on each page has to share an entry with what
 * was taken before, so that neither new activities nor deletions between two requests open a gap.
 */
export class OldestFirst {
	/** Pages that were asked for. */
	requests = 0;

	/** Entries that were no objects. */
	odd = 0;

	/** Entries of a full page: fewer than were asked for, where more came behind such a page. */
	private pageSize = ACTIVITY_PAGE_SIZE;

	private readonly taken = new Set<string>();

	/** Pages read on the way to the end, newest first, each sharing an entry with the next. */
	private held: HeldPage[] = [];

	private last: { page: HeldPage; repeats: number } | undefined;

	/**
	 * @param readPage reads a page behind so many entries, newest first
	 * @param ahead about how many entries there are, where an earlier look found out; 0 = not known
	 * @param mostRequests ends the reading, as if there were no more
	 * @param wholePage a page behind which an earlier look found nothing, as this class left it
	 */
	constructor(
		private readonly readPage: (offset: number) => Promise<ActivityPage>,
		public ahead: number,
		private readonly mostRequests: number,
		public wholePage?: string,
	) {}

	/** @throws ServiceError of kind `unexpected` for a server that sends the same page again and again */
	async *batches(): AsyncGenerator<Batch> {
		for (let page = await this.end(); page; page = await this.pageBefore(page.offset)) {
			const activities = page.activities.filter(({ key }) => !this.taken.has(key)).reverse();
			for (const { key } of activities) this.taken.add(key);
			this.ahead = page.offset;
			yield { activities, ahead: page.offset };
			if (page.offset === 0) return;
		}
	}

	/** Pages overlap by an entry: what they share proves that nothing moved out between them. */
	private get step(): number {
		return this.pageSize - 1;
	}

	/** The page that ends the list; undefined when there are no requests left to find it. */
	private async end(): Promise<HeldPage | undefined> {
		let offset = Math.max(0, this.ahead - LIKELY_REST);
		let full: number | undefined;
		let beyond: number | undefined;
		let jump = this.step;
		for (let steps = 1; ; steps++) {
			const page = await this.read(offset);
			if (!page) return undefined;
			if (!(await this.learnSize(page))) return undefined;
			const isFull = page.length >= this.pageSize;
			if (!isFull && (page.length > 0 || offset === 0)) return page;
			if (isFull) {
				this.hold(page);
				full = offset;
				this.ahead = Math.max(this.ahead, offset + this.pageSize);
			} else {
				beyond = offset;
				this.ahead = Math.min(this.ahead, offset);
			}
			// The list changed meanwhile: what was found out before does not hold.
			if (full !== undefined && beyond !== undefined && beyond < full + this.pageSize) {
				if (isFull) beyond = undefined;
				else full = undefined;
			}
			if (full !== undefined && beyond !== undefined) {
				// In the middle of what is possible, so that the page sticks out on either side.
				offset = Math.floor((full + beyond) / 2);
			} else {
				if (steps > SMALL_STEPS || offset > this.step * SMALL_STEPS) jump *= 2;
				offset = isFull ? offset + jump : Math.max(0, offset - jump);
			}
		}
	}

	/** Looks behind a page that may be full though it is shorter than 100. @returns false without a request left for it */
	private async learnSize({ activities, length, offset }: HeldPage): Promise<boolean> {
		if (length >= this.pageSize || !isPerhapsFull(length)) return true;
		const mark = `${length} ${activities[0]?.key}`;
		if (mark === this.wholePage) return true;
		const behind = await this.read(offset + length);
		const keys = new Set(activities.map(({ key }) => key));
		if (behind?.activities.some(({ key }) => !keys.has(key))) this.pageSize = length;
		else if (behind) this.wholePage = mark;
		return behind !== undefined;
	}

	/** The page that adjoins what was taken on its newer side. */
	private async pageBefore(takenFrom: number): Promise<HeldPage | undefined> {
		for (let page = this.held.pop(); page; page = this.held.pop()) {
			if (this.adjoins(page)) return page;
			this.held = [];
		}
		for (let offset = Math.max(0, takenFrom - this.step); ;) {
			const page = await this.read(offset);
			if (!page) return undefined;
			const adjoins = this.adjoins(page);
			if (!adjoins && !(await this.learnSize(page))) return undefined;
			const isWhole = page.length < this.pageSize && (page.length > 0 || offset === 0);
			if (isWhole || adjoins) {
				const isDone = offset === 0 || page.activities.some(({ key }) => !this.taken.has(key));
				if (isDone) return page;
				offset = Math.max(0, offset - this.step);
			} else {
				// New ones pushed the list down, or it became shorter.
				offset = page.length === 0 ? Math.max(0, offset - this.step) : offset + this.step;
			}
		}
	}

	private adjoins(page: HeldPage): boolean {
		return page.activities.some(({ key }) => this.taken.has(key));
	}

	private hold(page: HeldPage): void {
		const lastKey = this.held.at(-1)?.activities.at(-1)?.key;
		const isNext = lastKey !== undefined && page.activities.some(({ key }) => key === lastKey);
		this.held = isNext ? [...this.held, page] : [page];
	}

	private async read(offset: number): Promise<HeldPage | undefined> {
		if (this.requests >= this.mostRequests) return undefined;
		this.requests++;
		const page: HeldPage = { ...(await this.readPage(offset)), offset };
		this.odd += page.odd;
		this.checkRepeats(page);
		return page;
	}

	private checkRepeats(page: HeldPage): void {
		const before = this.last;
		const isSame =
			before !== undefined &&
			page.length > 0 &&
			before.page.offset !== page.offset &&
			before.page.length === page.length &&
			before.page.activities.every(({ key }, index) => key === page.activities[index]?.key);
		this.last = { page, repeats: isSame ? before.repeats + 1 : 0 };
		if (this.last.repeats < MOST_REPEATED_PAGES) return;
		throw new ServiceError('unexpected', {
			message: 'lemlist sends the same activities on every page',
			description: 'Nothing was skipped: the next poll starts where this one did. If it stays so, please report it.',
		});
	}
}
