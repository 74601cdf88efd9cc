import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { LogLevel, LogMetadata } from 'n8n-workflow';

/** One call of n8n's logger. Errors in the metadata are kept as `{ name, message, stack }`, as n8n's own logger does. */
export interface LogEntry {
	level: Exclude<LogLevel, 'silent'>;
	message: string;
	metadata: Record<string, unknown>;
}

/** Takes the log calls of a run. */
export type LogSink = (entry: LogEntry) => void;

/** n8n has one logger for all executions; this says which run a call belongs to. */
const sinkOfCurrentRun = new AsyncLocalStorage<LogSink>();

/** Runs `action`, and everything it starts, with its log calls going to `sink`. */
export function withLogSink<Result>(sink: LogSink, action: () => Result): Result {
	return sinkOfCurrentRun.run(sink, action);
}

function plain(value: unknown): unknown {
	if (!(value instanceof Error)) return value;
	return { name: value.name, message: value.message, stack: value.stack };
}

function logAt(level: LogEntry['level']) {
	return (message: string, metadata: LogMetadata = {}) => {
		const entries = Object.entries(metadata).map(([key, value]) => [key, plain(value)]);
		sinkOfCurrentRun.getStore()?.({ level, message, metadata: Object.fromEntries(entries) });
	};
}

const capturingLogger = {
	error: logAt('error'),
	warn: logAt('warn'),
	info: logAt('info'),
	debug: logAt('debug'),
	scoped: () => capturingLogger,
};

let folder: string | undefined;
let users = 0;

/**
 * Prepares what n8n-core keeps once per process: its settings folder, the logger and the binary data store, in
 * filesystem mode as n8n's default is, all below one temporary folder. Each call needs one `releaseRuntime()`.
 * n8n-core reads its settings from the environment when a service is first asked for, so they are set before that.
 */
export async function acquireRuntime(): Promise<void> {
	users += 1;
	if (!folder) {
		folder = mkdtempSync(join(tmpdir(), 'lemlist-engine-'));
		process.env.N8N_USER_FOLDER = folder;
		process.env.N8N_ENCRYPTION_KEY = 'engine-harness';
		process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
		process.env.N8N_BINARY_DATA_STORAGE_PATH = join(folder, 'storage');
		// The class has private members, so no other object can have its type; n8n only calls the levels and `scoped`.
		Container.set(Logger, capturingLogger as unknown as Logger);
	}
	// Also makes the storage folder, again if the last user removed it.
	await Container.get(BinaryDataService).init();
}

/** Removes the temporary folder when the last user is gone. */
export function releaseRuntime(): void {
	users -= 1;
	if (users === 0 && folder) rmSync(folder, { recursive: true, force: true });
}
