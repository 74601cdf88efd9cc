import { runOne } from '../../../support/lemlist/run';
import type { Sent } from '../../../support/lemlist/recordingClient';
import { refusal } from '../../../support/refusal';

const campaignId = { __rl: true, mode: 'id', value: 'cam_1' };
const many = (count: number) => Array.from({ length: count }, (_, index) => `lead${index}@example.com`);

/** lemlist does the first calls, and refuses the one after them. */
function failingAfter(calls: number) {
	let count = 0;
	return ({ body }: Sent) => {
		count += 1;
		if (count > calls) throw refusal(502, 'Bad gateway');
		const { leads = [] } = body as unknown as { leads?: string[] };
		return { results: leads.map((lead) => ({ lead, status: 'skipped' })) };
	};
}

describe('What was done before a later call failed is named in the error', () => {
	test('of Add Many', async () => {
		const result = runOne('unsubscribe', 'addMany', { values: many(20_001) }, failingAfter(2));
		await expect(result).rejects.toMatchObject({
			message: 'lemlist says: Bad gateway (HTTP 502)',
			description: expect.stringContaining(
				'The first 20,000 of 20,001 values were done before, up to lead19999@example.com.',
			) as string,
		});
	});

	test('of Skip Step for Leads', async () => {
		const values = { campaignId, stepId: 'stp_1', leads: many(250) };
		await expect(runOne('campaign', 'skipStepForLeads', values, failingAfter(2))).rejects.toMatchObject({
			description: expect.stringContaining(
				'The first 200 of 250 leads were done before, up to lead199@example.com.',
			) as string,
		});
		const { json, sent } = await runOne('campaign', 'skipStepForLeads', values, failingAfter(3));
		expect(sent).toHaveLength(3);
		expect(json).toHaveLength(250);
	});

	test('but a first call that failed did nothing', async () => {
		const error: unknown = await runOne('unsubscribe', 'addMany', { values: many(2) }, failingAfter(0)).catch(
			(one: unknown) => one,
		);
		expect(error).not.toMatchObject({ description: expect.stringContaining('were done before') as string });
	});
});
