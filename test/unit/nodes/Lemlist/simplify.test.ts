import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { campaignSummary } from '../../../../nodes/Lemlist/resources/campaign/summary';
import { flatLead } from '../../../../nodes/Lemlist/resources/lead/summary';
import { resources } from '../../../../nodes/Lemlist/resources';
import { runOne } from '../../../support/lemlist/run';

/** The generated previews: what Simplify leaves of the simulator's answers. */
const PREVIEWS = join(__dirname, '../../../../nodes/Lemlist/__schema__/v1.0.0');

/** Words of a description, and the fields of a simplified item that keep what they promise. */
const PROMISES: Record<string, Record<string, string[]>> = {
	'activity getMany': {
		'what happened, newest first': ['type', 'createdAt', 'campaignId', 'campaignName', 'leadId', 'leadEmail'],
	},
	'campaign create': { 'empty sequence and a default schedule, whose IDs': ['sequenceId', 'scheduleIds'] },
	'campaign get': { name: ['name'], status: ['status'], senders: ['senders'], 'IDs of its schedules': ['scheduleIds'] },
	'campaign getMany': { 'by status or creator, newest first': ['status', 'createdBy', 'createdAt'] },
	'campaign getReports': {
		senders: ['senderNames', 'sendersUsers'],
		'counters of all time': [
			'totalCount',
			'emailsSent',
			'emailsOpened',
			'emailsClicked',
			'emailsReplied',
			'linkedinSent',
			'linkedinOpened',
			'linkedinReplied',
			'interested',
			'notInterested',
		],
	},
	'lead create': { campaign: ['campaignId', 'campaignName'], email: ['email'] },
	'lead createOrUpdate': { "output's 'created'": ['created'], campaign: ['campaignId', 'campaignName'] },
	'lead get': {
		lead: ['firstName', 'lastName', 'emailStatus', 'variables'],
		'by its email': ['email'],
		campaign: ['campaignId', 'campaignName'],
		'its ID': ['_id'],
	},
	'lead getMany': {
		fields: ['email', 'firstName', 'lastName', 'companyName', 'jobTitle', 'emailStatus'],
		state: ['lastState', 'status'],
	},
	'lead markAsInterested': { lead: ['_id', 'email'] },
	'lead markAsNotInterested': { lead: ['_id', 'email'] },
	'lead pause': { 'in one campaign or in all': ['campaignId', 'isPaused'] },
	'lead resume': { 'in one campaign or in all': ['campaignId', 'isPaused'] },
	'lead unsubscribe': { lead: ['_id', 'email'] },
	'lead update': { fields: ['firstName', 'jobTitle', 'companyName'], campaign: ['campaignId'] },
	'schedule create': { schedule: ['name', 'timezone', 'start', 'end', 'weekdays'] },
	'schedule get': { 'days, hours and time zone': ['weekdays', 'start', 'end', 'timezone'] },
	'schedule getMany': { 'days, hours and time zone': ['weekdays', 'start', 'end', 'timezone'] },
	'schedule getManyByCampaign': { schedules: ['_id', 'name', 'weekdays', 'start', 'end', 'timezone'] },
	'schedule update': { schedule: ['_id', 'name', 'weekdays', 'start', 'end', 'timezone'] },
	'team get': { team: ['_id', 'name'], users: ['users'] },
};

/** Fields of the raw answer that a filter stands for, where they are called otherwise. */
const FILTERED: Record<string, string[]> = {
	'activity getMany minDate': ['createdAt'],
	'activity getMany maxDate': ['createdAt'],
	'activity getMany types': ['type'],
	'lead getMany states': ['lastState'],
};

const simplified = resources.flatMap(({ value, operations }) =>
	operations
		.filter(({ simplify }) => simplify !== undefined)
		.map((operation) => [`${value} ${operation.value}`, operation] as const),
);

function previewOf(name: string): string[] {
	const { properties } = JSON.parse(readFileSync(join(PREVIEWS, `${name.replace(' ', '/')}.json`), 'utf8')) as {
		properties: IDataObject;
	};
	return Object.keys(properties);
}

describe('What a description promises stays under Simplify:', () => {
	test.each(simplified)('%s', (name, { description }) => {
		const promises = PROMISES[name];
		if (!promises) throw new Error(`Say in PROMISES what the description of ${name} promises`);
		for (const words of Object.keys(promises)) expect(description).toContain(words);
		expect(previewOf(name)).toEqual(expect.arrayContaining(Object.values(promises).flat()));
	});

	test.each(simplified)('%s, and what it filters by', (name, { fields }) => {
		const filters = fields.find((field) => field.name === 'filters');
		const names = ((filters?.options ?? []) as INodeProperties[]).map((field) => field.name);
		const wanted = names.flatMap((filter) => FILTERED[`${name} ${filter}`] ?? [filter]);
		expect(previewOf(name)).toEqual(expect.arrayContaining(wanted));
	});

	test('nothing that no operation has is in the list of promises', () => {
		expect(Object.keys(PROMISES).sort()).toEqual(simplified.map(([name]) => name).sort());
	});
});

describe('A lead has one flat shape', () => {
	const known = { email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee', jobTitle: 'CEO' };
	const fields = { ...known, companySize: '50' };
	const byId = {
		...fields,
		_id: 'lea_1',
		isPaused: false,
		campaignId: 'cam_1',
		contactId: 'ctc_1',
		emailStatus: 'risky',
	};
	const byEmail = {
		_id: 'lea_1',
		updatedAt: '2026-01-01T00:00:00.000Z',
		isPaused: false,
		state: 'emailsSent',
		status: 'running',
		personalized: false,
		source: 'api',
		variables: fields,
		contactId: 'ctc_1',
		enrichment: { emailStatus: 'risky' },
		campaign: { id: 'cam_1', name: 'Outreach', status: 'running' },
		sendingUser: { email: '' },
	};
	const flat = {
		_id: 'lea_1',
		...known,
		campaignId: 'cam_1',
		contactId: 'ctc_1',
		isPaused: false,
		emailStatus: 'risky',
		variables: fields,
	};

	test('by ID, and by email with what lemlist sends there alone', () => {
		expect(flatLead(byId)).toEqual(flat);
		expect(flatLead(byEmail)).toEqual({
			...flat,
			campaignName: 'Outreach',
			campaignStatus: 'running',
			state: 'emailsSent',
			status: 'running',
		});
		expect(Object.keys(flatLead(byEmail)).filter((name) => name in flatLead(byId))).toEqual(
			Object.keys(flatLead(byId)),
		);
	});

	test('with the email that it was found by, where lemlist does not repeat it', async () => {
		const row = { ...byEmail, variables: { firstName: 'Ann' } };
		const values = { findBy: 'email', email: ' ann@example.com ' };
		const { json } = await runOne('lead', 'get', values, () => [row]);
		expect(json).toMatchObject([{ email: 'ann@example.com', firstName: 'Ann', variables: { firstName: 'Ann' } }]);
	});

	test.each([
		['no objects', { _id: 'lea_1', variables: null, enrichment: null, campaign: null, sendingUser: null }],
		['texts in their place', { _id: 'lea_1', variables: 'a', enrichment: 'b', campaign: 'c' }],
		['lists in their place', { _id: 'lea_1', variables: [1], enrichment: [], campaign: [2] }],
	])('also of an answer with %s', (_what, lead) => {
		expect(flatLead(lead)).toEqual({ _id: 'lea_1', variables: {} });
	});

	test('and is the answer as it came with Simplify off', async () => {
		const values = { findBy: 'email', email: 'ann@example.com', simplify: false };
		expect((await runOne('lead', 'get', values, () => [byEmail])).json).toEqual([byEmail]);
	});
});

describe('A campaign', () => {
	const recorded = {
		_id: 'cam_1',
		name: 'Outreach',
		createdAt: '2026-01-01T00:00:00.000Z',
		status: 'running',
		creator: { userId: 'usr_1', userEmail: 'ann@example.com' },
		senders: [{ id: 'usr_1' }],
	};
	const schedules = [{ _id: 'skd_1' }, { _id: 'skd_2' }];
	const lemlist =
		(campaign: object) =>
		({ path }: { path: string }) =>
			path.endsWith('/schedules/') ? schedules : campaign;

	test('of Get has its schedules, by one more request only where lemlist leaves them out', async () => {
		const values = { campaignId: 'cam_1' };
		const { creator, ...rest } = recorded;
		const { sent, json } = await runOne('campaign', 'get', values, lemlist(recorded));
		expect(json).toEqual([{ ...rest, createdBy: creator.userId, scheduleIds: ['skd_1', 'skd_2'] }]);
		expect(sent.map(({ path }) => path)).toEqual(['/campaigns/cam_1', '/campaigns/cam_1/schedules/']);

		const documented = await runOne('campaign', 'get', values, lemlist({ ...recorded, scheduleIds: ['skd_3'] }));
		expect(documented.sent).toHaveLength(1);
		expect(documented.json).toMatchObject([{ scheduleIds: ['skd_3'] }]);

		const raw = await runOne('campaign', 'get', { ...values, simplify: false }, lemlist(recorded));
		expect(raw.sent).toHaveLength(1);
		expect(raw.json).toEqual([recorded]);
	});

	test('of Get Many promises no field that lemlist does not send', () => {
		const row = ['_id', 'name', 'sequenceId', 'emoji', 'createdAt', 'createdBy', 'status'];
		expect(previewOf('campaign getMany').filter((name) => !row.includes(name))).toEqual([]);
	});

	test('names its creator in one field, whichever form it has', () => {
		expect(campaignSummary(recorded)).toMatchObject({ createdBy: 'usr_1' });
		expect(campaignSummary({ _id: 'cam_1', createdBy: 'usr_2', creator: null })).toEqual({
			_id: 'cam_1',
			createdBy: 'usr_2',
		});
	});
});
