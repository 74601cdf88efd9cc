import type { INodeProperties } from 'n8n-workflow';

import { findOperation, resources } from '../../../../nodes/Lemlist/resources';
import { createOrUpdate } from '../../../../nodes/Lemlist/resources/lead/createOrUpdate';
import { create } from '../../../../nodes/Lemlist/resources/lead/create';
import { lead } from '../../../../nodes/Lemlist/resources/lead';
import { update } from '../../../../nodes/Lemlist/resources/lead/update';
import type { CustomOperation } from '../../../../nodes/Lemlist/table/operation';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
import { lemlistAnswers, newClient, type Reply, useNock } from '../../../support/lemlistApi';
import { operationContext } from '../../../support/lemlist/operationContext';
import { runOne } from '../../../support/lemlist/run';
import { refusal } from '../../../support/refusal';

const CAMPAIGN = 'cam_A1B2C3D4E5F6G7H8I9';
const campaignId = { __rl: true, mode: 'id', value: CAMPAIGN };
const taken: Reply = { status: 400, body: 'Lead already in the campaign', headers: { 'content-type': 'text/plain' } };

const variable = (name: string, value: unknown) => ({ customVariables: { pairs: [{ name, value }] } });

const neverAsked = () => {
	throw new Error('Nothing may be sent');
};

async function run(operation: CustomOperation, values: Record<string, unknown>) {
	const call = {
		...operationContext(operation, values),
		client: await newClient(),
		itemIndex: 0,
		signal: new AbortController().signal,
	};
	return await outcomeOf(operation.run(call));
}

describe('What lemlist answers to a new lead', () => {
	test.each(['x', 42, true, {}, [], [null], 'half of a {"_id": "lea'])(
		'is no lead that was added: %j',
		async (body) => {
			await expect(
				runOne('lead', 'create', { campaignId: 'cam_1', email: 'ann@example.com' }, () => body),
			).rejects.toThrow('in a form that this node does not know');
		},
	);
});

describe('A custom variable', () => {
	it.each([
		[50, '50'],
		[false, 'false'],
		[{ city: 'Paris' }, '{"city":"Paris"}'],
		[['a', 'b'], '["a","b"]'],
	])('of the value %j becomes the text %j, since lemlist takes no other', (value, text) => {
		const { parameters } = operationContext(create, {
			campaignId,
			email: 'ann@example.com',
			...variable('size', value),
		});
		expect(create.request(parameters).body).toEqual({ email: 'ann@example.com', size: text });
	});

	it('of no value is left out of a new lead', () => {
		const { parameters } = operationContext(create, { campaignId, email: 'ann@example.com', ...variable('size', '') });
		expect(create.request(parameters).body).toEqual({ email: 'ann@example.com' });
	});
});

describe('Writes to one lead', () => {
	it('are ordered by its email, however it is spelled, and by its ID', () => {
		const key = (email: string) => create.orderBy!(operationContext(create, { campaignId, email }).parameters);
		expect(key(' Ann@Example.com ')).toBe(key('ann@example.com'));
		expect(key('ann@example.com')).not.toBe(key('bob@example.com'));
		const byId = (leadId: string) => update.orderBy!(operationContext(update, { campaignId, leadId }).parameters);
		expect(byId('lea_Ab')).not.toBe(byId('lea_aB'));
	});

	it('all have such an order, but the import, which names none', () => {
		const without = lead.operations.filter(
			({ routes, orderBy }) => !orderBy && routes.some((route) => !route.startsWith('GET ')),
		);
		expect(without.map(({ value }) => value)).toEqual(['importFromCrm']);
	});
});

describe('Create or Update of a lead that is in the campaign', () => {
	useFakeTime();
	useNock();

	const rows = (...campaigns: string[]) =>
		campaigns.map((id, index) => ({ _id: `lea_${index}`, campaign: { id }, variables: {} }));
	const values = { campaignId, email: 'ann@example.com' };

	it('sends no update of nothing', async () => {
		lemlistAnswers('POST', `/campaigns/${CAMPAIGN}/leads/`, taken);
		lemlistAnswers('GET', '/leads/ann%40example.com', { status: 200, body: rows('cam_other', CAMPAIGN) });
		expect((await run(createOrUpdate, values)).value).toEqual({
			json: [
				{
					created: false,
					_id: 'lea_1',
					email: 'ann@example.com',
					campaignId: CAMPAIGN,
				},
			],
		});
	});

	it('adds a variable named like a part of every object', async () => {
		lemlistAnswers('POST', `/campaigns/${CAMPAIGN}/leads/`, taken);
		lemlistAnswers('GET', '/leads/ann%40example.com', { status: 200, body: rows(CAMPAIGN) });
		const added = lemlistAnswers('POST', '/leads/lea_0/variables', { status: 200, body: { ok: true } });
		await run(createOrUpdate, { ...values, ...variable('toString', 'yes') });
		expect(added.map(({ path }) => path)).toEqual(['/api/leads/lea_0/variables?toString=yes']);
	});

	it('fails when lemlist does not find it there', async () => {
		lemlistAnswers('POST', `/campaigns/${CAMPAIGN}/leads/`, taken);
		lemlistAnswers('GET', '/leads/ann%40example.com', { status: 200, body: rows('cam_other') });
		expect((await run(createOrUpdate, values)).error).toMatchObject({
			kind: 'unexpected',
			ids: { campaignId: CAMPAIGN },
		});
	});

	it.each([
		['409', 'Lead already in other campaign'],
		['400', 'Email address is in the graveyard'],
	])('is not tried after %s "%s"', async (status, body) => {
		lemlistAnswers('POST', `/campaigns/${CAMPAIGN}/leads/`, { status: Number(status), body });
		expect((await run(createOrUpdate, values)).error).toMatchObject({ kind: 'refused', serviceSays: body });
	});
});

describe('Create or Update of a lead that has a LinkedIn profile only', () => {
	const rows = [
		{ _id: 'lea_0', email: 'bob@example.com', linkedinUrl: '' },
		{ _id: 'lea_1', linkedinUrl: 'https://www.linkedin.com/in/Ann/', size: '10' },
	];
	const values = {
		campaignId,
		additionalFields: { linkedinUrl: 'http://fr.linkedin.com/in/ann?trk=x', jobTitle: 'CEO' },
		customVariables: {
			pairs: [
				{ name: 'size', value: '20' },
				{ name: 'region', value: 'EMEA' },
			],
		},
	};

	test('adds it', async () => {
		const { sent, json } = await runOne('lead', 'createOrUpdate', values, () => ({ _id: 'lea_9' }));
		expect(sent).toMatchObject([{ method: 'POST', body: { linkedinUrl: values.additionalFields.linkedinUrl } }]);
		expect(sent[0]?.body).not.toHaveProperty('email');
		expect(json).toEqual([{ created: true, _id: 'lea_9' }]);
	});

	test('finds it among the leads of the campaign, and updates it', async () => {
		const { sent, json } = await runOne('lead', 'createOrUpdate', values, ({ method, path }) => {
			if (path.endsWith('/leads/') && method === 'POST') throw refusal(400, 'Lead already in the campaign');
			return method === 'GET' ? rows : { _id: 'lea_1' };
		});
		expect(sent.slice(1)).toMatchObject([
			{ method: 'GET', path: `/v2/campaigns/${CAMPAIGN}/export/leads` },
			{ method: 'PATCH', path: `/campaigns/${CAMPAIGN}/leads/lea_1`, body: values.additionalFields },
			{ method: 'PATCH', path: '/leads/lea_1/variables', query: { size: '20' } },
			{ method: 'POST', path: '/leads/lea_1/variables', query: { region: 'EMEA' } },
		]);
		expect(json).toEqual([{ created: false, _id: 'lea_1' }]);
	});

	test('names what was updated when lemlist then refuses a variable', async () => {
		const result = runOne('lead', 'createOrUpdate', values, ({ method, path }) => {
			if (path.endsWith('/leads/') && method === 'POST') throw refusal(400, 'Lead already in the campaign');
			if (path.endsWith('/variables') && method === 'POST') throw refusal(400, 'Variable not found');
			return method === 'GET' ? rows : { _id: 'lea_1' };
		});
		await expect(result).rejects.toMatchObject({
			description: expect.stringContaining('lea_1 were updated before; these variables perhaps not: region') as string,
		});
	});

	test('is refused with neither, before anything is sent', async () => {
		await expect(runOne('lead', 'createOrUpdate', { campaignId })).rejects.toMatchObject({
			kind: 'input',
			message: "'Email' is empty",
		});
	});
});

describe('Variables that do not fit into the address of a request', () => {
	const long = 'é'.repeat(7000);
	const tooLong =
		/^'Custom Variables' is too long: 42,00\d characters in the address of the request, which holds 15,000$/;

	test.each(['addVariables', 'updateVariables'])(
		'are refused by %s before it is sent, with name and length',
		async (operation) => {
			const values = { leadId: 'lea_1', ...variable('bio', long) };
			await expect(runOne('lead', operation, values, neverAsked)).rejects.toMatchObject({
				kind: 'input',
				message: expect.stringMatching(tooLong) as string,
				description: expect.stringMatching(/^"bio" takes 42,00\d of them for 7,000 characters/) as string,
			});
		},
	);

	test('are sent up to the limit', async () => {
		const { sent } = await runOne('lead', 'addVariables', { leadId: 'lea_1', ...variable('bio', 'e'.repeat(14_995)) });
		expect(sent).toHaveLength(1);
		const more = { leadId: 'lea_1', ...variable('bio', 'e'.repeat(14_996)) };
		await expect(runOne('lead', 'addVariables', more, neverAsked)).rejects.toThrow('too long');
	});

	test('are refused together, too, and as names to erase', async () => {
		const pairs = Array.from({ length: 20 }, (_, index) => ({ name: `v${index}`, value: 'x'.repeat(1000) }));
		await expect(
			runOne('lead', 'updateVariables', { leadId: 'lea_1', customVariables: { pairs } }, neverAsked),
		).rejects.toThrow("'Custom Variables' is too long: 20,");
		const names = Array.from({ length: 2000 }, (_, index) => `variable${index}`).join();
		await expect(
			runOne('lead', 'eraseVariables', { leadId: 'lea_1', variableNames: names }, neverAsked),
		).rejects.toThrow("'Variable Names' is too long");
	});

	test('go into the body of a new lead; for one that is there nothing is changed', async () => {
		const values = {
			campaignId,
			email: 'ann@example.com',
			...variable('bio', long),
			additionalFields: { jobTitle: 'CEO' },
		};
		const { sent } = await runOne('lead', 'create', values, () => ({ _id: 'lea_1' }));
		expect(sent[0]?.body).toMatchObject({ bio: long });
		const asked: string[] = [];
		const update = runOne('lead', 'createOrUpdate', values, ({ method }) => {
			asked.push(method);
			if (method === 'POST') throw refusal(400, 'Lead already in the campaign');
			return [{ _id: 'lea_1', campaign: { id: CAMPAIGN } }];
		});
		await expect(update).rejects.toThrow('too long');
		expect(asked).toEqual(['POST', 'GET']);
	});
});

describe('Update Lead', () => {
	const values = (updateFields: object) => ({ campaignId, leadId: 'lea_1', updateFields });
	const namesIn = (operation: string, collection: string) =>
		(findOperation('lead', operation).fields.find(({ name }) => name === collection)!.options as INodeProperties[]).map(
			({ name }) => name,
		);

	test('has every field of Create, and the email', () => {
		const wanted = [...namesIn('create', 'additionalFields'), 'email'];
		expect(wanted.filter((name) => !namesIn('update', 'updateFields').includes(name))).toEqual([]);
	});

	test('sends them as they are; those of the JSON win', async () => {
		const fields = { contactOwner: 'usr_1', icebreaker: '', phone: '+331', otherFields: '{"phone": "+332"}' };
		const { sent } = await runOne('lead', 'update', values(fields));
		expect(sent[0]?.body).toEqual({ contactOwner: 'usr_1', icebreaker: '', phone: '+332' });
	});

	test.each([[{}], [{ otherFields: '{}' }], [{ otherFields: '' }]])(
		'of nothing (%j) is refused before it is sent',
		async (fields) => {
			await expect(runOne('lead', 'update', values(fields), neverAsked)).rejects.toMatchObject({
				kind: 'input',
				message: "'Update Fields' is empty",
			});
		},
	);
});

describe('What spends credits', () => {
	const SPENDING = ['findEmail', 'findPhone', 'linkedinEnrichment', 'verifyEmail', 'force'];

	test('is off until it is switched on: to add the option costs nothing', () => {
		const switches = resources
			.flatMap(({ operations }) => operations.flatMap(({ fields }) => fields))
			.flatMap(({ options = [] }) => options as INodeProperties[])
			.filter(({ name, type }) => type === 'boolean' && SPENDING.includes(name));
		expect(new Set(switches.map(({ name }) => name))).toEqual(new Set(SPENDING));
		expect(switches.filter((field) => field.default !== false)).toEqual([]);
	});

	test('is sent as it was saved', async () => {
		const options = { findEmail: true, verifyEmail: false };
		const { sent } = await runOne('lead', 'create', { campaignId, email: 'ann@example.com', options }, () => ({
			_id: 'lea_1',
		}));
		expect(sent[0]?.query).toEqual(options);
	});
});
