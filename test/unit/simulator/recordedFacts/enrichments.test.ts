import { createManualClock } from '../../../../simulator';
import { send, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer about enrichments; each test is named after one fact.
const clock = createManualClock();
const simulator = useSimulator(() => ({ rateLimit: false, clock }));
const ask = async (method: string, path: string) => await send(simulator(), method, path);
const start = async (query = 'findEmail=true&findPhone=true&firstName=Ann') =>
	((await ask('POST', `/enrich?${query}`)).json as { id: string }).id;

test('POST /enrich, no LinkedIn account linked: 403 {error:"linkedin-not-linked",message}, even with verifyEmail alone', async () => {
	simulator().state.users.linkedInLinked = false;
	for (const query of ['verifyEmail=true&email=ann%40example.com', 'findEmail=true&firstName=Ann']) {
		expect(await ask('POST', `/enrich?${query}`)).toMatchObject({
			status: 403,
			json: { error: 'linkedin-not-linked', message: 'LinkedIn account not linked' },
		});
	}
});

describe('GET /enrich/{id}', () => {
	test('in progress: 202 {enrichmentStatus:"in-progress"}', async () => {
		const id = await start();
		expect(await ask('GET', `/enrich/${id}`)).toMatchObject({
			status: 202,
			json: { enrichmentStatus: 'in-progress' },
		});
	});

	test('unknown: 404 with JSON {enrichmentStatus:"not-found",…}', async () => {
		expect(await ask('GET', '/enrich/enr_none')).toMatchObject({
			status: 404,
			json: { enrichmentStatus: 'not-found' },
		});
	});

	test('done can come before data is filled, a later look has it (enrichments.dataDelayMs)', async () => {
		simulator().state.enrichments.dataDelayMs = 5_000;
		const id = await start();
		clock.advance(1_000);
		expect((await ask('GET', `/enrich/${id}`)).json).toMatchObject({ enrichmentStatus: 'done', data: {} });
		expect((await ask('GET', `/enrich/${id}`)).json).not.toHaveProperty('data.email');
		clock.advance(5_000);
		expect((await ask('GET', `/enrich/${id}`)).json).toMatchObject({
			enrichmentStatus: 'done',
			data: { email: { email: 'ann@found.example' } },
		});
	});

	test('notFound is not reliable: false on an answer that has nothing (enrichments.finds)', async () => {
		simulator().state.enrichments.finds = 'nothing';
		const id = await start();
		clock.advance(1_000);
		expect((await ask('GET', `/enrich/${id}`)).json).toMatchObject({
			enrichmentStatus: 'done',
			data: { email: { notFound: false }, phone: { notFound: false } },
		});
		expect((await ask('GET', `/enrich/${id}`)).json).not.toHaveProperty('data.phone.phone');
	});
});

test('reviewed lead: 400 {error:"lemrich is not available for lead reviewed"}', async () => {
	const { state } = simulator();
	const { _id: campaignId } = state.addCampaign();
	const { _id } = state.addLead(campaignId, { status: 'review' });
	const reviewed = state.addLead(campaignId, { status: 'running' });
	expect(await ask('POST', `/leads/${reviewed._id}/enrich?findEmail=true`)).toMatchObject({
		status: 400,
		json: { error: 'lemrich is not available for lead reviewed' },
	});
	expect((await ask('POST', `/leads/${_id}/enrich?findEmail=true`)).status).toBe(200);
});
