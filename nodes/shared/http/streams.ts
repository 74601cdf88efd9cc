import type { BinaryHelperFunctions } from 'n8n-workflow';

import { pause } from '../time/cancellation';

/** The body of a streamed answer, as `prepareBinaryData` takes it. */
export type BodyStream = Exclude<Parameters<BinaryHelperFunctions['prepareBinaryData']>[0], Buffer>;

/** How often a stream is looked at, as a share of its idle limit. */
const LOOKS_PER_LIMIT = 12;

/** The first part of a streamed body as text; the rest is thrown away. */
export async function readStart(body: BodyStream, maxBytes = 16_384): Promise<string> {
	const pieces: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const piece of body as AsyncIterable<Buffer>) {
			pieces.push(piece);
			bytes += piece.length;
			if (bytes >= maxBytes) break;
		}
	} catch {
		// A body that breaks off still says what it said so far.
		body.destroy();
	}
	return Buffer.concat(pieces).toString('utf8');
}

/** Destroys a body, and with it its connection, when the signal is aborted. */
export function endWith(body: BodyStream, signal?: AbortSignal): BodyStream {
	if (!signal) return body;
	const onAbort = () => body.destroy(signal.reason as Error);
	if (signal.aborted) onAbort();
	else signal.addEventListener('abort', onAbort, { once: true });
	body.once('close', () => signal.removeEventListener('abort', onAbort));
	return body;
}

/**
 * Ends the connection with its body. n8n gives a body that reads from another one, and to destroy it does not end a
 * connection on which nothing comes: it waits for the next piece.
 *
 * @param connection aborted when the body is destroyed before its end
 */
export function endConnectionWith(body: BodyStream, connection: AbortController): BodyStream {
	const destroy = body.destroy.bind(body);
	body.destroy = (error?: Error) => {
		const isWhole = body.readableEnded;
		destroy(error);
		if (!isWhole) connection.abort(new Error('Nobody reads the answer any more'));
		return body;
	};
	return body;
}

/**
 * Destroys a body from which nothing came for `idleMs` although there was room for it. Measured on the stream itself:
 * n8n's own limit (`timeout`) does not reach a body that is streamed.
 */
export function endWhenIdle(body: BodyStream, idleMs: number): BodyStream {
	const closed = new AbortController();
	let pieces = 0;
	let isWhole = false;
	const push = body.push.bind(body);
	body.push = (...piece: Parameters<BodyStream['push']>) => {
		pieces += 1;
		if (piece[0] === null) isWhole = true;
		return push(...piece);
	};
	body.once('close', () => closed.abort());
	body.once('end', () => closed.abort());
	const watch = async () => {
		const stepMs = idleMs / LOOKS_PER_LIMIT;
		for (let idle = 0, seen = pieces; idle < LOOKS_PER_LIMIT;) {
			await pause(stepMs, closed.signal);
			// A full buffer waits for its reader; but the reader of one with a few bytes may wait for more.
			const waitsForReader = isWhole || body.readableLength >= body.readableHighWaterMark;
			idle = pieces > seen || waitsForReader ? 0 : idle + 1;
			seen = pieces;
		}
		body.destroy(Object.assign(new Error('aborted'), { code: 'ETIMEDOUT' }));
	};
	watch().catch(() => {});
	return body;
}
