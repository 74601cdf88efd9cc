import { UserError, type ICredentialDataDecryptedObject, type IHttpRequestOptions } from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';

const credential = new LemlistAccountApi();
const API_KEY = 'f4e1d0c9b8a7968574635241f0e9d8c7';
const BASE_URL = 'https://api.lemlist.com/api';

async function authenticate(request: Partial<IHttpRequestOptions>, data: ICredentialDataDecryptedObject = {}) {
	if (typeof credential.authenticate !== 'function') throw new Error('authenticate is not a function');
	return await credential.authenticate(
		{ apiKey: API_KEY, baseUrl: BASE_URL, ...data },
		{ url: `${BASE_URL}/team`, ...request },
	);
}

/** The error of a refused request; it must not hold the key. */
async function refusalOf(request: Partial<IHttpRequestOptions>, data?: ICredentialDataDecryptedObject): Promise<Error> {
	const error: unknown = await authenticate(request, data).catch((reason: unknown) => reason);
	if (!(error instanceof UserError)) throw new Error(`Expected a UserError, got ${JSON.stringify(error)}`);
	expect(`${error.message}${error.stack}`).not.toContain(API_KEY);
	return error;
}

describe('the credential', () => {
	const fields = credential.properties.filter(({ type }) => type !== 'notice');

	it("says in sight where the key is found, and which credential n8n's own node has", () => {
		const [notice] = credential.properties;
		expect(notice?.type).toBe('notice');
		expect(notice?.displayName).toContain('Settings > Integrations > API > Generate');
		expect(notice?.displayName).toContain('"Lemlist API"');
		// n8n shows no markup there, and no line break.
		expect(notice?.displayName).not.toMatch(/<\w/);
	});

	it("has its public names, and not those of n8n's built-in one", () => {
		expect(credential).toMatchObject({ name: 'lemlistAccountApi', displayName: 'Lemlist Account API' });
		expect(fields.map(({ name }) => name)).toEqual(['apiKey', 'baseUrl', 'requestsPer2Seconds']);
	});

	it('hides the key, and knows where lemlist is', () => {
		const [apiKey, baseUrl] = fields;
		expect(apiKey?.typeOptions).toEqual({ password: true });
		expect(baseUrl?.default).toBe(BASE_URL);
	});
});

describe('authentication', () => {
	it('adds the key as the password of an empty user', async () => {
		const { headers } = await authenticate({});
		expect(headers).toEqual({ Authorization: 'Basic OmY0ZTFkMGM5YjhhNzk2ODU3NDYzNTI0MWYwZTlkOGM3' });
		expect(Buffer.from(String(headers!.Authorization).slice(6), 'base64').toString()).toBe(`:${API_KEY}`);
	});

	it('trims the key', async () => {
		expect((await authenticate({}, { apiKey: `\t ${API_KEY}\n` })).headers).toEqual((await authenticate({})).headers);
	});

	it('keeps all that the request has', async () => {
		const request = {
			method: 'POST' as const,
			body: { a: 1 },
			qs: { b: 2 },
			headers: { 'Content-Type': 'application/json' },
		};
		expect(await authenticate(request)).toMatchObject({
			...request,
			headers: { 'Content-Type': 'application/json', Authorization: expect.any(String) },
		});
	});

	it.each([
		'https://api.lemlist.com/api',
		'https://api.lemlist.com',
		'HTTPS://API.LEMLIST.COM/api',
		' https://api.lemlist.com/api/ ',
		'https://proxy.example:8443/lemlist',
		'http://localhost:3000/api',
		'HTTP://LOCALHOST:3000',
		'http://127.0.0.1:3000/api',
		'http://127.8.9.10/api',
		'http://[::1]:3000/api',
	])('accepts the base URL %s', async (baseUrl) => {
		const { headers } = await authenticate({ url: `${baseUrl.trim()}/team` }, { baseUrl });
		expect(headers).toHaveProperty('Authorization');
	});

	it.each([
		'http://api.lemlist.com/api',
		'HTTP://api.lemlist.com/api',
		'http://localhost.evil.example/api',
		'http://evil-localhost/api',
		'http://127.0.0.1.evil.example/api',
		'http://127.0.0.1@evil.example/api',
		'http://localhost@evil.example/api',
		'http://[::2]/api',
		'http://10.0.0.1/api',
		'http://0.0.0.0/api',
		'ftp://api.lemlist.com/api',
		'ws://localhost/api',
		'file:///api',
		'javascript:alert(1)',
	])('refuses the base URL %s, where others could read the key', async (baseUrl) => {
		expect((await refusalOf({ url: `${baseUrl}/team` }, { baseUrl })).message).toContain('https://');
	});

	it.each([
		'https://user@api.lemlist.com/api',
		'https://user:password@api.lemlist.com/api',
		'https://api.lemlist.com@evil.example/api',
		'http://user@localhost:3000/api',
	])('refuses a base URL that names a user, whom n8n would send in place of the key: %s', async (baseUrl) => {
		const { message } = await refusalOf({ url: `${baseUrl}/team` }, { baseUrl });
		expect(message).toMatch(/user/);
		expect(message).not.toContain('password@');
	});

	it.each(['', '  ', 'api.lemlist.com', '//api.lemlist.com/api', '/api', 'https://', 'https://[', undefined, null, 42])(
		'refuses %j, which is no base URL',
		async (baseUrl) => {
			await refusalOf({}, { baseUrl: baseUrl as string });
		},
	);

	it.each([
		'https://evil.example/api/team',
		'https://api.lemlist.com.evil.example/api/team',
		'https://api.lemlist.com@evil.example/api/team',
		'https://api.lemlist.com:8443/api/team',
		'http://api.lemlist.com/api/team',
		'https://app.lemlist.com/api/team',
		'https://evil.example\\@api.lemlist.com/api/team',
	])('sends the key to no other origin: %s', async (url) => {
		for (const baseURL of [undefined, BASE_URL]) {
			expect((await refusalOf({ url, baseURL })).message).toBe(
				'The lemlist API key is only sent to https://api.lemlist.com',
			);
		}
	});

	it('looks at the base URL of a request where its URL is a path', async () => {
		expect((await authenticate({ url: '/team', baseURL: BASE_URL })).headers).toHaveProperty('Authorization');
		await refusalOf({ url: '/team', baseURL: 'https://evil.example/api' });
	});

	it('adds no key to an address without a scheme, which overrules the base URL of a request', async () => {
		await expect(authenticate({ url: '//evil.example/team', baseURL: BASE_URL })).rejects.toThrow();
	});
});

describe('the test of the credential', () => {
	it('asks for the team below the base URL, and follows no redirect', () => {
		expect(credential.test.request).toEqual({
			baseURL: '={{$credentials.baseUrl}}',
			url: '/team',
			disableFollowRedirect: true,
		});
	});

	it.each([
		[400, /no usable API key/],
		[401, /does not know this API key/],
		[403, /blocked/],
		[404, /no user for this API key/],
	])('says what a %d means', (status, message) => {
		const rules = (credential.test.rules ?? []).filter(
			(rule) => rule.type === 'responseCode' && rule.properties.value === status,
		);
		expect(rules).toHaveLength(1);
		expect(rules[0]!.properties).toMatchObject({ message: expect.stringMatching(message) });
		expect(rules[0]!.properties).toMatchObject({ message: expect.stringContaining(String(status)) });
	});
});
