/** An answer that is not a success: text is sent as text/plain, anything else as JSON. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: string | object,
		readonly contentType?: string,
	) {
		super(typeof body === 'string' ? body : JSON.stringify(body));
	}
}
