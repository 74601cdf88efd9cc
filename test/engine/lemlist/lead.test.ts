import type { IDataObject } from 'n8n-workflow';

import { start, workflow } from '../../../tools/engine';
import { createWorld, jsonOf, lemlistNode, type World } from './world';

let world: World;
let campaignId: string;
beforeEach(async () => {
	world = await createWorld();
	campaignId = world.lemlist.state.addCampaign({ name: 'Outreach' })._id;
});
afterEach(async () => await world.end());

/** Addresses that break a URL in which they are not encoded. */
const HOSTILE = [
	'a+b@example.com',
	'a/b@example.com',
	'a#b@example.com',
	'a?b=c@example.com',
	'a%2Fb@example.com',
	'jürgen@bücher.example',
	'美咲@example.com',
	'../x@example.com',
];

function leads() {
	return [...world.lemlist.state.leads.values()];
}

describe('Creating leads', () => {
	test('sends the fields and variables in the body, and what lemlist shall do with them in the query', async () => {
		const [created] = await world.json('lead', 'create', {
			campaignId,
			email: ' ann@example.com ',
			additionalFields: { firstName: 'Ann', timezone: 'Europe/Paris', jobTitle: '' },
			customVariables: {
				pairs: [
					{ name: 'companySize', value: 50 },
					{ name: 'region', value: '' },
				],
			},
			options: { deduplicate: true, findPhone: true, verifyEmail: false, updateStrategy: 'fillEmptyOnly' },
		});
		const [request] = world.lemlist.requests;
		expect(request).toMatchObject({ method: 'POST', path: `/api/campaigns/${campaignId}/leads/` });
		expect(request?.body).toEqual({
			email: 'ann@example.com',
			firstName: 'Ann',
			timezone: 'Europe/Paris',
			companySize: '50',
		});
		expect(request?.query).toEqual({
			deduplicate: 'true',
			findPhone: 'true',
			verifyEmail: 'false',
			updateStrategy: 'fillEmptyOnly',
		});
		expect(created).toMatchObject({
			_id: expect.stringMatching(/^lea_/) as string,
			email: 'ann@example.com',
			campaignId,
			campaignName: 'Outreach',
		});
		expect(created).not.toHaveProperty('companySize');
	});

	test('gives the whole answer without Simplify', async () => {
		const parameters = {
			campaignId,
			email: 'ann@example.com',
			customVariables: { pairs: [{ name: 'companySize', value: '50' }] },
			simplify: false,
		};
		expect(await world.json('lead', 'create', parameters)).toMatchObject([{ companySize: '50' }]);
	});

	test('takes a LinkedIn URL in place of an email, but not neither', async () => {
		await world.json('lead', 'create', {
			campaignId,
			email: '',
			additionalFields: { linkedinUrl: 'https://www.linkedin.com/in/ann' },
		});
		expect(world.lemlist.requests[0]?.body).toEqual({ linkedinUrl: 'https://www.linkedin.com/in/ann' });
		await expect(world.json('lead', 'create', { campaignId, email: ' ' })).rejects.toThrow("'Email' is empty");
		expect(world.lemlist.requests).toHaveLength(1);
	});

	test("goes on after refused ones under Continue On Fail, in input order, with lemlist's words", async () => {
		const input = ['ann@example.com', 'no address', 'ANN@example.com', 'bob@example.com'].map((email) => ({ email }));
		const run = await world.run(
			'lead',
			'create',
			{ campaignId, email: '={{ $json.email }}' },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(jsonOf(run)).toMatchObject([
			{ email: 'ann@example.com' },
			{ error: 'lemlist says: Invalid email address (HTTP 400)', details: { itemIndex: 1, httpCode: '400' } },
			{ error: 'lemlist says: Lead already in the campaign (HTTP 400)', details: { itemIndex: 2, httpCode: '400' } },
			{ email: 'bob@example.com' },
		]);
	});

	test('refuses a lead of another campaign with Deduplicate', async () => {
		world.lemlist.state.addLead(world.lemlist.state.addCampaign()._id, { email: 'ann@example.com' });
		const result = world.json('lead', 'create', {
			campaignId,
			email: 'ann@example.com',
			options: { deduplicate: true },
		});
		await expect(result).rejects.toMatchObject({
			message: 'lemlist says: Lead already in other campaign (HTTP 409)',
			httpCode: '409',
		});
	});
});

describe('A lead that lemlist did not add', () => {
	test.each(['create', 'createOrUpdate'])(
		'by %s fails, though lemlist answers 200 and nothing; the others stay',
		async (operation) => {
			world.lemlist.faults.add({ on: 'createLead', do: { status: 200, body: '' } });
			const input = [{ email: 'ann@example.com' }, { email: 'bob@example.com' }];
			const run = await world.run(
				'lead',
				operation,
				{ campaignId, email: '={{ $json.email }}' },
				{ input, onError: 'continueRegularOutput' },
			);
			const [failed, added] = jsonOf(run).sort((a, b) => Number('_id' in a) - Number('_id' in b));
			expect(failed).toMatchObject({ error: 'lemlist added no lead: its answer was empty' });
			expect(added).toMatchObject({ _id: expect.stringMatching(/^lea_/) as string });
			expect(leads()).toHaveLength(1);
		},
	);
});

describe('Writing the same lead twice', () => {
	test('keeps the order of the items, while other leads overtake', async () => {
		const input = [
			{ email: 'ann@example.com', firstName: 'first' },
			{ email: 'bob@example.com', firstName: 'Bob' },
			{ email: 'Ann@example.com', firstName: 'second' },
			{ email: 'cy@example.com', firstName: 'Cy' },
		];
		world.lemlist.faults.add({ on: 'createLead', do: { delayMs: 300 } });
		const output = await world.json(
			'lead',
			'createOrUpdate',
			{ campaignId, email: '={{ $json.email }}', additionalFields: { firstName: '={{ $json.firstName }}' } },
			{ input },
		);
		expect(output.map(({ firstName, created }) => [firstName, created])).toEqual([
			['first', true],
			['Bob', true],
			['second', false],
			['Cy', true],
		]);
		expect(
			leads()
				.map(({ firstName }) => firstName)
				.sort(),
		).toEqual(['Bob', 'Cy', 'second']);
		const emails = world.lemlist.requestsOf('createLead').map(({ body }) => (body as IDataObject).email);
		expect(emails).toEqual(['ann@example.com', 'bob@example.com', 'cy@example.com', 'Ann@example.com']);
	});
});

describe('Create or Update', () => {
	test('updates the lead of this campaign: its fields, the variables it has, and new ones', async () => {
		const { state } = world.lemlist;
		state.addLead(state.addCampaign()._id, { email: 'ann@example.com', firstName: 'Elsewhere' });
		const { _id } = state.addLead(campaignId, {
			email: 'ann@example.com',
			firstName: 'Old',
			variables: { size: '10' },
		});
		const parameters = {
			campaignId,
			email: 'ann@example.com',
			additionalFields: { firstName: 'New', phone: '+331' },
			customVariables: {
				pairs: [
					{ name: 'size', value: '20' },
					{ name: 'region', value: 'EMEA' },
				],
			},
		};
		expect(await world.json('lead', 'createOrUpdate', parameters)).toMatchObject([
			{ created: false, _id, firstName: 'New', campaignId },
		]);
		expect(state.leads.get(_id)).toMatchObject({
			firstName: 'New',
			phone: '+331',
			variables: { size: '20', region: 'EMEA' },
		});
		expect(leads()).toHaveLength(2);
		expect(leads()[0]).toMatchObject({ firstName: 'Elsewhere' });
	});

	test('leaves what is there under Fill Empty Only', async () => {
		const { _id } = world.lemlist.state.addLead(campaignId, {
			email: 'ann@example.com',
			firstName: 'Old',
			phone: '',
			variables: { size: '10' },
		});
		await world.json('lead', 'createOrUpdate', {
			campaignId,
			email: 'ann@example.com',
			additionalFields: { firstName: 'New', phone: '+331' },
			customVariables: { pairs: [{ name: 'size', value: '20' }] },
			options: { updateStrategy: 'fillEmptyOnly' },
		});
		expect(world.lemlist.state.leads.get(_id)).toMatchObject({
			firstName: 'Old',
			phone: '+331',
			variables: { size: '10' },
		});
	});

	test('adds and then updates a lead that has a LinkedIn profile only', async () => {
		const ann = { campaignId, additionalFields: { linkedinUrl: 'https://www.linkedin.com/in/ann', firstName: 'Ann' } };
		const [first] = await world.json('lead', 'createOrUpdate', ann);
		const again = { linkedinUrl: 'https://www.linkedin.com/in/ann', firstName: 'Anna' };
		const [second] = await world.json('lead', 'createOrUpdate', { ...ann, additionalFields: again });
		expect([first, second]).toMatchObject([
			{ created: true, firstName: 'Ann' },
			{ created: false, _id: first!._id, firstName: 'Anna' },
		]);
		expect(leads()).toMatchObject([{ email: '', firstName: 'Anna' }]);
	});

	test('passes on every other refusal', async () => {
		await expect(
			world.json('lead', 'createOrUpdate', { campaignId: 'cam_unknown', email: 'ann@example.com' }),
		).rejects.toThrow('Campaign not found');
		expect(world.lemlist.requests).toHaveLength(1);
	});
});

describe('Getting leads', () => {
	test('by email gives an item for each campaign, by ID the one lead', async () => {
		const { state } = world.lemlist;
		const { _id } = state.addLead(campaignId, { email: 'ann@example.com' });
		state.addLead(state.addCampaign({ name: 'Other' })._id, { email: 'ann@example.com' });
		const rows = await world.json('lead', 'get', { findBy: 'email', email: 'ann@example.com' });
		expect(rows.map(({ campaignName }) => campaignName)).toEqual(['Outreach', 'Other']);
		expect(rows[0]).toMatchObject({ email: 'ann@example.com', firstName: expect.any(String) as string, campaignId });
		expect(world.lemlist.requests[0]?.query).toEqual({ version: 'v2' });
		expect(await world.json('lead', 'get', { findBy: 'id', leadId: _id })).toMatchObject([
			{ _id, email: 'ann@example.com', campaignId },
		]);
	});

	test('that lemlist does not know fails, also when it sends an empty list', async () => {
		await expect(world.json('lead', 'get', { email: 'nobody@example.com' })).rejects.toThrow(
			'lemlist says: Lead not found (HTTP 404)',
		);
		world.lemlist.faults.add({ on: 'lead', do: { status: 200, body: [] } });
		await expect(world.json('lead', 'get', { email: 'nobody@example.com' })).rejects.toThrow(
			'lemlist found no such lead',
		);
	});

	test.each(['array', 'wrapped'])('of a campaign with 250 gives all, or exactly the limit (%s)', async (shape) => {
		const { state, faults } = world.lemlist;
		for (let index = 0; index < 250; index++) state.addLead(campaignId, { email: `lead${index}@example.com` });
		if (shape === 'wrapped')
			faults.add({
				on: 'leadsFile',
				times: 2,
				do: { status: 200, body: { data: leads().map(({ _id, email }) => ({ _id, email })) } },
			});
		const all = await world.json('lead', 'getMany', { campaignId, returnAll: true });
		expect(all.map(({ email }) => email)).toEqual(leads().map(({ email }) => email));
		expect(await world.json('lead', 'getMany', { campaignId, limit: 120 })).toHaveLength(120);
	});

	test('of a large campaign reads no further than the limit', async () => {
		const { state } = world.lemlist;
		const large = state.addCampaign();
		large.simulation.generatedLeads = 200_000;
		let made = 0;
		const all = state.leads.of.bind(state.leads);
		jest.spyOn(state.leads, 'of').mockImplementation(function* (campaign) {
			for (const lead of all(campaign)) {
				made += 1;
				yield lead;
			}
		});
		expect(await world.json('lead', 'getMany', { campaignId: large._id, limit: 10 })).toHaveLength(10);
		expect(made).toBeGreaterThanOrEqual(10);
		expect(made).toBeLessThan(100_000);
	});

	test('filters by states, and gives custom variables without Simplify', async () => {
		const { state, requests } = world.lemlist;
		for (const lastState of ['interested', 'paused', 'imported'])
			state.addLead(campaignId, { lastState, variables: { size: '10' } });
		const found = await world.json('lead', 'getMany', {
			campaignId,
			filters: { states: ['interested', 'paused'] },
			simplify: false,
		});
		expect(found).toMatchObject([
			{ lastState: 'interested', size: '10' },
			{ lastState: 'paused', size: '10' },
		]);
		expect(requests[0]).toMatchObject({
			path: `/api/v2/campaigns/${campaignId}/export/leads`,
			query: { state: 'interested,paused', format: 'json' },
		});
	});

	describe('as IDs and states only', () => {
		const options = { idsOnly: true };

		test('asks the light list, which takes one state', async () => {
			world.lemlist.state.addLead(campaignId, { lastState: 'paused' });
			world.lemlist.state.addLead(campaignId, { lastState: 'imported' });
			const found = await world.json('lead', 'getMany', { campaignId, filters: { states: ['paused'] }, options });
			expect(found).toEqual([
				{ _id: expect.any(String) as string, contactId: expect.any(String) as string, state: 'paused' },
			]);
			await expect(
				world.json('lead', 'getMany', { campaignId, filters: { states: ['paused', 'imported'] }, options }),
			).rejects.toThrow("'Filters' has several states");
		});

		test('asks for all by name where lemlist gives none without a state', async () => {
			world.lemlist.state.leads.listWithoutState = 'none';
			world.lemlist.state.addLead(campaignId);
			world.lemlist.state.addLead(campaignId);
			expect(await world.json('lead', 'getMany', { campaignId, options })).toHaveLength(2);
			expect(world.lemlist.requests.map(({ query }) => query.state)).toEqual([undefined, 'all']);
		});

		test('never gives 500 of more leads for all', async () => {
			for (let index = 0; index < 501; index++) world.lemlist.state.addLead(campaignId);
			expect(await world.json('lead', 'getMany', { campaignId, limit: 500, options })).toHaveLength(500);
			await expect(world.json('lead', 'getMany', { campaignId, returnAll: true, options })).rejects.toThrow(
				'500 leads only',
			);
		});
	});
});

describe('Changing a lead', () => {
	let leadId: string;
	let otherCampaign: string;
	beforeEach(() => {
		const { state } = world.lemlist;
		otherCampaign = state.addCampaign()._id;
		leadId = state.addLead(campaignId, { email: 'ann@example.com', status: 'running' })._id;
		state.addLead(otherCampaign, { email: 'ann@example.com', status: 'running' });
	});
	const statuses = () => leads().map(({ status }) => status);

	test('updates fields, empty ones and others from JSON too, by the chosen strategy', async () => {
		const updateFields = { firstName: '', lastName: 'New', otherFields: '{"phone": "+331"}' };
		const output = await world.json('lead', 'update', {
			campaignId,
			leadId,
			updateFields,
			options: { updateStrategy: 'overwriteIgnoreEmpty' },
		});
		expect(world.lemlist.requests[0]).toMatchObject({
			method: 'PATCH',
			query: { updateStrategy: 'overwriteIgnoreEmpty' },
			body: { firstName: '', lastName: 'New', phone: '+331' },
		});
		expect(output).toMatchObject([
			{ _id: leadId, lastName: 'New', leadUrl: expect.stringContaining('ann%40example.com') as string },
		]);
	});

	test('refuses an update of nothing before any request', async () => {
		await expect(world.json('lead', 'update', { campaignId, leadId })).rejects.toThrow("'Update Fields' is empty");
		expect(world.lemlist.requests).toEqual([]);
	});

	test('pauses and resumes it in one campaign, or in all', async () => {
		await world.json('lead', 'pause', { leadId, campaignId });
		expect(statuses()).toEqual(['paused', 'running']);
		expect(await world.json('lead', 'pause', { leadId, scope: 'allCampaigns' })).toMatchObject([
			{ isPaused: true, campaignId },
			{ isPaused: true, campaignId: otherCampaign },
		]);
		await world.json('lead', 'resume', { leadId, campaignId });
		expect(statuses()).toEqual(['running', 'paused']);
	});

	test.each([
		['markAsInterested', 'interested'],
		['markAsNotInterested', 'notInterested'],
	])('%s: in one campaign, or in all', async (operation, status) => {
		await world.json('lead', operation, { leadIdOrEmail: 'ann@example.com', campaignId });
		expect(statuses()).toEqual([status, 'running']);
		await world.json('lead', operation, { leadIdOrEmail: leadId, scope: 'allCampaigns' });
		expect(statuses()).toEqual([status, status]);
	});

	test('launches one that waits for review, once', async () => {
		const { _id } = world.lemlist.state.addLead(campaignId, { status: 'review' });
		expect(await world.json('lead', 'launch', { leadId: _id })).toEqual([{ ok: true }]);
		await expect(world.json('lead', 'launch', { leadId: _id })).rejects.toThrow(
			'Lead is already launched – CAMPAIGN_LEAD_REVIEW_LEAD_ALREADY_LAUNCHED (HTTP 400)',
		);
	});

	test('Unsubscribe keeps the lead and reaches all campaigns; Delete removes it from one', async () => {
		await world.json('lead', 'unsubscribe', { campaignId, email: 'ann@example.com' });
		expect(statuses()).toEqual(['unsubscribed', 'unsubscribed']);
		expect(await world.json('lead', 'delete', { campaignId, leadId })).toEqual([{ deleted: true, leadId }]);
		expect(leads().map((lead) => lead.campaignId)).toEqual([otherCampaign]);
		expect(world.lemlist.requestsOf('deleteLead').map(({ query }) => query)).toEqual([{}, { action: 'remove' }]);
	});

	test('adds, updates and erases variables, named in the query', async () => {
		const pairs = (value: string) => ({ leadId, customVariables: { pairs: [{ name: 'a size & more', value }] } });
		await world.json('lead', 'addVariables', pairs('10'));
		await world.json('lead', 'updateVariables', pairs('20+'));
		expect(world.lemlist.state.leads.get(leadId)?.variables).toMatchObject({ 'a size & more': '20+' });
		await expect(world.json('lead', 'updateVariables', pairs(''))).rejects.toThrow(
			'\'Custom Variables\' has no value for "a size & more"',
		);
		await expect(world.json('lead', 'addVariables', pairs('10'))).rejects.toThrow(
			'lemlist says: Variable not found (HTTP 400)',
		);
		await world.json('lead', 'eraseVariables', { leadId, variableNames: 'a size & more' });
		expect(world.lemlist.state.leads.get(leadId)?.variables).toMatchObject({ 'a size & more': '' });
		expect(world.lemlist.requests.map(({ body }) => body)).toEqual(world.lemlist.requests.map(() => undefined));
	});

	test('personalizes a step and gives it back its text', async () => {
		const step = { campaignId, leadIdOrEmail: 'ann@example.com', stepId: 'stp_1' };
		await world.json('lead', 'personalizeStep', {
			...step,
			updateFields: { subject: 'Hi', cc: 'a@example.com, b@example.com', plainText: false },
		});
		expect(world.lemlist.state.leadDetails.personalizations.get(`${leadId} stp_1`)).toEqual({
			subject: 'Hi',
			cc: ['a@example.com', 'b@example.com'],
			plainText: false,
		});
		expect(await world.json('lead', 'resetStepPersonalization', step)).toEqual([{ reset: true }]);
	});

	test('uploads a voice message, byte for byte', async () => {
		const content = Buffer.from([0, 13, 10, 255, 45, 45, 13, 10]);
		const run = await world.n8n.run(
			workflow([start(), lemlistNode('lead', 'uploadAudio', { leadId, stepId: 'stp_1' })]),
			{
				pinnedInput: [
					{
						json: {},
						binary: { data: { data: content.toString('base64'), mimeType: 'audio/mp4', fileName: 'hi "you" ü.m4a' } },
					},
				],
			},
		);
		expect(run.error).toBeUndefined();
		expect(world.lemlist.state.leadDetails.audio).toEqual([
			{ leadId, stepId: 'stp_1', fileName: 'hi %22you%22 ü.m4a', mimeType: 'audio/mp4', content },
		]);
		expect(jsonOf(run)).toMatchObject([{ ok: true, status: { leadId, campaignId } }]);
	});

	test('says which field lacks the file to upload', async () => {
		const run = await world.run('lead', 'uploadAudio', { leadId, stepId: 'stp_1', binaryPropertyName: 'voice' });
		expect(run.error?.message).toContain("'voice'");
		expect(world.lemlist.requests).toEqual([]);
	});
});

test('A CRM filter is imported in the background', async () => {
	const additionalFields = {
		crm: 'hubspot',
		userId: '',
		deduplicate: 'activeOnly',
		enrichFeature: ['find_email'],
		filterType: 'contact',
	};
	expect(await world.json('lead', 'importFromCrm', { campaignId, filterId: 16, additionalFields })).toEqual([
		{ ok: true },
	]);
	expect(world.lemlist.state.leadDetails.imports).toEqual([
		{
			campaignId,
			body: {
				filterId: '16',
				crm: 'hubspot',
				deduplicate: 'activeOnly',
				enrichFeature: ['find_email'],
				filterType: 'contact',
			},
		},
	]);
});

describe('With a hostile email,', () => {
	const input = HOSTILE.map((email) => ({ email: ` ${email} ` }));
	const email = '={{ $json.email }}';
	beforeEach(() => {
		for (const address of HOSTILE) world.lemlist.state.addLead(campaignId, { email: address });
	});

	test.each([
		['get', { findBy: 'email', email }, 'lead'],
		['unsubscribe', { email }, 'deleteLead'],
		['markAsInterested', { leadIdOrEmail: email }, 'leadAction'],
		['markAsNotInterested', { leadIdOrEmail: email, scope: 'allCampaigns' }, 'leadAction'],
		['personalizeStep', { leadIdOrEmail: email, stepId: 'stp_1', updateFields: { subject: 'Hi' } }, 'leadStep'],
		['resetStepPersonalization', { leadIdOrEmail: email, stepId: 'stp_1' }, 'leadStep'],
	])('%s reaches the lead with that email', async (operation, parameters, kind) => {
		const run = await world.run('lead', operation, { campaignId, ...parameters }, { input });
		expect(run.error).toBeUndefined();
		const { requests } = world.lemlist;
		expect(requests.map((request) => [request.kind, request.status])).toEqual(HOSTILE.map(() => [kind, 200]));
		for (const address of HOSTILE)
			expect(requests.filter(({ path }) => path.split('/').includes(encodeURIComponent(address)))).toHaveLength(1);
	});
});

test.each([
	['get', { findBy: 'email' }],
	['get', { findBy: 'id' }],
	['createOrUpdate', {}],
	['update', { updateFields: { firstName: 'Ann' } }],
	['delete', {}],
	['unsubscribe', {}],
	['pause', {}],
	['resume', {}],
	['launch', {}],
	['markAsInterested', {}],
	['markAsNotInterested', { scope: 'allCampaigns' }],
	['addVariables', { customVariables: { pairs: [{ name: 'size', value: '10' }] } }],
	['updateVariables', { customVariables: { pairs: [{ name: 'size', value: '10' }] } }],
	['eraseVariables', { variableNames: 'size' }],
	['personalizeStep', { stepId: 'stp_1', updateFields: { subject: 'Hi' } }],
	['resetStepPersonalization', { stepId: 'stp_1' }],
])('%s of an empty ID or email is refused before any request', async (operation, parameters) => {
	const empty = '={{ $json.missing ?? " " }}';
	const run = await world.run(
		'lead',
		operation,
		{ campaignId, leadId: empty, email: empty, leadIdOrEmail: empty, ...parameters },
		{ input: [{}] },
	);
	expect(run.error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringMatching(/^'(Lead|Email)' is empty$/) as string,
		context: { itemIndex: 0 },
	});
	expect(world.lemlist.requests).toEqual([]);
});
