import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** How a bounded command ended. `exitCode` is null when a signal ended it. */
export interface CommandResult {
	pid: number;
	exitCode: number | null;
	stdout: string;
	stderr: string;
	durationMs: number;
}

/** Where, with what and as whom a program runs. */
export interface ProgramOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** For root alone: another user, for programs that refuse to be root. */
	uid?: number;
	gid?: number;
}

/** What `runCommand` needs beside the command itself. */
export interface CommandOptions extends ProgramOptions {
	/** Milliseconds after which the command and all it started are killed and the call rejects. */
	timeoutMs: number;
	/** Ends the command at once when aborted; the result then tells of a signal. */
	signal?: AbortSignal;
}

/**
 * Runs the command in the place of this shell, beside a watcher that waits for the end of descriptor 3.
 * This process holds the other end, so that however it ends (a killed test runner, Ctrl-C; jest does not
 * even emit 'exit' inside tests) the watcher takes the whole process group down with it.
 */
const WITH_LIFELINE = '(cat <&3; kill -KILL 0) >/dev/null 2>&1 & exec "$0" "$@" 3<&-';

/** Starts a command as the leader of its own process group, which ends with it and with this process. */
export function startInGroup(
	command: string,
	commandArguments: string[],
	{ cwd, env, uid, gid }: ProgramOptions,
): ChildProcess {
	const child = spawn('sh', ['-c', WITH_LIFELINE, command, ...commandArguments], {
		cwd,
		env,
		uid,
		gid,
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		detached: true,
	});
	child.once('exit', () => signalGroup(child, 'SIGKILL'));
	return child;
}

/** Ends a process group: politely first, for good after `graceMs`. Resolves when its leader is gone. */
export async function stopGroup(child: ChildProcess, graceMs = 5_000): Promise<void> {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	signalGroup(child, 'SIGTERM');
	const hardStop = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
	await gone;
	clearTimeout(hardStop);
}

/** A program that goes on until it is ended. */
export interface Program {
	pid: number;
	/** Everything it has printed so far. */
	log(): string;
	/** Resolves when it has ended, whoever ended it. */
	ended: Promise<void>;
	isRunning(): boolean;
	/** Sends a signal to the program alone, not to what it started. */
	kill(signal: NodeJS.Signals): void;
	/** Ends it and all that it started: politely first, for good after `graceMs` (5 s). */
	stop(graceMs?: number): Promise<void>;
}

/**
 * Starts a program and resolves when it is ready; `signal` ends it, whether it is ready yet or not.
 *
 * @param name for the error's message
 * @param isReady looks whether it is, at what it has printed or elsewhere; asked again and again
 * @throws with the end of what it printed, when it ends or is not ready within `timeoutMs`
 */
export async function startProgram(
	name: string,
	command: string,
	commandArguments: string[],
	options: ProgramOptions & {
		isReady: (log: string) => boolean | Promise<boolean>;
		timeoutMs: number;
		signal?: AbortSignal;
	},
): Promise<Program> {
	options.signal?.throwIfAborted();
	const child = startInGroup(command, commandArguments, options);
	options.signal?.addEventListener('abort', () => void stopGroup(child), { once: true });
	const output: string[] = [];
	child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
	child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
	const log = () => output.join('');
	let running = true;
	const ended = new Promise<void>((resolve) => {
		const end = () => {
			running = false;
			resolve();
		};
		child.once('exit', end);
		child.once('error', (error) => {
			output.push(String(error));
			end();
		});
	});

	const failure = async (what: string) => {
		await stopGroup(child);
		return new Error(`${name} ${what}\n${log().slice(-4_000)}`);
	};
	const deadline = Date.now() + options.timeoutMs;
	while (!(await options.isReady(log()))) {
		if (!running) throw await failure('ended while starting');
		if (Date.now() > deadline) throw await failure(`was not ready within ${options.timeoutMs} ms`);
		await Promise.race([ended, delay(200)]);
	}
	return {
		pid: child.pid as number,
		log,
		ended,
		isRunning: () => running,
		kill: (signal) => void child.kill(signal),
		stop: (graceMs) => stopGroup(child, graceMs),
	};
}

/** Runs a command to its end and gives its output. Rejects when it takes too long. */
export async function runCommand(
	command: string,
	commandArguments: string[],
	options: CommandOptions,
): Promise<CommandResult> {
	options.signal?.throwIfAborted();
	const startedAt = performance.now();
	const child = startInGroup(command, commandArguments, { ...options, env: options.env ?? process.env });
	const stdout: Buffer[] = [];
	const stderr: Buffer[] = [];
	child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
	child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));

	const kill = () => signalGroup(child, 'SIGKILL');
	options.signal?.addEventListener('abort', kill, { once: true });
	let timedOut = false;
	const timer = setTimeout(() => {
		timedOut = true;
		void stopGroup(child);
	}, options.timeoutMs);
	try {
		const exitCode = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		const result = {
			pid: child.pid as number,
			exitCode,
			stdout: Buffer.concat(stdout).toString('utf8'),
			stderr: Buffer.concat(stderr).toString('utf8'),
			durationMs: performance.now() - startedAt,
		};
		if (timedOut) {
			throw new Error(
				`${describe(command, commandArguments)} was stopped after ${options.timeoutMs} ms\n${tail(result)}`,
			);
		}
		return result;
	} finally {
		clearTimeout(timer);
		options.signal?.removeEventListener('abort', kill);
	}
}

/** Like `runCommand`, but an exit code other than 0 rejects with the end of the output. */
export async function runOrThrow(
	command: string,
	commandArguments: string[],
	options: CommandOptions,
): Promise<CommandResult> {
	const result = await runCommand(command, commandArguments, options);
	if (result.exitCode !== 0) {
		throw new Error(`${describe(command, commandArguments)} ended with code ${result.exitCode}\n${tail(result)}`);
	}
	return result;
}

function describe(command: string, commandArguments: string[]): string {
	return [command, ...commandArguments].join(' ');
}

function tail(result: CommandResult): string {
	return `${result.stdout}\n${result.stderr}`.trim().slice(-4_000);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
