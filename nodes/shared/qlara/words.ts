import { quote } from '../http/text';

/** Where the parts of an error answer speak, the most telling first. */
const SPEAKING = ['message', 'errorMessage', 'error', 'detail', 'title', 'description', 'reason'] as const;

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an object says in words; undefined where it says nothing. */
export function saidIn(body: unknown): string | undefined {
	if (typeof body === 'string') return quote(body);
	if (Array.isArray(body)) return quote(body.map((one) => saidIn(one) ?? '').join(' – '));
	if (!isObject(body)) return undefined;
	const said = SPEAKING.map((name) => (isObject(body[name]) ? saidIn(body[name]) : body[name]));
	// One of them is enough: `error` is but the name of the status beside a message.
	const first = said.find((one): one is string => typeof one === 'string' && one.trim() !== '');
	return quote([first, saidIn(body.errors)].filter(Boolean).join(' – '));
}

/**
 * Qlara's own words in an answer that is a refusal. Documented is the one for 429, `{status, error, message,
 * retryAfter}`; the same form is assumed for the others, and any other is shown as it came.
 *
 * @param body parsed JSON, or the text where it is not JSON
 */
export function qlaraWords(body: unknown): string | undefined {
	return saidIn(body) ?? (isObject(body) ? quote(JSON.stringify(body)) : undefined);
}

/** What to do about a refusal. */
export function adviceFor(status: number): string {
	switch (status) {
		case 400:
			return "Qlara did not accept a value. Check this item's parameters, above all IDs and dates.";
		case 401:
			return 'Qlara did not accept the API key. Open the credential, enter the key again and test it.';
		case 403:
			return 'Qlara does not let this n8n in. The account may have a list of allowed IP addresses: add the address of this n8n to it, or check what the key may do.';
		case 404:
			return 'It may have been removed, or belong to another account, or the ID is not right. The operation Get Many shows the exports of this account.';
		case 408:
			return 'Qlara took too long. Run the node again.';
		case 429:
			return 'Qlara allows 1,000 requests a minute and 50 a second for an API key (trial: 100 and 10), and other tools may use the same key. Run the node again later.';
		default:
			return status >= 500
				? 'Qlara is in trouble right now. Run the node again later, or turn on Retry On Fail in its settings.'
				: "Check this item's parameters, and the base URL of the credential.";
	}
}
