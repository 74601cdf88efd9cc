import { type EventFilter, isWanted } from '../shared/lemlist/activities/filter';
import { ACTIVITY_PAGE_SIZE } from '../shared/lemlist/activities/list';
import { ServiceError } from '../shared/n8n/serviceError';
import type { Activity, ActivityPage, ActivityReader, Period } from './activities';
import { KnownActivities } from './known';
import { isPerhapsFull, OldestFirst } from './oldestFirst';
import { type EarlierFilter, newPosition, type NodeState, type Position, type RunningDeepLook } from './position';

/** How far back each look reaches behind the newest activity seen: many become visible a little late (ms). */
const OVERLAP_MS = 10 * 60_000;

/** How often a deep look begins (ms, by lemlist's clock). */
export const DEEP_LOOK_EVERY_MS = 60 * 60_000;

/** Looks after which there is one, should all clocks stand still. */
const LOOKS_PER_DEEP_LOOK = 60;

/** Pages of a deep look that are read in one look. */
const DEEP_PAGES = 10;

/** Requests for finding the end of a backlog, or for activities that are not wanted, beyond those for the items. */
const MORE_PAGES = 25;

/** A look that finds nothing with more requests has read very many again. */
const DENSE_REQUESTS = 5;

/** Filters of before that are remembered. */
const MOST_EARLIER_FILTERS = 20;

export interface LookSettings {
	filter: EventFilter;
	/** Activities that became visible so late are still found; 0 = those of `OVERLAP_MS` alone (ms). */
	lookBackMs: number;
	/** Most activities that a look gives. */
	items: number;
	/** Most requests, where the look must be short. */
	requests?: number;
}

/** The filter as it is kept and compared: the order of what was chosen does not matter. */
export function filterKey({ types, campaignIds, senders, isFirst, ignoreBots }: EventFilter): string {
	const sorted = (list: string[]) => [...list].sort();
	return JSON.stringify({
		types: sorted(types),
		campaignIds: sorted(campaignIds),
		senders: sorted(senders),
		isFirst,
		ignoreBots,
	});
}

/** A filter as it was kept, also by version 0.1.0, which had one campaign and no senders. */
function keptFilter(kept: string): EventFilter {
	const { campaignId, ...filter } = JSON.parse(kept) as Partial<EventFilter> & { campaignId?: string };
	const campaignIds = campaignId === undefined ? [] : [campaignId];
	return { types: [], campaignIds, senders: [], isFirst: false, ignoreBots: false, ...filter };
}

/** Whether two are the same, though another version kept the one. */
function isSameFilter(kept: string, key: string): boolean {
	try {
		return kept === key || filterKey(keptFilter(kept)) === key;
	} catch {
		return false;
	}
}

/** A filter of before that this version cannot read counts as one that wanted the same. */
function wantedBefore(filter: string, activity: Activity): boolean {
	try {
		return isWanted(keptFilter(filter), activity.event);
	} catch {
		return true;
	}
}

/** What stops the looks at a server that does not apply `minDate`, where it has more than a look gets through. */
function ignoredDate(): ServiceError {
	return new ServiceError('unexpected', {
		message: 'lemlist sends activities from before the date that it was asked for',
		description:
			'There are too many of them to get to the new ones in one look. Nothing was skipped: the next look starts where this one did. If it stays so, please report it.',
	});
}

/** The newest moment that counts: one activity with a date in the future must not hide all others until then. */
function newestOf(activities: Activity[], now: number): number {
	return activities.reduce((newest, { at }) => Math.max(newest, Math.min(at ?? 0, now)), 0);
}

/**
 * One look for activities, which ends after so many of them. `position` and `known` say at every moment what is done, so
 * that a look that fails half-way has lost nothing and repeats nothing.
 */
export class Look {
	/** What was found, oldest first. */
	readonly found: Activity[] = [];

	/** Entries of lemlist's answers that are no objects. */
	odd = 0;

	readonly position: Position;

	readonly known: KnownActivities;

	private readonly key: string;

	constructor(
		private readonly reader: ActivityReader,
		private readonly settings: LookSettings,
		state: NodeState,
	) {
		this.key = filterKey(settings.filter);
		this.known = new KnownActivities(state.known);
		this.position = { ...state.position, deep: { ...state.position.deep } };
	}

	private requests = 0;

	/** Whether lemlist sent activities from before the date that it was asked for. */
	private sawOlder = false;

	/** Whether something was read that need not be read again. */
	hasMoved = false;

	/** What is saved when the look has ended. */
	get state(): NodeState {
		return { position: this.position, known: this.known.toData() };
	}

	/**
	 * Another filter goes on at the same place in time. What happened before that is given only where the filter of then
	 * wanted it as well: it may wait, or come late. The rest would be a replay.
	 *
	 * @param lookedAt lemlist's clock at the latest look that this process made, which may not have been saved
	 */
	adoptFilter(lookedAt = 0): void {
		const { position } = this;
		if (isSameFilter(position.filter, this.key)) return;
		const before = { filter: position.filter, until: position.frontier };
		position.earlier = [...position.earlier, before].slice(-MOST_EARLIER_FILTERS);
		// The latest activity of before may be old, though lemlist was asked a moment ago.
		const asked = position.ahead > 0 ? 0 : Math.max(position.lookedAt, lookedAt);
		if (asked > position.frontier) {
			position.passOver = [...(position.passOver ?? []), { filter: position.filter, until: asked }];
		}
		position.filter = this.key;
		// Places in a list of other activities.
		position.ahead = 0;
		position.deep.size = 0;
		delete position.inside;
		delete position.wholePage;
		if (position.deep.running) {
			position.deep.running.ahead = 0;
			delete position.deep.running.inside;
		}
	}

	/** @throws ServiceError; what was found until then stays found */
	async newOnes(): Promise<void> {
		const { position } = this;
		// Of a backlog the next part; deep looks see to what is late meanwhile.
		const overlap = position.ahead > 0 ? 0 : this.overlapMs;
		const mostRequests = Math.min(
			this.settings.requests ?? Infinity,
			Math.ceil(this.settings.items / (ACTIVITY_PAGE_SIZE - 1)) + MORE_PAGES,
		);
		const requestsLeft = mostRequests - (await this.passCrowd(position, position.frontier, mostRequests));
		if (position.inside !== undefined) return;
		const from = Math.max(position.floor, position.frontier - overlap, 0);
		const advance = (activities: Activity[], ahead: number) => {
			position.frontier = Math.max(position.frontier, newestOf(activities, this.now));
			position.ahead = ahead;
			// Read without getting past its first moment: the next look goes through that one by itself.
			if (ahead > 0 && position.frontier === from) position.inside = 0;
			else delete position.inside;
		};
		const { frontier } = position;
		position.ahead = await this.read({ from }, position.ahead, requestsLeft, advance);
		if (this.found.length === 0 && this.requests > DENSE_REQUESTS) position.denseAt = position.frontier;
		if (position.ahead > 0) {
			const isStuck = this.found.length === 0 && position.frontier === frontier;
			// A short look may only have been too short.
			if (isStuck && this.sawOlder && this.settings.requests === undefined) throw ignoredDate();
			return;
		}
		delete position.passOver;
		position.lookedAt = this.reader.lemlistNow ?? position.lookedAt;
	}

	/**
	 * Goes through all activities of the last hours by their IDs, some pages in each look: for those that became visible
	 * long after the moment they are dated at.
	 *
	 * @param isDue whether it is time for one by another clock than lemlist's
	 */
	async lateOnes(isDue: boolean): Promise<void> {
		const { deep, frontier, ahead } = this.position;
		const { lookBackMs, items, requests } = this.settings;
		if (lookBackMs === 0) {
			delete deep.running;
			deep.base = frontier;
			this.forget();
			return;
		}
		if (ahead > 0 || requests !== undefined || this.found.length >= items) return;
		const begin = () => Object.assign(deep, { startedAt: this.now, startedStep: this.position.step });
		// All that there is was read just now.
		if (deep.startedAt === 0) begin();
		if (!deep.running) {
			const sinceMs = Math.abs(this.now - deep.startedAt);
			const looks = this.position.step - deep.startedStep;
			if (!isDue && sinceMs < DEEP_LOOK_EVERY_MS && looks < LOOKS_PER_DEEP_LOOK) return;
			const from = Math.max(this.position.floor, deep.base - lookBackMs, 0);
			begin();
			deep.running = { from, to: frontier, ahead: deep.size };
			deep.size = 0;
		}
		const { running } = deep;
		const pages = DEEP_PAGES - (await this.passCrowd(running, running.from, DEEP_PAGES));
		if (running.inside !== undefined) return;
		if (running.to > running.from) {
			const { from } = running;
			const advance = (activities: Activity[], left: number) => {
				running.from = Math.min(running.to, Math.max(running.from, newestOf(activities, this.now)));
				running.ahead = left;
				deep.size += activities.length;
				if (left > 0 && running.from === from) running.inside = 0;
				else delete running.inside;
			};
			running.ahead = await this.read({ from, to: running.to }, running.ahead, pages, advance);
			if (running.ahead > 0) return;
		}
		deep.base = running.to;
		delete deep.running;
		this.forget();
	}

	/** Where that holds very many, in a quiet time less and less: the latest look saw what was late until then. */
	private get overlapMs(): number {
		const { frontier, lookedAt, denseAt } = this.position;
		if (denseAt === undefined || frontier - OVERLAP_MS > denseAt) return OVERLAP_MS;
		return Math.max(0, Math.min(OVERLAP_MS, frontier - (lookedAt - OVERLAP_MS)));
	}

	/** lemlist's clock, where it told the time. */
	private get now(): number {
		return this.reader.lemlistNow ?? Date.now();
	}

	/**
	 * Reads a period from its oldest activity on.
	 *
	 * @param done called with what was looked at, and about how many entries wait behind it
	 * @returns about how many wait; 0 = the period was read
	 */
	private async read(
		period: Period,
		ahead: number,
		mostRequests: number,
		done: (activities: Activity[], ahead: number) => void,
	): Promise<number> {
		const isNewest = period.to === undefined;
		const list = new OldestFirst(
			async (offset) => await this.page(period, offset),
			ahead,
			mostRequests,
			isNewest ? this.position.wholePage : undefined,
		);
		let left: number | undefined;
		try {
			for await (const batch of list.batches()) {
				const { looked, rest } = this.take(batch.activities);
				left = batch.ahead + rest;
				done(looked, left);
				this.hasMoved = true;
				if (left === 0 || rest > 0 || this.found.length >= this.settings.items) return left;
			}
		} finally {
			this.odd += list.odd;
			if (isNewest && list.wholePage !== undefined) this.position.wholePage = list.wholePage;
		}
		// No requests were left: for the next part, or already for finding the end.
		return left ?? Math.max(list.ahead, 1);
	}

	private async page(period: Period, offset: number): Promise<ActivityPage> {
		const page = await this.reader.page(period, offset);
		this.requests++;
		this.sawOlder ||= page.activities.some(({ at }) => at !== undefined && at < period.from);
		return page;
	}

	/**
	 * Goes on through a millisecond that holds more activities than one look gets through. Between two looks `from` cannot
	 * say how far that came, so it is read by itself, newest first: hardly anything is added to a moment that is over, and
	 * a place counted from its newest entry stays one. What is late nevertheless is left to the looks back.
	 *
	 * @param place its `inside` says how far it came, and is not there outside of such a moment
	 * @param at the moment (ms since 1970); `from` or `frontier` of the place, which steps behind it at its end
	 * @returns the requests it took
	 */
	private async passCrowd(place: Position | RunningDeepLook, at: number, mostRequests: number): Promise<number> {
		if (place.inside === undefined) return 0;
		// What was deleted meanwhile has moved the rest up.
		let offset = Math.max(0, place.inside - ACTIVITY_PAGE_SIZE);
		for (let requests = 0; ;) {
			if (requests >= mostRequests || this.found.length >= this.settings.items) return requests;
			const { activities, length, odd } = await this.page({ from: at, to: at + 1 }, offset);
			requests++;
			this.odd += odd;
			const { rest } = this.take(activities);
			this.hasMoved = true;
			if (rest > 0) return requests;
			// Pages share an entry, so that the last one is known by having that one alone.
			if (length <= 1 || activities.some((activity) => activity.at !== undefined && activity.at < at)) {
				delete place.inside;
				if ('frontier' in place) place.frontier = Math.max(place.frontier, at + 1);
				else place.from = Math.min(place.to, at + 1);
				return requests;
			}
			offset += length - 1;
			place.inside = Math.max(place.inside, offset);
		}
	}

	/** Takes of a batch what is wanted and fits into the look. */
	private take(activities: Activity[]): { looked: Activity[]; rest: number } {
		for (const [index, activity] of activities.entries()) {
			if (!this.isNew(activity)) continue;
			if (this.isPassedOver(activity)) {
				this.known.add(activity);
				continue;
			}
			if (this.found.length >= this.settings.items) {
				return { looked: activities.slice(0, index), rest: activities.length - index };
			}
			this.known.add(activity);
			this.found.push(activity);
		}
		return { looked: activities, rest: 0 };
	}

	private isNew(activity: Activity): boolean {
		const { at } = activity;
		if (at !== undefined && at < this.position.floor) return false;
		if (!isWanted(this.settings.filter, activity.event) || this.known.has(activity)) return false;
		const before = this.filterAt(activity);
		return before === undefined || wantedBefore(before.filter, activity);
	}

	/** The filter in force when it happened, where that is an earlier one. Those after it had no say in it. */
	private filterAt({ at }: Activity): EarlierFilter | undefined {
		return at === undefined ? undefined : this.position.earlier.find(({ until }) => at <= until);
	}

	/** Whether it was there at the latest look with another filter, which did not want it. */
	private isPassedOver(activity: Activity): boolean {
		if (this.filterAt(activity)) return false;
		const latest = this.position.passOver?.find(({ until }) => (activity.at ?? 0) <= until);
		return latest !== undefined && !wantedBefore(latest.filter, activity);
	}

	/** Forgets what no look comes across any more. */
	private forget(): void {
		const { position } = this;
		const { frontier, deep } = position;
		const before = Math.min(frontier - OVERLAP_MS, deep.base - this.settings.lookBackMs);
		if (before <= position.floor) return;
		position.floor = before;
		position.earlier = position.earlier.filter(({ until }) => until >= before);
		this.known.forgetBefore(before);
	}
}

/**
 * The first look: where the present is. What the newest page holds is known from then on, and what is older than that
 * was there before.
 */
export async function firstPosition(reader: ActivityReader, filter: EventFilter): Promise<NodeState> {
	const { activities, length } = await reader.page({ from: 0 }, 0);
	const now = reader.lemlistNow ?? Date.now();
	const known = new KnownActivities();
	for (const activity of activities) if (isWanted(filter, activity.event)) known.add(activity);
	const dated = activities.flatMap(({ at }) => (at === undefined ? [] : [at]));
	const frontier = newestOf(activities, now);
	// A full page ends in the middle of a moment: what else happened then is not known.
	const isFull =
		length >= ACTIVITY_PAGE_SIZE || (isPerhapsFull(length) && (await reader.page({ from: 0 }, length)).length > 0);
	const floor = !isFull ? 0 : Math.min(frontier, ...dated) + 1;
	const position = newPosition(filterKey(filter), floor, frontier);
	position.deep.startedAt = now;
	return { position: { ...position, lookedAt: reader.lemlistNow ?? 0 }, known: known.toData() };
}

/** The newest activities that fit a filter, newest first, at most a page. */
export async function newestActivities(reader: ActivityReader, filter: EventFilter): Promise<Activity[]> {
	const { activities } = await reader.page({ from: 0 }, 0);
	return activities.filter(({ event }) => isWanted(filter, event));
}
