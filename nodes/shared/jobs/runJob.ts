import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mayBeDone, ServiceError } from '../n8n/serviceError';
import { stopSignal } from '../n8n/stop';
import { Deadline, follow } from '../time/cancellation';
import { monotonicMs } from '../time/clock';
import { Places } from '../time/places';
import { type FileSource, isFileGone } from './download';
import { endedWithout, interrupted, mayRun, tooSlow, unidentified, unnamed } from './messages';
import type { Begun, FileJobProvider, Job, JobProvider, StartSignals } from './provider';
import { StartedJobs } from './startedJobs';
import { waitForJob, type WaitEnd } from './wait';

/** So many files are read at once: more would only share the same line. */
const DOWNLOADS_AT_ONCE = 3;

/** What is to be done for one item. Times in ms. */
export interface JobRequest {
	itemIndex: number;
	/** What the job is of, see `StartedJobs`. */
	subject: string;
	/** Waits for this job instead of starting one. */
	resumeId?: string;
	/** For the job, and as long again for its file. */
	timeoutMs: number;
	/** 0 = the provider's gaps. */
	pollIntervalMs: number;
	/** Aborted by Stop, and by the failure of another item. */
	signal: AbortSignal;
}

/** A job that is done, for the consumer of its file. */
export interface ReadyJob<Details> {
	id: string;
	/** The id it had before it was made again. */
	regeneratedFrom?: string;
	details: Details;
	source: FileSource;
	/** Ends the download: Stop, another item's failure, or the timeout. */
	signal: AbortSignal;
}

/** How a run of a job can end without an error. */
export type JobOutcome<Result, Details> =
	| { outcome: 'delivered'; result: Result }
	| { outcome: 'pending'; id: string; regeneratedFrom?: string; details?: Details };

/** What a job belongs to in an execution. */
type Whose = Pick<JobRequest, 'itemIndex' | 'subject' | 'signal'>;

/** A job that was begun or gone on with; `details` and `stillThere` are what the service answered. */
type BegunJob<Details> = { job: Job } & Omit<Begun<Details>, 'id'>;

/** Runs the jobs of all items of one execution. */
export class JobRunner {
	private readonly running: Places;

	private readonly downloading = new Places(DOWNLOADS_AT_ONCE);

	private readonly started: StartedJobs;

	/** The user's Stop. Once a start is on its way, only this ends it: its ID must not get lost. */
	private readonly stop?: AbortSignal;

	constructor(
		private readonly context: IExecuteFunctions,
		/** How many jobs run at the service at once. */
		maxConcurrency = Infinity,
	) {
		this.running = new Places(maxConcurrency);
		this.started = new StartedJobs(context);
		this.stop = stopSignal(context);
	}

	/**
	 * To be called with what the node gives: n8n tries again where an item failed, also under Continue On Fail. Where none
	 * did, no retry comes, and what it would go on with is forgotten.
	 */
	end(outputs: INodeExecutionData[][]): void {
		if (outputs.flat().every(({ json }) => json.error === undefined)) this.started.forgetRun();
	}

	/** The job of an earlier try or of the user's choice, or a new one. A start is sent at most once. */
	async start<Details>(
		provider: JobProvider<Details>,
		{ resumeId, ...whose }: Whose & Pick<JobRequest, 'resumeId'>,
	): Promise<BegunJob<Details>> {
		const { itemIndex, subject } = whose;
		// Before the user's choice: it is what an earlier try had made again of it.
		const earlier = this.started.find(itemIndex, subject, provider.memoryMs);
		if (earlier) return { job: earlier };
		const { identification } = provider;
		if (identification && this.started.findNote(itemIndex, subject)) {
			return await identification.places.run(async () => await this.identify(provider, whose), whose.signal);
		}
		if (resumeId) return { job: { id: resumeId, startedAt: monotonicMs(), own: false } };
		return await this.begin(provider, whose, async (signals) => await provider.start(signals));
	}

	/**
	 * Has the file of a job made again; sent at most once.
	 *
	 * @param provider one that can
	 */
	async regenerate<Details>(provider: FileJobProvider<Details>, id: string, whose: Whose): Promise<BegunJob<Details>> {
		return await this.begin(provider, whose, async (signals) => await provider.regenerate!(id, signals), id);
	}

	/** @param again the job that is made again, if it is no new one */
	private async begin<Details>(
		provider: JobProvider<Details>,
		whose: Whose,
		send: (signals: StartSignals) => Promise<Begun<Details>>,
		again?: string,
	): Promise<BegunJob<Details>> {
		const { itemIndex, subject, signal } = whose;
		const { identification } = provider;
		const sendAndIdentify = async () => {
			const note = await identification?.before(again, signal);
			signal.throwIfAborted();
			const begun = await send({ untilSent: signal, signal: follow(this.stop) }).catch((error: unknown) => {
				throw this.failedStart(provider, error);
			});
			const { id, ...rest } = begun;
			if (id !== undefined) return { job: this.remember(provider, whose, id, again), ...rest };
			if (note === undefined) throw unnamed(provider);
			this.started.addNote(itemIndex, subject, note, again);
			return await this.identify(provider, whose);
		};
		return identification ? await identification.places.run(sendAndIdentify, signal) : await sendAndIdentify();
	}

	/** The error of a start; where it may have been done all the same, it says so. */
	private failedStart(provider: JobProvider<unknown>, error: unknown): unknown {
		// Whether it had left by then is not known, nor is its ID.
		if (this.stop?.aborted) {
			this.report('info', `Stopped while a start was on its way${idsText(provider)}. ${provider.words.mayRun}`);
		}
		return mayBeDone(error) ? mayRun(error, provider) : error;
	}

	/** Finds the job that was started without naming its id, in this try or an earlier one. */
	private async identify<Details>(provider: JobProvider<Details>, whose: Whose): Promise<BegunJob<Details>> {
		const { itemIndex, subject, signal } = whose;
		const { note = {}, regeneratedFrom } = this.started.findNote(itemIndex, subject) ?? {};
		const { id, details } = await provider.identification!.find(note, signal).catch((error: unknown) => {
			throw error instanceof ServiceError ? unidentified(error, provider) : error;
		});
		return { job: this.remember(provider, whose, id, regeneratedFrom), details };
	}

	/** All that survives a crash of n8n is a line of the log: with it, the job can be picked up again. */
	private remember(
		provider: JobProvider<unknown>,
		{ itemIndex, subject }: Whose,
		id: string,
		regeneratedFrom?: string,
	): Job {
		const { service, words } = provider;
		const job = `${service.name} ${words.noun}`;
		const again = regeneratedFrom === undefined ? '' : `, which makes ${regeneratedFrom} again`;
		this.report('info', `Started ${job} ${id}${idsText(provider)}${again}`);
		return this.started.add(itemIndex, subject, id, regeneratedFrom);
	}

	/** Waits for a job, and forgets one that ended without a result. */
	async wait<Details>(
		provider: JobProvider<Details>,
		job: Job,
		{ itemIndex, subject, timeoutMs, pollIntervalMs, signal }: JobRequest,
	): Promise<WaitEnd<Details>> {
		const leftMs = job.startedAt + provider.memoryMs - monotonicMs();
		const end = await waitForJob(provider, job, {
			pollIntervalMs,
			timeoutMs: Math.min(timeoutMs, leftMs),
			signal,
			onProgress: (progress) =>
				this.report('debug', `${provider.service.name} ${provider.words.noun} ${job.id}: ${progress}`),
		}).catch((error: unknown) => {
			throw error instanceof ServiceError ? interrupted(error, provider, job.id) : error;
		});
		if (end.ended === 'failed' || end.ended === 'missing') this.started.remove(itemIndex, subject);
		return end;
	}

	/**
	 * Starts a job (or goes on with one), waits for it and has its file taken. A file that is gone is made again once,
	 * where the service can.
	 *
	 * @param request with `onTimeout` of `returnPending`, a timeout is an outcome and no error
	 * @param deliver takes the file, in one of three places; called again for a file that was made again
	 * @throws ServiceError that names the job and how to get on; the signal's reason
	 */
	async run<Details, Result>(
		provider: FileJobProvider<Details>,
		request: JobRequest & { onTimeout: 'fail' | 'returnPending' },
		deliver: (ready: ReadyJob<Details>) => Promise<Result>,
	): Promise<JobOutcome<Result, Details>> {
		// A place is held while the job runs at the service; its download waits in a queue of its own.
		const first = await this.running.run(async () => {
			const { job } = await this.start(provider, request);
			return { job, end: await this.wait(provider, job, request) };
		}, request.signal);
		return await this.finish(provider, request, first, deliver);
	}

	/** The second half of `run`, for a job whose wait has ended. */
	async finish<Details, Result>(
		provider: FileJobProvider<Details>,
		request: JobRequest & { onTimeout: 'fail' | 'returnPending' },
		{ job, end }: { job: Job; end: WaitEnd<Details> },
		deliver: (ready: ReadyJob<Details>) => Promise<Result>,
	): Promise<JobOutcome<Result, Details>> {
		const { regeneratedFrom } = job;
		const again = async () => {
			const next = await this.running.run(async () => {
				const made = await this.regenerate(provider, job.id, request);
				return { job: made.job, end: await this.wait(provider, made.job, request) };
			}, request.signal);
			return await this.finish(provider, request, next, deliver);
		};
		const canRegenerate = provider.regenerate !== undefined && regeneratedFrom === undefined;
		if (end.ended === 'timeout' && request.onTimeout === 'returnPending') {
			return { outcome: 'pending', id: job.id, regeneratedFrom, details: end.details };
		}
		if (end.ended === 'expired' && canRegenerate) return await again();
		if (end.ended !== 'ready') {
			if (end.ended === 'expired') this.started.remove(request.itemIndex, request.subject);
			throw endedWithout(end, provider, job.id);
		}
		try {
			const ready = { id: job.id, regeneratedFrom, details: end.details };
			return { outcome: 'delivered', result: await this.download(provider, request, ready, deliver) };
		} catch (error) {
			if (isFileGone(error) && canRegenerate) return await again();
			if (error instanceof ServiceError && error.kind === 'export') {
				this.started.remove(request.itemIndex, request.subject);
			}
			return await Promise.reject(error);
		}
	}

	/**
	 * Runs a download when it is its turn, and for no longer than the timeout.
	 *
	 * @param kept how the file can be had later, a sentence
	 * @throws ServiceError that carries the ids
	 */
	async withinTimeout<Result>(
		{ timeoutMs, signal }: Pick<JobRequest, 'timeoutMs' | 'signal'>,
		{ ids, kept }: { ids: Record<string, string>; kept: string },
		download: (untilDeadline: AbortSignal) => Promise<Result>,
	): Promise<Result> {
		return await this.downloading.run(async () => {
			const deadline = new Deadline(timeoutMs, signal);
			try {
				return await download(deadline.signal);
			} catch (error) {
				if (deadline.expired) throw tooSlow(timeoutMs, kept, ids);
				if (!(error instanceof ServiceError)) return await Promise.reject(error);
				throw error.kind === 'storage' ? error.with({ advice: kept, ids }) : error.with({ ids });
			} finally {
				deadline.clear();
			}
		}, signal);
	}

	private async download<Details, Result>(
		provider: FileJobProvider<Details>,
		request: JobRequest,
		ready: Pick<ReadyJob<Details>, 'id' | 'regeneratedFrom' | 'details'>,
		deliver: (ready: ReadyJob<Details>) => Promise<Result>,
	): Promise<Result> {
		const { id, details } = ready;
		const ids = { ...provider.ids, [provider.idName]: id };
		return await this.withinTimeout(request, { ids, kept: provider.words.resume(id) }, async (signal) => {
			const source: FileSource = {
				service: provider.service,
				getLink: async (fresh) => await provider.link(id, fresh ? undefined : details, signal),
				open: async (url, withKey) => await provider.open(url, withKey, signal),
				judge: (answer, url, tried) => provider.judge(answer, url, tried),
				withoutKey: (text) => provider.withoutKey(text),
				gone: provider.gone,
			};
			return await deliver({ ...ready, source, signal });
		});
	}

	private report(level: 'info' | 'debug', message: string): void {
		this.context.logger[level](message);
		this.context.sendMessageToUI(message);
	}
}

/** What a job is of, for the log: ` of campaign cam_1`. */
function idsText({ ids }: Pick<JobProvider<unknown>, 'ids'>): string {
	return Object.entries(ids)
		.map(([name, value]) => ` of ${name.replace(/Id$/, '')} ${value}`)
		.join('');
}
