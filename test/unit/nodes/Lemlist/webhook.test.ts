import { runOne } from '../../../support/lemlist/run';

const targetUrl = 'https://example.com/hook';

describe('Create webhook', () => {
	const campaignId = { __rl: true, mode: 'id', value: 'cam_1' };

	test("sends the filters in the query, as lemlist's specification has it, and in the body, as its guide does", async () => {
		const { sent } = await runOne('webhook', 'create', {
			targetUrl,
			additionalFields: { type: 'emailsReplied', secret: 's', isFirst: true, campaignId },
		});
		expect(sent).toEqual([
			{
				method: 'POST',
				path: '/hooks',
				query: { campaignId: 'cam_1', isFirst: true },
				body: { targetUrl, type: 'emailsReplied', secret: 's', campaignId: 'cam_1', isFirst: true },
				signal: expect.any(AbortSignal) as AbortSignal,
			},
		]);
	});

	test.each([[{}], [{ isFirst: false }]])(
		'with %j is for every occurrence: isFirst is never sent as false',
		async (fields) => {
			const { sent } = await runOne('webhook', 'create', { targetUrl, additionalFields: { campaignId, ...fields } });
			expect(sent).toMatchObject([{ query: { campaignId: 'cam_1' }, body: { targetUrl, campaignId: 'cam_1' } }]);
			for (const part of [sent[0]?.query, sent[0]?.body]) expect(part).not.toHaveProperty('isFirst');
		},
	);

	test('without an event, or with all, names none', async () => {
		for (const additionalFields of [{}, { type: 'all' }]) {
			const { sent } = await runOne('webhook', 'create', { targetUrl, additionalFields });
			expect(sent[0]?.body).toEqual({ targetUrl });
		}
	});
});
