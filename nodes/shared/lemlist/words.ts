import { quote } from '../http/text';

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * lemlist's own words in the body of an answer. Known shapes: plain text, a JSON string,
 * `{error}`, `{error, code}`, `{error: CODE, message}`, `{success: false, error: {code, message}}`,
 * `{ok: false, message}`, `{ok: false, status}`, `{enrichmentStatus}`, and `details.issues` of the campaign settings.
 *
 * @param body parsed JSON, or the text where it is not JSON
 */
export function lemlistWords(body: unknown): string | undefined {
	if (typeof body === 'string') return quote(body);
	if (!isObject(body)) return undefined;
	const inner = isObject(body.error) ? body.error : body;
	const parts = [inner.message, inner === body ? body.error : undefined, inner.code, body.code]
		.concat(body.ok === false ? body.status : undefined)
		.filter((part): part is string => typeof part === 'string' && part.trim() !== '');
	// An enrichment that lemlist does not know.
	if (typeof body.enrichmentStatus === 'string') parts.push(`enrichment ${body.enrichmentStatus}`);
	const details = isObject(body.details) && Array.isArray(body.details.issues) ? body.details.issues : [];
	for (const issue of details.filter(isObject)) {
		parts.push([issue.field, issue.message ?? issue.code].filter(Boolean).join(': '));
	}
	const unique = [...new Set(parts.map((part) => part.trim()))];
	return quote(unique.length > 0 ? unique.join(' – ') : JSON.stringify(body));
}
