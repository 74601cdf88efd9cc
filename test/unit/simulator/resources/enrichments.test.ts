import { call, useSimulator } from '../../../support/simulatorClient';

const simulator = useSimulator();

async function send(method: string, path: string, body?: unknown): Promise<[number, unknown]> {
	const response = await call(simulator(), path, {
		method,
		...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	const text = await response.text();
	return [response.status, text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text];
}

describe('Enrichments of the simulator', () => {
	test('answer 202 until they are done', async () => {
		simulator().state.enrichments.durationMs = 60_000;
		const [, started] = await send('POST', '/enrich?findEmail=true&firstName=Ann');
		const { id } = started as { id: string };
		expect(await send('GET', `/enrich/${id}`)).toEqual([202, { enrichmentStatus: 'in-progress' }]);
		simulator().clock.advance(60_000);
		expect(await send('GET', `/enrich/${id}`)).toMatchObject([
			200,
			{ enrichmentId: id, enrichmentStatus: 'done', input: { firstName: 'Ann' } },
		]);
	});

	test('are refused when nothing is asked, and in bulk above 500', async () => {
		expect(await send('POST', '/enrich?firstName=Ann')).toEqual([
			400,
			'No enrichment requested (findEmail, findPhone, linkedinEnrichment or verifyEmail required)',
		]);
		const people = Array.from({ length: 501 }, () => ({ input: {}, enrichmentRequests: ['verify'] }));
		expect(await send('POST', '/v2/enrichments/bulk', people)).toEqual([
			400,
			{ error: 'TOO_MANY_ENRICHMENTS_REQUESTED' },
		]);
		expect(await send('POST', '/v2/enrichments/bulk', people.slice(0, 1))).toEqual([200, [{ error: 'MISSING_EMAIL' }]]);
	});
});
