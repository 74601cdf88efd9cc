import type { IDataObject } from 'n8n-workflow';

import type { FileAnswer } from '../http/client';
import type { Service } from '../http/service';
import type { ServiceError } from '../n8n/serviceError';
import type { Places } from '../time/places';

/** A job that a service does in the background. */
export interface Job {
	id: string;
	/** When it was started, on the clock of `monotonicMs`. */
	startedAt: number;
	/**
	 * Whether this node started it, in this try or an earlier one: then the service may not know it yet at the first
	 * looks. Otherwise `startedAt` is only when the node heard of it.
	 */
	own: boolean;
	/** The id it had before it was made again. */
	regeneratedFrom?: string;
}

export type JobState<Details> =
	/** `progress` is for people, and changes when the job moves on. */
	| { phase: 'pending'; progress: string; details: Details }
	/** The result is there: a file can be downloaded, if it is one. */
	| { phase: 'ready'; details: Details }
	/** The service gave up, or is in a state nobody knows. */
	| { phase: 'failed'; reason: string; details: Details }
	/** The service does not know the job (yet, or any more). */
	| { phase: 'missing'; reason: string }
	/** It was done, and its file is gone; `regenerate` makes it again. */
	| { phase: 'expired'; reason: string };

/** Gaps between two looks at a job (s). */
export interface LookGaps {
	/** Before the first looks. */
	first: readonly number[];
	/** Then by the age of the job; the oldest first, down to `fromS: 0`. */
	later: ReadonlyArray<{ fromS: number; gapS: number }>;
}

/** How messages speak of a job, and what they advise. Sentences. */
export interface JobWords {
	/** Such as `export`. */
	noun: string;
	/** What it ends with, such as `a file`. */
	result: string;
	/** Where a start may have been done though it failed. */
	mayRun: string;
	/** How to get the result of one that still runs. */
	resume(id: string): string;
	/** The same in a few words, after a colon. */
	later: string;
	/** What to say where the service does not know it: by default, that it ended without a result. */
	missing: { message?: string; advice: string };
	/** What to do about one whose file is gone; by default the advice for one that is missing. */
	expired?: string;
	/** What to do about one that failed. */
	failed(id: string): string;
}

/** What ends the start of a job. */
export interface StartSignals {
	/** The wait for a place in the limit: Stop, and the failure of another item. */
	untilSent: AbortSignal;
	/** The request on its way, whose answer holds the ID: only Stop. */
	signal: AbortSignal;
}

/** What a service answered to a start, or when it was asked to make a file again. */
export interface Begun<Details> {
	/** Absent where the answer names none: then `identification` finds it. */
	id?: string;
	details?: Details;
	/** It makes nothing again, since the file is still there; in its own words. */
	stillThere?: string;
}

/** How to find the id of a job whose start names none: by comparison with what was there before. */
export interface Identification<Details> {
	/** Starts that could be taken for one another wait here, each until its id is known. */
	places: Places;
	/**
	 * What has to be known before a start; where it fails, nothing is started. It is kept for a retry, so it is JSON.
	 *
	 * @param again the job that is to be made again, if it is no new one
	 */
	before(again: string | undefined, signal: AbortSignal): Promise<IDataObject>;
	/**
	 * Finds the job that was started behind this note. Starts nothing, so that it can be called again.
	 *
	 * @throws ServiceError where it cannot tell
	 */
	find(note: IDataObject, signal: AbortSignal): Promise<{ id: string; details?: Details }>;
}

/** What the engine needs to know of a kind of job. It knows nothing else of the service. */
export interface JobProvider<Details> {
	service: Pick<Service, 'name'>;
	words: JobWords;
	gaps: LookGaps;
	/** How long the service remembers a job (ms). */
	memoryMs: number;
	/** So long after its start a job may still be unknown to a part of the service (ms). */
	lagMs: number;
	/** Ids for messages, besides the job's. */
	ids: Record<string, string>;
	/** Under which name the job's own id stands in messages, such as `exportId`. */
	idName: string;

	/**
	 * Starts a job. The engine calls it once; only a 429, for which the service did nothing, is repeated below it.
	 *
	 * @throws ServiceError
	 */
	start(signals: StartSignals): Promise<Begun<Details>>;

	/** Absent where the answer to every start names the id. */
	identification?: Identification<Details>;

	/**
	 * Asks how far a job is. No retries of its own, patience is the engine's; its requests are of the kind `look`. One request may serve several jobs (see
	 * `SharedLook`).
	 *
	 * @param own whether this node had it made, see `Job`
	 * @throws an error; `isTemporary` tells whether it is worth another look
	 */
	look(id: string, signal: AbortSignal | undefined, own: boolean): Promise<JobState<Details>>;

	isTemporary(error: unknown): boolean;
}

export interface FileLink {
	url: string;
	/** Size the service names (bytes). */
	expectedBytes?: number;
}

/**
 * What an answer to a download means:
 * - `deliver`: it is the file
 * - `sendKey`: open the same link once more with the API key
 * - `newLink`: the link does not work any more; ask for another one, once
 * - `retry`: worth another try
 * - `expired`: the file is gone; made again where the service can
 * - an error: the end
 */
export type Verdict = 'deliver' | 'sendKey' | 'newLink' | 'retry' | 'expired' | ServiceError;

/** What was done before: the key was sent, the link is a new one. */
export interface Tried {
	withKey: boolean;
	newLink: boolean;
}

/** How to open a file and what the answers mean. */
export interface FileAccess {
	service: Pick<Service, 'name'>;
	open(url: string, withKey: boolean, signal?: AbortSignal): Promise<FileAnswer>;
	judge(answer: FileAnswer, url: string, tried: Tried): Verdict | Promise<Verdict>;
	/** What to say where the file is gone: how long it is kept, and how to get on. */
	gone?: string;
	/** Takes secrets out of a piece of an answer that is shown. */
	withoutKey(text: string): string;
}

/** A job that ends with a file. */
export interface FileJobProvider<Details> extends JobProvider<Details>, FileAccess {
	/**
	 * Where the file is. Called just before each download, since links can be short-lived.
	 *
	 * @param known what the last look gave; undefined when the link must be fetched afresh
	 */
	link(id: string, known: Details | undefined, signal?: AbortSignal): Promise<FileLink | 'expired'>;

	/** Has an expired file made again, perhaps under another id. Sent once, like a start. Absent where a service cannot. */
	regenerate?(id: string, signals: StartSignals): Promise<Begun<Details>>;
}
