import { withoutSecrets } from '../../../../../nodes/shared/http/secrets';

const KEY = 'k3y/with+signs=and"é';

const everyCharacterEscaped = [...KEY]
	.map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
	.join('');

describe('A text that repeats the key', () => {
	test.each([
		['as it is', KEY],
		['as JSON writes it', JSON.stringify(KEY).slice(1, -1)],
		['with escaped slashes', KEY.replace('/', '\\/').replace('"', '\\"')],
		['with some characters escaped', KEY.replace('+', '\\u002b').replace('=', '\\u003D').replace('"', '\\"')],
		['with every character escaped', everyCharacterEscaped],
		['in JSON within JSON', JSON.stringify(JSON.stringify(KEY)).slice(3, -3)],
		['escaped, in JSON within JSON', everyCharacterEscaped.replaceAll('\\', '\\\\')],
	])('%s is shown without it, and otherwise as it was', (_how, written) => {
		const around = 'C:\\temp "\\u00e9\\n" ';
		expect(withoutSecrets(`${around}${written}\\${written}, end\\`, [KEY])).toMatch(
			/^C:\\temp "\\u00e9\\n" \[API key\]\\?\[API key\], end\\$/,
		);
	});

	test('in any of its forms is shown without them', () => {
		expect(withoutSecrets('Basic OmtleTpr and a%2Bkey and a+key42', ['OmtleTpr', 'a%2Bkey', 'a+key42'])).toBe(
			'Basic [API key] and [API key] and [API key]',
		);
	});
});

test('A key of a few characters, which is none, is not looked for', () => {
	expect(withoutSecrets('abc is in this text', ['abc'])).toBe('abc is in this text');
});

test('A key with backslashes is found as it is and as JSON writes it', () => {
	const key = 'back\\slash\\key';
	expect(withoutSecrets(`${key} and ${JSON.stringify(key)}`, [key])).toBe('[API key] and "[API key]"');
});

test('A long text of nothing but escapes is left as it is', () => {
	const text = '\\u006b'.repeat(50_000);
	expect(withoutSecrets(text, ['kkkkkkkkkkkkkkk!'])).toBe(text);
});
