import { type ICredentialDataDecryptedObject, type IHttpRequestOptions, UserError } from 'n8n-workflow';

import { QlaraApi } from '../../../credentials/QlaraApi.credentials';
import { qlara } from '../../../nodes/shared/qlara/service';

const credential = new QlaraApi();
const API_KEY = 'f4e1d0c9b8a7968574635241f0e9d8c7';
const BASE_URL = 'https://lora-api.agiletelecom.com/api/partner-gateway/v1';

async function authenticate(request: Partial<IHttpRequestOptions>, data: ICredentialDataDecryptedObject = {}) {
	if (typeof credential.authenticate !== 'function') throw new Error('authenticate is not a function');
	return await credential.authenticate(
		{ apiKey: API_KEY, baseUrl: BASE_URL, ...data },
		{ url: `${BASE_URL}/exports`, ...request },
	);
}

test('The credential has its public names, hides the key, and knows where Qlara is', () => {
	expect(credential).toMatchObject({ name: 'qlaraApi', displayName: 'Qlara API' });
	const [notice, apiKey, baseUrl, ...others] = credential.properties;
	expect([notice?.type, apiKey?.name, baseUrl?.name, others]).toEqual(['notice', 'apiKey', 'baseUrl', []]);
	expect(notice?.displayName).toContain('Agile Telecom');
	expect(apiKey?.typeOptions).toEqual({ password: true });
	expect(baseUrl?.default).toBe(BASE_URL);
	expect(qlara).toMatchObject({ credentialType: credential.name, defaultBaseUrl: BASE_URL });
});

test('It adds the key as X-Api-Key, trimmed, and keeps all that the request has', async () => {
	const request = { method: 'POST' as const, body: '{}', headers: { 'Content-Type': 'application/json' } };
	expect(await authenticate(request, { apiKey: ` ${API_KEY}\n` })).toEqual({
		url: `${BASE_URL}/exports`,
		...request,
		headers: { 'Content-Type': 'application/json', 'X-Api-Key': API_KEY },
	});
});

test.each([
	['another host', { url: 'https://files.example/a.csv' }, {}, /only sent to https:\/\/lora-api\.agiletelecom\.com$/],
	['a host that only looks alike', { url: 'https://lora-api.agiletelecom.com.example/a' }, {}, /only sent to/],
	['http', {}, { baseUrl: BASE_URL.replace('https', 'http') }, /must start with https/],
	['a user in the address', {}, { baseUrl: 'https://lora-api.agiletelecom.com@other.example' }, /must not name a user/],
	['no address', {}, { baseUrl: 'qlara' }, /is not a URL$/],
])('It refuses %s, without the key in the message', async (_what, request, data, message) => {
	const error: unknown = await authenticate(request, data).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(UserError);
	expect((error as Error).message).toMatch(message);
	expect(`${(error as Error).message}${(error as Error).stack}`).not.toContain(API_KEY);
});

test('http is allowed on this computer', async () => {
	const baseUrl = 'http://127.0.0.1:4010/api/partner-gateway/v1';
	const signed = await authenticate({ url: `${baseUrl}/exports` }, { baseUrl });
	expect(signed.headers).toEqual({ 'X-Api-Key': API_KEY });
});

test('It is tested with one entry of the list, without following redirects', () => {
	expect(credential.test.request).toEqual({
		baseURL: '={{$credentials.baseUrl}}',
		url: '/exports',
		qs: { page: 0, limit: 1 },
		disableFollowRedirect: true,
	});
	const codes = credential.test.rules!.map(({ properties }) => (properties as { value: unknown }).value);
	expect(codes).toEqual([401, 403, 404, 429]);
});
