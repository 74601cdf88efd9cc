/** Fewest characters of an API key: what is shorter would be found by chance in what a service sends. */
const SHORTEST_KEY = 6;

const IN_PLACE_OF_KEY = '[API key]';

/** Backslashes, as in JSON or in JSON within JSON, and what is said with them: `\/` and `\u002f` are both `/`. */
const ESCAPES = /\\+(?:u([0-9a-f]{4}))?/gi;

function unescaped(_escape: string, code?: string): string {
	return code === undefined ? '' : String.fromCharCode(parseInt(code, 16));
}

/**
 * A text without a secret in any of its forms, also where JSON escapes some of the characters.
 *
 * Searched for, not matched: a pattern for each key and form would cost 140 KB of compiled code for every execution.
 */
export function withoutSecrets(text: string, forms: string[]): string {
	const rest = forms.filter(isKey).reduce((shown, form) => shown.replaceAll(form, IN_PLACE_OF_KEY), text);
	if (!rest.includes('\\')) return rest;
	const meant = rest.replace(ESCAPES, unescaped);
	// In escaped text no backslash stands for itself alone, so those of a key are left out as well.
	const found = forms.map((form) => form.replaceAll('\\', '')).filter((form) => isKey(form) && meant.includes(form));
	return found.reduce(withoutEscaped, rest);
}

function isKey(form: string): boolean {
	return form.length >= SHORTEST_KEY;
}

/** Slow, for a text that holds the secret. */
function withoutEscaped(text: string, secret: string): string {
	const written = text.match(/\\+u[0-9a-f]{4}|\\+[^\\]|\\+$|[^]/gi) ?? [];
	const meant = written.map((one) => one.replace(ESCAPES, unescaped));
	// An escape at the very end may mean nothing; elsewhere each means one character.
	const whole = meant.join('');
	let shown = '';
	let from = 0;
	for (let at = whole.indexOf(secret); at >= 0; at = whole.indexOf(secret, from)) {
		shown += written.slice(from, at).join('') + IN_PLACE_OF_KEY;
		from = at + secret.length;
	}
	return shown + written.slice(from).join('');
}
