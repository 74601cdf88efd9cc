import type { Counter, LimitWords, RequestKind } from './counter';
import { SlidingWindow } from './slidingWindow';

/** Covers what a way to the service varies by (ms). Each 20 ms cost 1 % of the limit. */
const MARGIN_MS = 20;

/** A refusal so shortly before a window's end came because ours had ended already, and not because of others (ms). */
const EARLY_MS = 150;

/** How much of what was learnt of that is kept from window to window. */
const EARLY_KEPT = 0.95;

/** The first requests of all, before the service has said what is left: in a crowd, they are all that can be refused. */
const SCOUTS = 5;

/** This part of the places goes at once when a window begins: alone, and beside others. */
const BURST = 0.6;
const BURST_IN_COMPANY = 0.35;

/** The others go one by one, the last when this part of the window has passed: so nobody waits for a whole window. */
const SPREAD = 0.8;

/** What is left of a burst after a refusal, and the least of it. */
const BACK_OFF = 0.7;
const LEAST_BURST = 3;

/** Windows without others after which a process is alone again. */
const ALONE_AFTER = 3;

/** Beside others, a place is taken only if so many are left, with what they may have taken since the last word. */
const LEFT_IN_COMPANY = 1.2;
const PACE_OF_OTHERS = 1.2;

/** After a refusal so much more has to be left, at most so much in all; this part of it is kept from window to window. */
const MORE_CARE = 0.35;
const MOST_CARE = 3;
const CARE_KEPT = 0.9;

interface Window {
	/** When our first request in it left. */
	beganAt: number;
	endsAt: number;
	/** Whether the service said when it ends; else by our count. */
	told: boolean;
	/** Whether it came after a pause: requests may have had to open connections, and reached the service late. */
	cold: boolean;
	ours: number;
	looks: number;
	/** At least so many requests in it were not ours. */
	others: number;
	/** When the latest request left whose answer said what is left. */
	heardAt: number;
	/** The service refused a request in it: nothing is left. */
	full: boolean;
	/** Whether a request had to wait in it. */
	hungry: boolean;
}

/**
 * A limit of so many requests in a window that begins with its first one, where every answer says how many are left
 * and when the window ends. Until the service has said so, no span of a window's length gets more than the limit.
 *
 * Alone, a process uses all of it, but holds back places for later in the window, so that nobody who comes then waits
 * long: an editor, a look, or another process. Once it sees requests of others in the count, or is refused, it begins
 * its windows with less and takes of what is left only what others cannot have taken meanwhile. The numbers were found
 * with a model of the limit and one, two and three processes (`tools/limitModel.ts`).
 */
export class FixedWindow implements Counter {
	private window?: Window;

	private readonly sliding: SlidingWindow;

	/** So many requests go at once when a window begins. */
	private burst: number;

	private windowsAlone = ALONE_AFTER;

	/** Whether the service told the end of the latest window, just now: ours then begin where that one ended. */
	private isInStep = false;

	/** How much more has to be left beside others, as refusals taught. */
	private care = 0;

	/** No request goes before, whatever the windows say: the service refused one. */
	private pausedUntil = -Infinity;

	/** What our windows ended too early by, as refusals told (ms). */
	private earlyMs = 0;

	/**
	 * @param limit the service's
	 * @param share what this process may use of it
	 */
	constructor(
		private readonly limit: number,
		private readonly windowMs: number,
		private share = limit,
	) {
		this.sliding = new SlidingWindow(limit, windowMs);
		this.burst = this.burstAlone;
	}

	/** Changes what this process may use. */
	setShare(share: number): void {
		if (share === this.share) return;
		this.share = share;
		this.burst = this.hasCompany ? this.burstInCompany : this.burstAlone;
	}

	waitMs(now: number, kind: RequestKind, demand: number): number {
		return Math.max(this.windowWaitMs(now, kind, demand), this.pausedUntil - now);
	}

	private windowWaitMs(now: number, kind: RequestKind, demand: number): number {
		const window = this.windowAt(now);
		if (!window) return this.isInStep ? 0 : this.sliding.waitMs(now);
		window.hungry ||= kind === 'run';
		const untilEndMs = Math.max(1, window.endsAt - now);
		const left = window.full ? 0 : Math.min(this.share - window.ours, this.limit - window.ours - window.others);
		if (left <= 0) return untilEndMs;
		if (!window.told) return Math.max(this.sliding.waitMs(now), this.scoutWaitMs(window, now));
		switch (kind) {
			case 'editor':
				return 0;
			case 'look':
				return Math.min(this.lookWaitMs(window, now), untilEndMs);
			case 'run':
				return Math.min(this.runWaitMs(window, now, left, demand), untilEndMs);
		}
	}

	take(now: number, kind: RequestKind): (words: LimitWords, answeredAt: number) => void {
		const window = (this.window = this.windowAt(now) ?? this.newWindow(now));
		window.ours += 1;
		if (kind === 'look') window.looks += 1;
		this.sliding.take(now);
		return (words, answeredAt) => this.heard(window, now, answeredAt, words);
	}

	private get burstAlone(): number {
		return Math.max(1, Math.ceil(this.share * BURST));
	}

	private get burstInCompany(): number {
		return Math.max(1, Math.floor(this.share * BURST_IN_COMPANY));
	}

	private get hasCompany(): boolean {
		return this.windowsAlone < ALONE_AFTER;
	}

	/** Between two places that are given one by one (ms). */
	private get stepMs(): number {
		return (this.windowMs * SPREAD) / Math.max(1, this.share - this.burst);
	}

	/** The window that a request would be in; undefined = the next one begins a new one. */
	private windowAt(now: number): Window | undefined {
		const { window } = this;
		if (window && now >= window.endsAt) {
			this.window = undefined;
			this.learnFrom(window);
			this.isInStep = window.told && now - window.endsAt < this.windowMs;
			if (window.told) this.sliding.clear();
		}
		return this.window;
	}

	private newWindow(now: number): Window {
		const endsAt = now + this.windowMs + this.marginMs;
		return {
			beganAt: now,
			endsAt,
			told: this.isInStep,
			cold: !this.isInStep,
			ours: 0,
			looks: 0,
			others: 0,
			heardAt: -Infinity,
			full: false,
			hungry: false,
		};
	}

	private get marginMs(): number {
		return MARGIN_MS + this.earlyMs;
	}

	/** A few at once, then at the pace of the limit, until the service says more. */
	private scoutWaitMs({ ours, beganAt }: Window, now: number): number {
		if (ours < Math.min(SCOUTS, this.share)) return 0;
		return beganAt + (ours - SCOUTS + 1) * (this.windowMs / this.share) - now;
	}

	/** Half of the places, in two bursts: many jobs are seen done sooner by small ones. */
	private lookWaitMs({ looks, endsAt }: Window, now: number): number {
		const half = endsAt - this.windowMs / 2;
		const quarter = Math.max(1, Math.floor(this.share / 4));
		if (looks < quarter) return 0;
		return looks < 2 * quarter ? half - now : endsAt - now;
	}

	private runWaitMs(window: Window, now: number, left: number, demand: number): number {
		if (window.ours < this.burst) return 0;
		if (!this.hasCompany && demand <= left) return 0;
		const taken = window.ours + (this.hasCompany ? 0 : window.others);
		const inTurnMs = window.endsAt - this.windowMs + (taken - this.burst + 1) * this.stepMs - now;
		if (!this.hasCompany) return inTurnMs;
		const crowd = Math.max(1, window.others / window.ours);
		const takenMeanwhile = ((now - window.heardAt) / this.stepMs) * crowd * PACE_OF_OTHERS;
		const isSure = this.limit - window.ours - window.others - takenMeanwhile >= LEFT_IN_COMPANY + this.care * crowd;
		return isSure ? inTurnMs : window.endsAt - now;
	}

	/** What a window that is over tells about others. */
	private learnFrom(window: Window): void {
		this.earlyMs *= EARLY_KEPT;
		this.care *= CARE_KEPT;
		if (window.others > 0 || window.full) {
			this.windowsAlone = 0;
			this.burst = Math.min(this.burst, this.burstInCompany);
		} else if (++this.windowsAlone === ALONE_AFTER) {
			this.burst = this.burstAlone;
		}
		if (!this.hasCompany || !window.hungry) return;
		const crowd = 1 + window.others / Math.max(1, window.ours);
		this.burst = Math.max(1, Math.min(this.burst, Math.floor((2 * this.burstInCompany) / crowd)));
		const unused = this.limit - window.ours - window.others;
		if (window.ours > window.others + 1) this.burst = Math.max(LEAST_BURST, this.burst - 1);
		else if (unused > 1 && window.ours < window.others) this.burst = Math.min(this.burstInCompany, this.burst + 1);
	}

	/** @param sentAt when the request left that was answered */
	private heard(
		window: Window,
		sentAt: number,
		answeredAt: number,
		{ remaining, endsInMs, retryAfterMs }: LimitWords,
	): void {
		const isRefusal = retryAfterMs !== undefined;
		if (isRefusal) {
			this.refused(window, retryAfterMs);
			this.pausedUntil = Math.max(this.pausedUntil, sentAt + retryAfterMs + this.marginMs);
		}
		if (window !== this.window) return;
		// A whole window left is what the first request of one is told, or a text that is the same in every answer.
		const untilEndMs = retryAfterMs ?? endsInMs ?? Infinity;
		if (isRefusal || untilEndMs < this.windowMs) {
			// The window ends after the one and before the other: a request reached the service in between.
			const endsAt = (window.cold ? answeredAt : sentAt + this.marginMs) + untilEndMs;
			// What belongs to the service's next window says nothing of this one.
			if (!window.told || isRefusal) window.endsAt = endsAt;
			else if (window.cold) window.endsAt = Math.min(window.endsAt, endsAt);
			else if (endsAt < window.endsAt + this.windowMs / 2) window.endsAt = Math.max(window.endsAt, endsAt);
			window.told = true;
		}
		// Anything else is no count.
		if (remaining === undefined || remaining < 0 || remaining >= this.limit || isRefusal) return;
		window.heardAt = Math.max(window.heardAt, sentAt);
		window.others = Math.max(window.others, this.limit - remaining - window.ours);
	}

	private refused(window: Window, retryAfterMs: number): void {
		if (retryAfterMs <= EARLY_MS && !this.hasCompany) {
			this.earlyMs = Math.max(this.earlyMs, retryAfterMs);
		} else {
			this.windowsAlone = 0;
			if (!window.full) {
				this.burst = Math.max(Math.min(LEAST_BURST, this.share), Math.floor(this.burst * BACK_OFF));
				this.care = Math.min(MOST_CARE, this.care + MORE_CARE);
			}
		}
		window.full = true;
	}
}
