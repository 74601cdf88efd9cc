/** Fewest characters of an API key: what is shorter would be found by chance in what a service sends. */
const SHORTEST_KEY = 6;

const IN_PLACE_OF_KEY = '[API key]';

/** A character with the backslashes before it, as in JSON, or in JSON within JSON: `\/` and `\u002f` are both `/`. */
const CHARACTER = /\\+u[0-9a-f]{4}|\\+[^\\]|\\+$|[^]/gi;
const ESCAPED = /^\\+u([0-9a-f]{4})$/i;

function meaning(written: string): string {
	const code = ESCAPED.exec(written)?.[1];
	return code ? String.fromCharCode(parseInt(code, 16)) : written.slice(-1);
}

/**
 * A text without a secret in any of its forms, also where JSON escapes some of the characters.
 *
 * Searched for, not matched: a pattern for each key and form would cost 140 KB of compiled code for every execution.
 */
export function withoutSecrets(text: string, forms: string[]): string {
	const rest = forms.filter(isKey).reduce((shown, form) => shown.replaceAll(form, IN_PLACE_OF_KEY), text);
	if (!rest.includes('\\')) return rest;
	// In escaped text no backslash stands for itself alone, so those of a key are left out as well.
	const secrets = forms.map((form) => form.replaceAll('\\', '')).filter(isKey);
	return secrets.reduce(withoutEscaped, rest);
}

function isKey(form: string): boolean {
	return form.length >= SHORTEST_KEY;
}

function withoutEscaped(text: string, secret: string): string {
	const written = text.match(CHARACTER) ?? [];
	const meant = written.map(meaning).join('');
	let shown = '';
	let from = 0;
	for (let at = meant.indexOf(secret); at >= 0; at = meant.indexOf(secret, from)) {
		shown += written.slice(from, at).join('') + IN_PLACE_OF_KEY;
		from = at + secret.length;
	}
	return shown + written.slice(from).join('');
}
