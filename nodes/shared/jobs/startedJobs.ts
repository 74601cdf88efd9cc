import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { monotonicMs } from '../time/clock';
import type { Job } from './provider';

/** Tells whether a time on the clock of `monotonicMs` was taken in this process. */
const PROCESS = randomUUID();

interface StartedJob extends IDataObject {
	id: string;
	/** ms since 1970: all that another process can go by. */
	startedAt: number;
	process: string;
	/** On this process' own clock, which cannot be set. */
	monotonicAt: number;
}

/**
 * Remembers which job was started for which item, so that Retry On Fail goes on with it. The node's context survives a
 * retry of the node and of the execution; the run index stays the same across retries and rises with each pass of a
 * loop, which starts jobs of its own. A finished one stays remembered: a retry runs all items again.
 *
 * `subject` is what it is of: the campaign, or the request that started it.
 */
export class StartedJobs {
	private readonly entries: Record<string, StartedJob>;

	private readonly runIndex: number;

	constructor(context: IExecuteFunctions) {
		const memory = context.getContext('node');
		memory.startedJobs ??= {};
		this.entries = memory.startedJobs as Record<string, StartedJob>;
		this.runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	}

	/** @param memoryMs how long the service remembers a job */
	find(itemIndex: number, subject: string, memoryMs: number): Job | undefined {
		const key = this.key(itemIndex, subject);
		const entry = this.entries[key];
		if (!entry) return undefined;
		const now = monotonicMs();
		const ageMs = entry.process === PROCESS ? now - entry.monotonicAt : Math.max(0, Date.now() - entry.startedAt);
		if (ageMs > memoryMs) {
			delete this.entries[key];
			return undefined;
		}
		return { id: entry.id, startedAt: now - ageMs, own: true };
	}

	/** Remembers a job that was started just now. */
	add(itemIndex: number, subject: string, id: string): Job {
		const monotonicAt = monotonicMs();
		this.entries[this.key(itemIndex, subject)] = { id, startedAt: Date.now(), process: PROCESS, monotonicAt };
		return { id, startedAt: monotonicAt, own: true };
	}

	/** For one that failed or expired: the next try needs a new one. */
	remove(itemIndex: number, subject: string): void {
		delete this.entries[this.key(itemIndex, subject)];
	}

	private key(itemIndex: number, subject: string): string {
		return `${this.runIndex}:${itemIndex}:${subject}`;
	}
}
