import { pause } from '../cancellation';
import { isHtml, isTemporary, LemlistError } from '../errors';
import type { BodyStream, FileAnswer } from '../transport';
import { backoffMs } from '../transport';
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
 * Waits for the first piece of a body and puts it back, so that the reader after it still gets all.
 *
 * @returns an empty text for an empty body
 */
export async function peekText(body: BodyStream, length = 256): Promise<string> {
	const piece = await new Promise<Buffer | null>((resolve, reject) => {
		const settle = (finish: () => void) => () => {
			body.off('readable', onReadable).off('end', onEnd).off('error', onError).off('close', onClose);
			finish();
		};
		let read: Buffer | null = null;
		const onReadable = () => {
			read = body.read() as Buffer | null;
			if (read !== null) settle(() => resolve(read))();
		};
		const onEnd = settle(() => resolve(null));
		const onError = (error: Error) => settle(() => reject(error))();
		const onClose = settle(() => reject(new Error('aborted')));
		body.on('readable', onReadable).on('end', onEnd).on('error', onError).on('close', onClose);
	});
	if (piece === null) return '';
	body.unshift(piece);
	return piece.subarray(0, length).toString('utf8');
}

/** A 2xx answer that is a web page, or JSON of the API, and no CSV. */
function isNoCsv(contentType: string, start: string): boolean {
	return /html|json/i.test(contentType) || isHtml(start) || /^\s*\{\s*"(ok|error|success|message)"/.test(start);
}

/** A connection that ended early, or compressed data that did; not, say, a full disk. */
function isBrokenOff(error: unknown): boolean {
	const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
	return (
		/^(ECONN|EPIPE|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE|ERR_BAD_RESPONSE|ERR_NETWORK|HPE_|Z_)/.test(code) ||
		/^aborted$|premature close/i.test(message)
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
	for (let attempt = 0; ; ) {
		let problem: LemlistError;
		try {
			const { url, expectedBytes } = await source.getLink(fresh);
			const answer = await source.open(url, tried.withKey);
			const verdict = await source.judge(answer, url, tried);
			if (verdict === 'deliver') {
				const start = await peekText(answer.body);
				if (isNoCsv(String(answer.headers['content-type'] ?? ''), start)) {
					answer.body.destroy();
					problem = broken(`A web page or a message came instead of a CSV file: ${source.withoutKey(start).replace(/\s+/g, ' ').slice(0, 120)}`);
				} else {
					const { bytes, result } = await consume(answer.body);
					if (expectedBytes === undefined || bytes >= expectedBytes) return { result, bytes, expectedBytes };
					problem = broken(`lemlist names ${expectedBytes} bytes, ${bytes} arrived.`);
				}
			} else {
				answer.body.destroy();
				if (verdict === 'sendKey' || verdict === 'newLink') {
					if (verdict === 'sendKey') tried.withKey = true;
					else tried.newLink = fresh = true;
					continue;
				}
				problem =
					verdict === 'retry' ? broken(`The download answered with HTTP ${answer.status}.`) : verdict;
				if (verdict !== 'retry') attempt = RETRIES;
			}
		} catch (error) {
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
		await pause(backoffMs(attempt), signal);
	}
}
