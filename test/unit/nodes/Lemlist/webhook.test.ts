import { runOne } from '../../../support/lemlist/run';

const targetUrl = 'https://example.com/hook';

describe('Create webhook', () => {
	test('sends event and secret in the body, campaign and first occurrence in the query', async () => {
		const campaignId = { __rl: true, mode: 'id', value: 'cam_1' };
		const { sent } = await runOne('webhook', 'create', {
			targetUrl,
			additionalFields: { type: 'emailsReplied', secret: 's', isFirst: false, campaignId },
		});
		expect(sent).toEqual([
			{
				method: 'POST',
				path: '/hooks',
				query: { campaignId: 'cam_1', isFirst: false },
				body: { targetUrl, type: 'emailsReplied', secret: 's' },
				signal: expect.any(AbortSignal) as AbortSignal,
			},
		]);
	});

	test('without an event, or with all, names none', async () => {
		for (const additionalFields of [{}, { type: 'all' }]) {
			const { sent } = await runOne('webhook', 'create', { targetUrl, additionalFields });
			expect(sent[0]?.body).toEqual({ targetUrl });
		}
	});
});
