import type { INodeParameters } from 'n8n-workflow';

import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node';
import { listSearchContext } from './listSearchContext';
import { createWorld, jsonOf, type World } from './world';

let world: World;
let campaignId: string;
beforeEach(async () => {
	world = await createWorld();
	campaignId = world.lemlist.state.addCampaign({ name: 'Outreach' })._id;
});
afterEach(async () => await world.end());

const SECRET = 'k3y/that+must=never0show';

/** Asks the node for the columns, as the panel does. */
async function columns() {
	const parameters: INodeParameters = { resource: 'lead', operation: 'create', dataToSend: 'mapColumns' };
	const context = listSearchContext(world.lemlist.baseUrl, parameters, 'columns');
	return (await new Lemlist().methods.resourceMapping.leadColumns.call(context)).fields;
}

/** As the panel saves it, but for the schema. */
const byHand = (value: Record<string, unknown>, schema: object[] = []) => ({
	dataToSend: 'mapColumns',
	columns: { mappingMode: 'defineBelow', value, matchingColumns: [], schema },
});
const byName = { dataToSend: 'mapColumns', columns: { mappingMode: 'autoMapInputData', value: null } };

describe('The columns of a lead in the panel', () => {
	test("are lemlist's fields and the team's own variables, those that people map most in sight", async () => {
		const { fields } = world.lemlist.state;
		fields.add({ name: 'region', label: 'Region' });
		fields.add({ name: 'seats', label: '', type: 'number' });
		fields.add({ name: 'crmScore', source: 'crm_synced' });
		fields.add({ name: 'industry', entity: 'company' });
		fields.add({ name: 'phone' });
		fields.add({ name: 'foreign', teamId: world.lemlist.state.addTeam()._id });
		const found = await columns();
		const shown = found.filter(({ removed }) => !removed).map(({ id, displayName }) => [id, displayName]);
		expect(shown).toEqual([
			['email', 'Email'],
			['firstName', 'First Name'],
			['lastName', 'Last Name'],
			['companyName', 'Company Name'],
			['jobTitle', 'Job Title'],
			['linkedinUrl', 'LinkedIn URL'],
			['phone', 'Phone'],
			['region', 'Region'],
			['seats', 'seats'],
		]);
		expect(found.filter(({ removed }) => removed).map(({ id }) => id)).toEqual([
			'companyDomain',
			'contactOwner',
			'icebreaker',
			'picture',
			'timezone',
		]);
		expect(new Set(found.map(({ type, required }) => `${type} ${required}`))).toEqual(new Set(['string false']));
	});

	test.each([
		['an unknown path', { status: 200, contentType: 'text/html', body: '<!DOCTYPE html><html></html>' }],
		['a plan without it', { status: 402, body: 'Your plan does not include this' }],
		['another form', { status: 200, body: { success: true, data: [] } }],
		[
			'rows that are none',
			{ status: 200, body: { success: true, data: { contact: [null, 'x', { label: 'No name' }] } } },
		],
	])("are lemlist's own where lemlist answers with %s", async (_name, fault) => {
		world.lemlist.faults.add({ on: 'fields', do: fault, times: 'always' });
		expect((await columns()).map(({ id }) => id)).toHaveLength(12);
	});

	test('are an error where lemlist refuses the key, in its words and without the key', async () => {
		world.lemlist.faults.add({ on: 'fields', do: { status: 401, body: `Who is ${SECRET}?` }, times: 'always' });
		const error = await columns().catch((reason: unknown) => reason as Error);
		expect(error).toBeInstanceOf(Error);
		expect(JSON.stringify([error, String(error)])).not.toContain(SECRET);
	});
});

describe('A lead from columns', () => {
	test("that were mapped by hand has lemlist's fields and the variables, and nothing that is empty", async () => {
		const values = {
			email: ' ann@example.com ',
			firstName: 'Ann',
			lastName: '',
			phone: 33123456789,
			region: 'EMEA',
			seats: 50,
			tags: ['a', 'b'],
			isCustomer: false,
			empty: null,
		};
		for (const name of ['region', 'seats', 'tags', 'isCustomer', 'empty']) world.lemlist.state.fields.add({ name });
		await world.json('lead', 'create', {
			campaignId,
			...byHand(values, await columns()),
			customVariables: { pairs: [{ name: 'region', value: 'DACH' }] },
		});
		expect(world.lemlist.requestsOf('createLead')[0]?.body).toEqual({
			email: 'ann@example.com',
			firstName: 'Ann',
			phone: '33123456789',
			region: 'DACH',
			seats: '50',
			tags: '["a","b"]',
			isCustomer: 'false',
		});
	});

	test('that are mapped by their names has all of the input item but what lemlist fills in itself', async () => {
		const input = [
			{
				email: 'ann@example.com',
				firstName: 'Ann',
				region: 'EMEA',
				_id: 'row_1',
				state: 'CA',
				campaignId: 'x',
				'': 'y',
			},
			{ linkedinUrl: 'https://www.linkedin.com/in/bo', seats: 3 },
		];
		await world.json('lead', 'create', { campaignId, ...byName }, { input });
		expect(world.lemlist.requestsOf('createLead').map(({ body }) => body)).toEqual(
			expect.arrayContaining([
				{ email: 'ann@example.com', firstName: 'Ann', region: 'EMEA' },
				{ linkedinUrl: 'https://www.linkedin.com/in/bo', seats: '3' },
			]),
		);
	});

	test('takes expressions of its own item', async () => {
		const input = [{ Mail: 'ann@example.com' }, { Mail: 'bo@example.com' }];
		const mapped = byHand({ email: '={{ $json.Mail }}', region: '={{ $itemIndex }}' });
		await world.json('lead', 'create', { campaignId, ...mapped }, { input });
		const bodies = world.lemlist.requestsOf('createLead').map(({ body }) => body);
		expect(bodies).toEqual(
			expect.arrayContaining([
				{ email: 'ann@example.com', region: '0' },
				{ email: 'bo@example.com', region: '1' },
			]),
		);
	});

	test('is updated where it is there already: fields in one request, variables that it has and new ones in others', async () => {
		world.lemlist.state.addLead(campaignId, { email: 'ann@example.com', firstName: 'A', variables: { region: 'US' } });
		const input = [{ email: 'ann@example.com', firstName: 'Ann', region: 'EMEA', seats: 5 }];
		const [json] = await world.json('lead', 'createOrUpdate', { campaignId, ...byName }, { input });
		expect(json).toMatchObject({ created: false, email: 'ann@example.com', firstName: 'Ann' });
		const [lead] = [...world.lemlist.state.leads.values()];
		expect(lead).toMatchObject({ firstName: 'Ann', variables: { region: 'EMEA', seats: '5' } });
		const [again] = await world.json(
			'lead',
			'createOrUpdate',
			{ campaignId, ...byName },
			{ input: [{ email: 'new@example.com', region: 'APAC' }] },
		);
		expect(again).toMatchObject({ created: true, email: 'new@example.com' });
	});

	test('is refused before anything is sent where it cannot be one; the others stay', async () => {
		const input = [
			{ Email: 'a@example.com' },
			{ email: { address: 'b@example.com' } },
			{ email: 'c@example.com', contactOwner: 'Nobody' },
			{ email: 'd@example.com' },
		];
		const settings = { input, onError: 'continueRegularOutput' as const };
		const run = await world.run('lead', 'create', { campaignId, ...byName }, settings);
		expect(jsonOf(run)).toMatchObject([
			{
				error: "'Columns' has neither an email nor a LinkedIn URL for this item",
				details: { description: expect.stringContaining('This item has: Email.') as string },
			},
			{ error: '\'Columns\' has no text for "email"' },
			{ error: "'Contact Owner' is not a user ID" },
			{ email: 'd@example.com' },
		]);
		expect(world.lemlist.requestsOf('createLead')).toHaveLength(1);
	});

	test('by hand without an email says what to map', async () => {
		const result = world.json('lead', 'create', { campaignId, ...byHand({ firstName: 'Ann' }) });
		await expect(result).rejects.toMatchObject({
			message: "'Columns' has neither an email nor a LinkedIn URL for this item",
			description: expect.stringContaining('Map a column to Email') as string,
		});
		expect(world.lemlist.requests).toEqual([]);
	});

	test('keeps the order of writes to it, and the length of variables is checked', async () => {
		world.lemlist.state.addLead(campaignId, { email: 'ann@example.com', variables: { note: 'x' } });
		const input = [{ email: 'ann@example.com', note: 'é'.repeat(3000) }];
		const result = world.json('lead', 'createOrUpdate', { campaignId, ...byName }, { input });
		await expect(result).rejects.toThrow("'Columns' is too long");
	});
});

test('A workflow that was saved before columns could be mapped sends what was entered', async () => {
	await world.json('lead', 'create', {
		campaignId,
		email: 'ann@example.com',
		additionalFields: { firstName: 'Ann' },
		customVariables: { pairs: [{ name: 'region', value: 'EMEA' }] },
	});
	expect(world.lemlist.requests[0]?.body).toEqual({ email: 'ann@example.com', firstName: 'Ann', region: 'EMEA' });
});
