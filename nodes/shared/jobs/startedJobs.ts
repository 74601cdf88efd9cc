import { createHash, randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { monotonicMs } from '../time/clock';
import type { Job } from './provider';

/** Tells whether a time on the clock of `monotonicMs` was taken in this process. */
const PROCESS = randomUUID();

interface StartedJob extends IDataObject {
	/** Absent while only `note` tells how to find it. */
	id?: string;
	/** What was known before a start that named no id, see `Identification`. */
	note?: IDataObject;
	/** The id of the job that it makes again. */
	regeneratedFrom?: string;
	/** ms since 1970: all that another process can go by. */
	startedAt: number;
	process: string;
	/** On this process' own clock, which cannot be set. */
	monotonicAt: number;
}

/**
 * What stays the same when the node is tried again, and is another in each pass of a loop: the run index. But where an
 * AI agent calls the node as a tool, n8n counts every try as a run of its own (`makeHandleToolInvocation` of n8n-core):
 * then it is what the agent asked for. n8n adds `Tool` to the type of such a node.
 */
function passOf(context: IExecuteFunctions): string {
	if (!isTool(context)) return String(context.getWorkflowDataProxy(0).$runIndex);
	const asked = JSON.stringify(context.getInputData().map(({ json }) => json));
	return `tool ${createHash('sha256').update(asked).digest('hex')}`;
}

function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
}

/**
 * Remembers which job was started for which item, so that Retry On Fail goes on with it. The node's context survives a
 * retry of the node and of the execution; each pass of a loop starts jobs of its own. A finished one stays remembered: a retry runs all items again.
 *
 * `subject` is what it is of: the campaign, or the request that started it.
 */
export class StartedJobs {
	private readonly entries: Record<string, StartedJob>;

	private readonly pass: string;

	private readonly isTool: boolean;

	constructor(context: IExecuteFunctions) {
		const memory = context.getContext('node');
		memory.startedJobs ??= {};
		this.entries = memory.startedJobs as Record<string, StartedJob>;
		this.pass = passOf(context);
		this.isTool = isTool(context);
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
		const { id, regeneratedFrom } = entry;
		return id === undefined ? undefined : { id, startedAt: now - ageMs, own: true, regeneratedFrom };
	}

	/** What is known of a job that was started and has no id yet; ask `find` first. */
	findNote(itemIndex: number, subject: string): Pick<StartedJob, 'note' | 'regeneratedFrom'> | undefined {
		const entry = this.entries[this.key(itemIndex, subject)];
		return entry?.note && { note: entry.note, regeneratedFrom: entry.regeneratedFrom };
	}

	/** Remembers a job that was started just now. */
	add(itemIndex: number, subject: string, id: string, regeneratedFrom?: string): Job {
		const { monotonicAt } = this.remember(itemIndex, subject, { id, regeneratedFrom });
		return { id, startedAt: monotonicAt, own: true, regeneratedFrom };
	}

	/** Remembers one whose start named no id. */
	addNote(itemIndex: number, subject: string, note: IDataObject, regeneratedFrom?: string): void {
		this.remember(itemIndex, subject, { note, regeneratedFrom });
	}

	/** For one that failed or expired: the next try needs a new one. */
	remove(itemIndex: number, subject: string): void {
		delete this.entries[this.key(itemIndex, subject)];
	}

	/**
	 * For a run that ended well. As a tool, the next one that is asked for the same is no retry, and is to start jobs of
	 * its own; elsewhere the run index tells.
	 */
	forgetRun(): void {
		if (!this.isTool) return;
		for (const key of Object.keys(this.entries)) if (key.startsWith(`${this.pass}:`)) delete this.entries[key];
	}

	private remember(
		itemIndex: number,
		subject: string,
		what: Pick<StartedJob, 'id' | 'note' | 'regeneratedFrom'>,
	): StartedJob {
		const entry: StartedJob = { startedAt: Date.now(), process: PROCESS, monotonicAt: monotonicMs() };
		// n8n saves the context as JSON: what is not there stays out.
		for (const [name, value] of Object.entries(what)) if (value !== undefined) entry[name] = value;
		this.entries[this.key(itemIndex, subject)] = entry;
		return entry;
	}

	private key(itemIndex: number, subject: string): string {
		return `${this.pass}:${itemIndex}:${subject}`;
	}
}
