import { createWorld, LEMLIST, type World } from './world';

let world: World;
let campaignId: string;
beforeEach(async () => {
	world = await createWorld({ latencyMs: 40 });
	campaignId = world.lemlist.state.addCampaign()._id;
});
afterEach(async () => await world.end());

describe.each([
	['id', (lead: { _id: string }) => lead._id],
	['email', (_lead: object, email: string) => email],
])('Writes to leads that are known by %s', (_by, keyOf) => {
	test('follow one another for one lead, also after one that failed, while other leads overlap, and come out in input order', async () => {
		const [ann, bob] = ['ann@example.com', 'bob@example.com'].map((email) =>
			keyOf(world.lemlist.state.addLead(campaignId, { email }), email),
		);
		const lead = { ann: ann!, bob: bob! };
		world.lemlist.faults.add({ on: 'leadStep', do: { status: 400, body: 'Step not found' } });
		const input = [
			{ lead: lead.ann, subject: 'refused' },
			{ lead: lead.bob, subject: 'first' },
			{ lead: lead.ann, subject: 'second' },
			{ lead: lead.bob, subject: 'third' },
			{ lead: lead.ann, subject: 'last' },
		];
		const parameters = {
			campaignId,
			leadIdOrEmail: '={{ $json.lead }}',
			stepId: 'stp_1',
			updateFields: { subject: '={{ $json.subject }}' },
		};
		const run = await world.run('lead', 'personalizeStep', parameters, { input, onError: 'continueRegularOutput' });

		const sentFor = (of: string) => world.lemlist.requests.filter(({ path }) => path.includes(encodeURIComponent(of)));
		const subjects = (of: string) => sentFor(of).map(({ body }) => (body as { subject: string }).subject);
		expect(subjects(lead.ann)).toEqual(['refused', 'second', 'last']);
		expect(subjects(lead.bob)).toEqual(['first', 'third']);
		for (const of of Object.values(lead)) {
			sentFor(of)
				.slice(1)
				.forEach(({ at }, index) => expect(at).toBeGreaterThanOrEqual(sentFor(of)[index]!.endedAt!));
		}
		expect(sentFor(lead.bob)[0]!.at).toBeLessThan(sentFor(lead.ann)[0]!.endedAt!);
		expect(run.items(LEMLIST).map(({ pairedItem, json }) => [pairedItem, 'error' in json])).toEqual(
			input.map((_, item) => [{ item }, item === 0]),
		);
	});
});

test('Answers that arrive in the opposite order come out in input order', async () => {
	const ids = Array.from({ length: 4 }, () => world.lemlist.state.addCampaign()._id);
	ids.forEach((id, index) =>
		world.lemlist.faults.add({ on: 'campaign', campaignId: id, do: { delayMs: 60 * (ids.length - index) } }),
	);
	const found = await world.json(
		'campaign',
		'get',
		{ campaignId: '={{ $json.id }}' },
		{ input: ids.map((id) => ({ id })) },
	);
	const answered = world.lemlist.requestsOf('campaign').sort((a, b) => a.endedAt! - b.endedAt!);
	expect(answered.map((request) => request.campaignId)).toEqual([...ids].reverse());
	expect(found.map(({ _id }) => _id)).toEqual(ids);
});
