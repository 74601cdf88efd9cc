import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ExportJob } from './provider';

/** lemlist forgets the status of an export after 2 hours (ms); other jobs are remembered as long. */
export const STATUS_LIFETIME_MS = 2 * 60 * 60 * 1000;

interface StartedExport extends IDataObject {
	exportId: string;
	startedAt: number;
}

/**
 * Remembers which export or enrichment was started for which item, so that Retry On Fail goes on with it. The
 * node's context survives a retry of the node and of the execution; the run index stays the same
 * across retries and rises with each pass of a loop, which starts exports of its own.
 * A finished one stays remembered: a retry runs all items again.
 *
 * `subject` is what it is of: the campaign, or the request that started it.
 */
export class StartedExports {
	private readonly entries: Record<string, StartedExport>;

	private readonly runIndex: number;

	constructor(context: IExecuteFunctions) {
		const memory = context.getContext('node');
		memory.startedExports ??= {};
		this.entries = memory.startedExports as Record<string, StartedExport>;
		this.runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	}

	find(itemIndex: number, subject: string): ExportJob | undefined {
		const key = this.key(itemIndex, subject);
		const entry = this.entries[key];
		if (!entry) return undefined;
		if (Date.now() - entry.startedAt > STATUS_LIFETIME_MS) {
			delete this.entries[key];
			return undefined;
		}
		return { ...entry, own: true };
	}

	add(itemIndex: number, subject: string, { exportId, startedAt }: ExportJob): void {
		this.entries[this.key(itemIndex, subject)] = { exportId, startedAt };
	}

	/** For one that failed or expired: the next try needs a new one. */
	remove(itemIndex: number, subject: string): void {
		delete this.entries[this.key(itemIndex, subject)];
	}

	private key(itemIndex: number, subject: string): string {
		return `${this.runIndex}:${itemIndex}:${subject}`;
	}
}
