import { type Simulator, startSimulator } from '../../simulator';
import { createN8n, type Editor, type N8n } from '../../tools/n8n';
import { API_KEY } from './support';

jest.setTimeout(5 * 60_000);

let lemlist: Simulator;
let n8n: N8n;
let editor: Editor;

beforeAll(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY });
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	editor = await n8n.start();
});

afterAll(async () => {
	expect(editor?.log()).not.toContain(API_KEY);
	await n8n?.cleanup();
	await lemlist?.close();
});

/** Saves a credential, as the editor does before it tests one, and presses "Retry" on it. */
async function testCredential(
	data: { apiKey?: string; baseUrl?: string } = {},
): Promise<{ status: string; message: string }> {
	const credential = {
		name: 'Lemlist account',
		type: 'lemlistAccountApi',
		data: { apiKey: API_KEY, baseUrl: lemlist.baseUrl, ...data },
	};
	const { id } = await editor.rest<{ id: string }>('POST', '/credentials', credential);
	return await editor.rest('POST', '/credentials/test', { credentials: { id, ...credential } });
}

describe('The credential test in a real n8n', () => {
	test('accepts a key that lemlist accepts', async () => {
		expect(await testCredential()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(lemlist.requestsOf('team')).toHaveLength(1);
	});

	test.each([
		[400, 'No API key provided', 'lemlist got no usable API key (400)'],
		[401, 'The authentication you supplied is incorrect', 'lemlist does not know this API key (401)'],
		[403, 'User linked to this API key is blocked', 'The lemlist user behind this API key is blocked (403)'],
		[
			404,
			'No user found for this API key',
			'lemlist found no user for this API key, or the base URL is not right (404)',
		],
	])('says what is wrong with the key when lemlist answers %s', async (status, body, message) => {
		lemlist.faults.clear();
		lemlist.faults.add({ on: 'team', times: 'always', do: { status, body, contentType: 'text/plain' } });
		const result = await testCredential();
		lemlist.faults.clear();
		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
	});

	test('follows no redirect', async () => {
		lemlist.faults.clear();
		lemlist.faults.add({ on: 'team', times: 'always', do: { redirectTo: `${lemlist.files.url}/team` } });
		const result = await testCredential();
		lemlist.faults.clear();
		expect(result.status).toBe('Error');
		expect(lemlist.files.requests).toEqual([]);
	});

	test('refuses a base URL that would carry the key unencrypted', async () => {
		const before = lemlist.requests.length;
		const result = await testCredential({ baseUrl: 'http://lemlist.example/api' });
		expect(result.status).toBe('Error');
		expect(result.message).toContain('must start with https://');
		expect(lemlist.requests).toHaveLength(before);
	});
});
