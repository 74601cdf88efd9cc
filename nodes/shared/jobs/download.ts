import { pause, untilAborted } from '../time/cancellation';
import { isHtml, isTemporary, LemlistError } from '../n8n/errors';
import type { BodyStream, FileAnswer } from '../http/client';
import { backoffMs } from '../http/client';
import type { FileLink } from './provider';

/** Further tries after a broken, short or wrong download. */
const RETRIES = 3;

/**
 * What an answer to a download means:
 * - `deliver`: it is the file
 * - `sendKey`: open the same link once more with the API key
 * - `newLink`: the link does not work any more; ask for another one, once
 * - `retry`: worth another try
 * - an error: the end
 */
export type Verdict = 'deliver' | 'sendKey' | 'newLink' | 'retry' | LemlistError;

/** Where a file comes from. */
export interface FileSource {
	/** @param fresh whether the service must be asked again */
	getLink(fresh: boolean): Promise<FileLink>;
	open(url: string, withKey: boolean): Promise<FileAnswer>;
	/** Takes secrets out of a piece of an answer that is shown. */
	withoutKey(text: string): string;
	/** @param tried what was done before: the key was sent, the link is a new one */
	judge(answer: FileAnswer, url: string, tried: { withKey: boolean; newLink: boolean }): Verdict | Promise<Verdict>;
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

/** A 2xx answer that is a web page, or JSON of the API, and no CSV. */
function isNoCsv(contentType: string, start: string): boolean {
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
export function broken(description: string): LemlistError {
	return new LemlistError('unreadable', { message: 'The file did not arrive whole', description });
}

/**
 * Downloads a file. A broken, short or wrong answer is tried again, each time with a fresh link.
 *
 * @param consume called once for each try; what it made of a bad one is dropped
 * @throws LemlistError, or the signal's reason
 */
export async function downloadFile<Result>(
	source: FileSource,
	consume: FileConsumer<Result>,
	signal?: AbortSignal,
): Promise<Download<Result>> {
	const tried = { withKey: false, newLink: false };
	let fresh = false;
	let link: FileLink | undefined;
	for (let attempt = 0; ;) {
		let problem: LemlistError;
		let answer: FileAnswer | undefined;
		try {
			const { url, expectedBytes } = (link ??= await source.getLink(fresh));
			answer = await source.open(url, tried.withKey);
			// Between two readers nobody else listens, and an unheard error would end n8n.
			answer.body.on('error', () => {});
			const verdict = await source.judge(answer, url, tried);
			if (verdict === 'deliver') {
				const start = await untilAborted(peekText(answer.body), signal);
				if (isNoCsv(String(answer.headers['content-type'] ?? ''), start)) {
					answer.body.destroy();
					problem = broken(
						`A web page or a message came instead of a CSV file: ${source.withoutKey(start).replace(/\s+/g, ' ').slice(0, 120)}`,
					);
				} else {
					const { bytes, result } = await untilAborted(consume(answer.body), signal);
					if (expectedBytes === undefined || bytes >= expectedBytes) return { result, bytes, expectedBytes };
					problem = broken(`${expectedBytes} bytes were announced, ${bytes} arrived.`);
				}
			} else {
				answer.body.destroy();
				if (verdict === 'sendKey' || verdict === 'newLink') {
					if (verdict === 'sendKey') tried.withKey = true;
					else {
						tried.newLink = fresh = true;
						link = undefined;
					}
					continue;
				}
				problem = verdict === 'retry' ? broken(`The download answered with HTTP ${answer.status}.`) : verdict;
				if (verdict !== 'retry') attempt = RETRIES;
			}
		} catch (error) {
			answer?.body.destroy();
			signal?.throwIfAborted();
			if (error instanceof LemlistError) {
				problem = error;
				if (!isTemporary(error)) attempt = RETRIES;
			} else if (isBrokenOff(error)) {
				problem = broken('The connection broke off in the middle.');
			} else {
				return await Promise.reject(error);
			}
		}
		if (attempt++ >= RETRIES) throw problem;
		fresh = true;
		link = undefined;
		await pause(backoffMs(attempt), signal);
	}
}
