import type { FileAnswer } from '../http/client';
import { backoffMs } from '../http/retries';
import type { BodyStream } from '../http/streams';
import { isHtml, isWebPage, pageTitle, quote } from '../http/text';
import { isTemporary, ServiceError } from '../n8n/serviceError';
import { pause, untilAborted } from '../time/cancellation';
import type { FileAccess, FileLink, Tried } from './provider';

/** Further tries after a broken, short or wrong download, and the gaps between them (ms). */
const RETRIES = { times: 3, firstGapMs: 500, longestGapMs: 8000 };

/** Longest piece of a wrong answer that is shown, in characters. */
const LONGEST_START = 120;

/** Where a file comes from. */
export interface FileSource extends FileAccess {
	/** @param fresh whether the service must be asked again */
	getLink(fresh: boolean): Promise<FileLink | 'expired'>;
}

/** The meaning of an error that says that the file of a job is gone. */
const FILE_GONE = 'fileGone';

/** Whether a download failed because the file of a job is gone, and would have to be made again. */
export function isFileGone(error: unknown): boolean {
	return error instanceof ServiceError && error.meaning === FILE_GONE;
}

/** Takes the body of a file in; `bytes` is what arrived. A body that breaks off must throw. */
export type FileConsumer<Result> = (body: BodyStream) => Promise<{ bytes: number; result: Result }>;

export interface Download<Result> {
	result: Result;
	/** What arrived. */
	bytes: number;
	/** What the service had named. */
	expectedBytes?: number;
}

/**
 * Waits for the first `length` bytes of a body and puts them back, so that the reader after it still
 * gets all.
 *
 * @returns what there is of a shorter body
 */
export async function peekText(body: BodyStream, length = 256): Promise<string> {
	return await new Promise((resolve, reject) => {
		const settle = (finish: () => void) => {
			body.off('readable', onReadable).off('end', onEnd).off('error', onError).off('close', onClose);
			finish();
		};
		const onReadable = () => {
			// Gives nothing until so much is there, or the body ends.
			const piece = body.read(length) as Buffer | null;
			if (piece === null) return;
			// At once: a moment later the body may have ended, and takes nothing back.
			settle(() => body.unshift(piece));
			resolve(piece.toString('utf8'));
		};
		const onEnd = () => settle(() => resolve(''));
		const onError = (error: Error) => settle(() => reject(error));
		const onClose = () => settle(() => reject(new Error('aborted')));
		body.on('readable', onReadable).on('end', onEnd).on('error', onError).on('close', onClose);
		if (body.closed) onClose();
	});
}

/** A 2xx answer that is a web page, JSON of the API or a line of plain text, and no CSV. */
function isNoCsv(contentType: string, start: string): boolean {
	if (/^text\/plain/i.test(contentType) && /^[^\n\r,;\t]+$/.test(start.trim())) return true;
	return /html|json/i.test(contentType) || isHtml(start) || /^\s*\{\s*"(ok|error|success|message)"/.test(start);
}

/**
 * A connection that ended early, or compressed data that did; not, say, a full disk. n8n has texts
 * of its own for it where it keeps files in memory, a database or S3.
 */
function isBrokenOff(error: unknown): boolean {
	const { code = '', message = '', cause } = (error ?? {}) as { code?: string; message?: string; cause?: unknown };
	return (
		/^(ECONN|ENET|EHOST|EPIPE|EPROTO|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE|ERR_BAD_RESPONSE|ERR_NETWORK|ERR_SSL|HPE_|Z_)/.test(
			code,
		) ||
		/^aborted$|premature close|^stream closed before completing|^response body timed out/i.test(message) ||
		(cause !== undefined && isBrokenOff(cause))
	);
}

/** The file came, but not as a whole CSV; worth another try. */
export function broken(description: string, status?: number): ServiceError {
	return new ServiceError('unreadable', { message: 'The file did not arrive whole', description, status });
}

/** What one try came to: the file, another try at once, or a problem and whether it is the last word. */
type Try<Result> =
	{ download: Download<Result> } | { again: 'sendKey' | 'newLink' } | { problem: ServiceError; isFinal: boolean };

const retry = (description: string): Try<never> => ({ problem: broken(description), isFinal: false });

async function consumed<Result>(
	{ headers, body }: FileAnswer,
	{ expectedBytes }: FileLink,
	source: FileSource,
	consume: FileConsumer<Result>,
	signal?: AbortSignal,
): Promise<Try<Result>> {
	const start = await untilAborted(peekText(body), signal);
	if (isNoCsv(String(headers['content-type'] ?? ''), start)) {
		body.destroy();
		const said = quote(source.withoutKey(start), LONGEST_START);
		return retry(`A web page or a message came instead of a CSV file: ${said}`);
	}
	const { bytes, result } = await untilAborted(consume(body), signal);
	if (expectedBytes !== undefined && bytes < expectedBytes) {
		return retry(`${expectedBytes} bytes were announced, ${bytes} arrived.`);
	}
	return { download: { result, bytes, expectedBytes } };
}

/** The file of a job is gone. @param status HTTP status of the answer that said so, if one did */
function fileGone({ gone = 'Run the node again.' }: FileSource, status?: number): ServiceError {
	return new ServiceError('export', {
		message: 'The file of the export is gone',
		description: gone,
		status,
		meaning: FILE_GONE,
	});
}

/** So much of a refusal is read to see whether it is a web page, and what its title is (bytes). */
const PAGE_START = 4096;

/** A web page instead of a file is a proxy's, or that of a host in trouble: it says nothing about the file. */
async function proxyPage({ status, body }: FileAnswer, source: FileSource, signal?: AbortSignal) {
	if (status < 400 || status === 408 || status === 429 || status >= 500) return undefined;
	// A refusal that breaks off still has its status.
	const start = await untilAborted(
		peekText(body, PAGE_START).catch(() => ''),
		signal,
	);
	if (!isWebPage(start)) return undefined;
	const title = pageTitle(source.withoutKey(start));
	const named = title && ` "${title}"`;
	return broken(
		`A web page${named} came instead of it (HTTP ${status}). Something between n8n and the host of the file answered, such as a proxy: see that it lets n8n get the file. The export is kept.`,
		status,
	);
}

async function tryOnce<Result>(
	link: FileLink,
	tried: Tried,
	source: FileSource,
	consume: FileConsumer<Result>,
	signal?: AbortSignal,
): Promise<Try<Result>> {
	let answer: FileAnswer | undefined;
	try {
		answer = await source.open(link.url, tried.withKey, signal);
		// Between two readers nobody else listens, and an unheard error would end n8n.
		answer.body.on('error', () => {});
		const page = await proxyPage(answer, source, signal);
		const verdict = await source.judge(answer, link.url, tried);
		if (verdict === 'deliver') return await consumed(answer, link, source, consume, signal);
		answer.body.destroy();
		if (verdict === 'sendKey' || verdict === 'newLink') return { again: verdict };
		if (page) return { problem: page, isFinal: false };
		switch (verdict) {
			case 'retry':
				return retry(`The download answered with HTTP ${answer.status}.`);
			case 'expired':
				return { problem: fileGone(source, answer.status), isFinal: true };
			default:
				return { problem: verdict, isFinal: true };
		}
	} catch (error) {
		answer?.body.destroy();
		signal?.throwIfAborted();
		if (isBrokenOff(error)) return retry('The connection broke off in the middle.');
		return await Promise.reject(error);
	}
}

/**
 * Downloads a file. A broken, short or wrong answer is tried again, each time with a fresh link.
 *
 * @param consume called once for each try; what it made of a bad one is dropped
 * @throws ServiceError, see also `isFileGone`; what `consume` threw; or the signal's reason
 */
export async function downloadFile<Result>(
	source: FileSource,
	consume: FileConsumer<Result>,
	signal?: AbortSignal,
): Promise<Download<Result>> {
	const tried: Tried = { withKey: false, newLink: false };
	let link: FileLink | undefined;
	let fresh = false;
	const attempt = async (): Promise<Try<Result>> => {
		try {
			const found = link ?? (await source.getLink(fresh));
			if (found === 'expired') return { problem: fileGone(source), isFinal: true };
			link = found;
			return await tryOnce(link, tried, source, consume, signal);
		} catch (error) {
			signal?.throwIfAborted();
			if (error instanceof ServiceError) return { problem: error, isFinal: !isTemporary(error) };
			return await Promise.reject(error);
		}
	};
	for (let retries = 0; ;) {
		const outcome = await attempt();
		if ('download' in outcome) return outcome.download;
		if ('again' in outcome) {
			if (outcome.again === 'sendKey') {
				tried.withKey = true;
				continue;
			}
			tried.newLink = true;
		} else {
			if (outcome.isFinal || retries++ >= RETRIES.times) throw outcome.problem;
			await pause(backoffMs(retries, RETRIES), signal);
		}
		fresh = true;
		link = undefined;
	}
}
