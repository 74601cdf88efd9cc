import { createHmac } from 'node:crypto';

import { webhookSecret } from '../../../../nodes/LemlistTrigger/secret';

const KEY = 'f4e1d0c9b8a7968574635241f0e9d8c7';
const URL = 'https://n8n.example.com/webhook/0e9f2a6b/webhook';

describe('The secret of a webhook', () => {
	it("is an HMAC-SHA256 of the node's part of the URL with the API key, so that nothing needs to be stored", () => {
		expect(webhookSecret(KEY, URL)).toBe(createHmac('sha256', KEY).update('0e9f2a6b/webhook').digest('hex'));
	});

	it.each([
		['the test URL', 'https://n8n.example.com/webhook-test/0e9f2a6b/webhook'],
		['another host', 'http://127.0.0.1:5678/webhook/0e9f2a6b/webhook'],
		['n8n below a path', 'https://example.com/tools/n8n/webhook/0e9f2a6b/webhook'],
	])('is the same for %s', (_what, url) => {
		expect(webhookSecret(KEY, url)).toBe(webhookSecret(KEY, URL));
	});

	it('is another one for another node and for another key', () => {
		const secrets = [
			webhookSecret(KEY, URL),
			webhookSecret(KEY, URL.replace('0e9f', '1e9f')),
			webhookSecret(`${KEY}0`, URL),
		];
		expect(new Set(secrets).size).toBe(3);
	});
});
