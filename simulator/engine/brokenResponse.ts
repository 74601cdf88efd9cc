import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** How much of a body gets through, and what happens then; see `FaultAction`. */
export type BodyFault = { truncateAfter: number; mode: 'contentLength' | 'chunked' | 'clean' } | { stallAfter: number };

/**
 * Makes a response end wrong: its body's first bytes are sent, the rest is swallowed.
 * Works below the web framework, so that the routes know nothing of it.
 * @param onCut called when the connection is dropped on purpose
 */
export function breakBody(response: ServerResponse, fault: BodyFault, onCut: () => void): void {
	const write = response.write.bind(response);
	const end = response.end.bind(response);
	const writeHead = response.writeHead.bind(response);
	let left = 'stallAfter' in fault ? fault.stallAfter : fault.truncateAfter;
	let broken = false;

	// Node calls it too, before the first byte of a body whose headers were set one by one.
	response.writeHead = ((status: number, headers: OutgoingHttpHeaders = {}) => {
		for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
		const mode = 'mode' in fault ? fault.mode : undefined;
		if (mode === 'chunked' || mode === 'clean') response.removeHeader('content-length');
		// Whatever is promised must be more than what is sent.
		if (mode === 'contentLength' && !response.hasHeader('content-length'))
			response.setHeader('content-length', left + 1);
		return writeHead(status);
	}) as ServerResponse['writeHead'];

	const breakOff = (lastBytes: Buffer) => {
		broken = true;
		if ('stallAfter' in fault) {
			write(lastBytes);
		} else if (fault.mode === 'clean') {
			end(lastBytes);
		} else {
			onCut();
			write(lastBytes, () => response.socket?.destroySoon());
		}
	};

	// Returning false with no `drain` to follow keeps a streaming source from making more.
	const pass = (chunk: string | Buffer): boolean => {
		if (broken) return false;
		response.flushHeaders();
		const body = Buffer.from(chunk);
		if (body.length < left) {
			left -= body.length;
			return write(body);
		}
		breakOff(body.subarray(0, left));
		return false;
	};

	response.write = pass as ServerResponse['write'];
	response.end = ((chunk?: string | Buffer | null) => {
		if (chunk) pass(chunk);
		if (!broken) end();
		return response;
	}) as ServerResponse['end'];
}

/** Drops the connection in the moment the answer is ready: the work is done, but nobody hears of it. */
export function resetInsteadOfAnswer(response: ServerResponse, onCut: () => void): void {
	const reset = () => {
		onCut();
		response.socket?.resetAndDestroy();
		return response;
	};
	response.writeHead = reset as ServerResponse['writeHead'];
	response.end = reset as ServerResponse['end'];
	response.write = (() => {
		reset();
		return false;
	}) as ServerResponse['write'];
}

/** Sends a response under another content type than its route says. */
export function answerAs(response: ServerResponse, contentType: string): void {
	const writeHead = response.writeHead.bind(response);
	response.writeHead = ((status: number, headers: OutgoingHttpHeaders = {}) => {
		const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type');
		return writeHead(status, { ...Object.fromEntries(others), 'content-type': contentType });
	}) as ServerResponse['writeHead'];
}
