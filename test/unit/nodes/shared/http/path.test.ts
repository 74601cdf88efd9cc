import fc from '../../../../properties';

import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { path } from '../../../../../nodes/shared/http/path';

describe('the path of a request', () => {
	it('is what stands in the template when there is no value', () => {
		expect(path`/team`).toBe('/team');
	});

	it.each([
		['richard+test@piedpiper.com', 'richard%2Btest%40piedpiper.com'],
		['a/b', 'a%2Fb'],
		['a#b', 'a%23b'],
		['a?b=c&d', 'a%3Fb%3Dc%26d'],
		['50%', '50%25'],
		['%2F', '%252F'],
		['jürgen@müller.de', 'j%C3%BCrgen%40m%C3%BCller.de'],
		['https://www.linkedin.com/in/x/', 'https%3A%2F%2Fwww.linkedin.com%2Fin%2Fx%2F'],
		['  cam_1\n', 'cam_1'],
		['...', '...'],
	])('has %j as %s', (value, encoded) => {
		expect(path`/campaigns/${value}/leads`).toBe(`/campaigns/${encoded}/leads`);
	});

	it.each([
		['', 'A value that the request needs is empty'],
		[' ', 'A value that the request needs is empty'],
		['\t\n', 'A value that the request needs is empty'],
		['.', 'A value cannot stand in an address'],
		['..', 'A value cannot stand in an address'],
		[' .. ', 'A value cannot stand in an address'],
		// Half of a character, as cutting a text leaves it.
		['\ud83d', 'A value cannot stand in an address'],
	])('refuses %j, which would lead to another route or nowhere', (value, message) => {
		for (const build of [() => path`/campaigns/${value}/leads/`, () => path`/campaigns/cam_1/leads/${value}`]) {
			expect(build).toThrow(ServiceError);
			expect(build).toThrow(expect.objectContaining({ kind: 'input', message }));
		}
	});

	it('refuses a value that is not there at all', () => {
		expect(() => path`/hooks/${undefined as unknown as string}`).toThrow(ServiceError);
	});

	it('keeps every other value whole, in one segment', () => {
		const value = fc
			.string({ unit: 'grapheme', minLength: 1 })
			.filter((text) => !['', '.', '..'].includes(text.trim()));
		fc.assert(
			fc.property(value, value, (first, second) => {
				const url = new URL(`https://api.lemlist.com/api${path`/campaigns/${first}/export/${second}/status`}`);
				const segments = url.pathname.split('/').map(decodeURIComponent);
				expect(segments).toEqual(['', 'api', 'campaigns', first.trim(), 'export', second.trim(), 'status']);
				expect(url.search + url.hash).toBe('');
			}),
		);
	});

	it('is refused or leads to no other route, whatever the value: control characters, halves of characters, paths', () => {
		const hostile = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 40 }),
			fc.string({ unit: 'binary-ascii', maxLength: 40 }),
			fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
			fc
				.array(fc.constantFrom('.', '..', '/', '\\', '%2e', '%2F', '%', '?', '#', ';', ' ', '\0', '\r\n', '\t', 'a'))
				.map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(hostile, (value) => {
				const text = value.trim();
				const isUsable = !['', '.', '..'].includes(text) && !/\p{Surrogate}/u.test(text);
				if (!isUsable) {
					expect(() => path`/leads/${value}/start`).toThrow(expect.objectContaining({ kind: 'input' }));
					return;
				}
				const built = path`/leads/${value}/start`;
				// Nothing that a proxy could resolve, cut off or take for a line of its own.
				expect(built).toMatch(/^\/leads\/[\w.!~*'()%-]+\/start$/);
				const { pathname, search, hash } = new URL(`https://api.lemlist.com${built}`);
				expect([pathname, search, hash]).toEqual([built, '', '']);
				expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'leads', text, 'start']);
			}),
			{ numRuns: 1000 },
		);
	});
});
