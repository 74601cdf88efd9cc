import { createOrUpdate } from '../../../../nodes/Lemlist/resources/lead/createOrUpdate';
import { create } from '../../../../nodes/Lemlist/resources/lead/create';
import { lead } from '../../../../nodes/Lemlist/resources/lead';
import { update } from '../../../../nodes/Lemlist/resources/lead/update';
import type { CustomOperation } from '../../../../nodes/Lemlist/table/operation';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
import { lemlistAnswers, newClient, type Reply, useNock } from '../../../support/lemlistApi';
import { operationContext } from '../../../support/lemlist/operationContext';

const CAMPAIGN = 'cam_A1B2C3D4E5F6G7H8I9';
const campaignId = { __rl: true, mode: 'id', value: CAMPAIGN };
const taken: Reply = { status: 400, body: 'Lead already in the campaign', headers: { 'content-type': 'text/plain' } };

const variable = (name: string, value: unknown) => ({ customVariables: { pairs: [{ name, value }] } });

async function run(operation: CustomOperation, values: Record<string, unknown>) {
	const call = {
		...operationContext(operation, values),
		client: await newClient(),
		itemIndex: 0,
		signal: new AbortController().signal,
	};
	return await outcomeOf(operation.run(call));
}

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
