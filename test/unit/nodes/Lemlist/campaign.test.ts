import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { ItemParameters } from '../../../../nodes/shared/n8n/parameters';
import type { Call, CustomOperation, RequestOperation } from '../../../../nodes/Lemlist/table/operation';
import { getLaunchChecks } from '../../../../nodes/Lemlist/resources/campaign/getLaunchChecks';
import { getReports } from '../../../../nodes/Lemlist/resources/campaign/getReports';
import { getStatsOfMany } from '../../../../nodes/Lemlist/resources/campaign/getStatsOfMany';
import { skipStepForLeads } from '../../../../nodes/Lemlist/resources/campaign/skipStepForLeads';
import { RATES } from '../../../../nodes/Lemlist/resources/campaign/statistics';
import { start } from '../../../../nodes/Lemlist/resources/campaign/start';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
import type { Sent } from '../../../support/lemlist/recordingClient';
import { runOne } from '../../../support/lemlist/run';
import { lemlistAnswers, newClient, type Reply, useNock } from '../../../support/lemlistApi';

const ID = 'cam_A1B2C3D4E5F6G7H8I9';
const PERIOD = { startDate: '2026-01-01T00:00:00', endDate: '2026-01-31T12:00:00' };

/** n8n's context, as far as operations use it: parameters, a time zone, Continue On Fail. */
function contextOf(values: IDataObject, continueOnFail = false): IExecuteFunctions {
	return {
		getNodeParameter: (name: string, _item: number, fallback: unknown) => values[name] ?? fallback,
		getTimezone: () => 'Europe/Berlin',
		continueOnFail: () => continueOnFail,
		getNode: () => ({ name: 'Lemlist', type: 'lemlist' }),
	} as unknown as IExecuteFunctions;
}

function parametersOf(values: IDataObject): ItemParameters {
	return new ItemParameters(contextOf(values), 0, new Map());
}

/** What a custom operation makes of lemlist's answers. */
async function run(operation: CustomOperation, values: IDataObject, continueOnFail = false) {
	const call: Call = {
		context: contextOf(values, continueOnFail),
		client: await newClient(),
		parameters: parametersOf(values),
		itemIndex: 0,
		signal: new AbortController().signal,
	};
	return await outcomeOf(operation.run(call).then((result) => ('json' in result ? result.json : result.items)));
}

function outputOf(operation: RequestOperation, body: unknown, values: IDataObject) {
	return operation.output!(body, parametersOf(values));
}

/** What Get Stats makes of lemlist's statistics. */
async function statsOf(body: unknown, values: IDataObject = {}) {
	const campaign = { name: 'Größe', status: 'paused' };
	const all = { campaignId: ID, ...PERIOD, ...values };
	return await runOne('campaign', 'getStats', all, ({ path }) => (path.startsWith('/v2') ? body : campaign));
}

const HEAD = { campaignId: ID, campaignName: 'Größe', campaignStatus: 'paused' };

describe('The rates of statistics', () => {
	const rates = async (body: unknown, more: IDataObject = {}) =>
		(await statsOf(body, { options: { addRates: true }, ...more })).json;

	it('are null where nothing was sent, where counters are missing, and where there are no steps', async () => {
		const none = {
			deliveryRate: null,
			bounceRate: null,
			openRate: null,
			clickRate: null,
			replyRate: null,
			unsubscribeRate: null,
		};
		const noLeads = { interestedRate: null, meetingRate: null, invitationAcceptedRate: null };
		const zeros = {
			messagesSent: 0,
			delivered: 0,
			opened: 0,
			clicked: 0,
			replied: 0,
			messagesBounced: 0,
			nbLeadsReached: 0,
			nbLeadsUnsubscribed: 0,
			invitationAccepted: 2,
		};
		expect(await rates({ ...zeros, steps: [] })).toEqual([{ ...HEAD, ...zeros, ...none, ...noLeads }]);
		expect(await rates({})).toEqual([{ ...HEAD, ...none, ...noLeads }]);
		expect(await rates({ steps: [{ index: 1, sent: 0, delivered: 0, opened: 3 }] }, { output: 'steps' })).toEqual([
			{ ...HEAD, index: 1, sent: 0, delivered: 0, opened: 3, ...none },
		]);
	});

	it('are in percent with two decimals, and 0 where nothing of a base came about', async () => {
		expect(
			await rates({ messagesSent: 3, delivered: 3, opened: 1, replied: 2, nbLeadsReached: 8, nbLeadsInterested: 1 }),
		).toMatchObject([{ openRate: 33.33, replyRate: 66.67, deliveryRate: 100, interestedRate: 12.5, clickRate: 0 }]);
	});

	it('of a channel are those that lemlist counts for it, each of its own base', async () => {
		const steps = [{ invited: 12 }, { invited: 4 }];
		const perChannel = {
			email: { sent: 20, delivered: 10, opened: 5, clicked: 0, replied: 1, bounced: 10, unsubscribed: 2 },
			linkedin: { sent: 4, delivered: 4, opened: 1, replied: 3, invitationAccepted: 4 },
			sms: { sent: 0, delivered: 0, replied: 0 },
			others: {},
		};
		expect(await rates({ perChannel, steps })).toMatchObject([
			{
				perChannel: {
					email: {
						...perChannel.email,
						deliveryRate: 50,
						bounceRate: 50,
						openRate: 50,
						clickRate: 0,
						replyRate: 10,
						unsubscribeRate: 20,
					},
					linkedin: {
						...perChannel.linkedin,
						deliveryRate: 100,
						openRate: 25,
						replyRate: 75,
						invitationAcceptedRate: 25,
					},
					sms: { ...perChannel.sms, deliveryRate: null, replyRate: null },
					others: {},
				},
			},
		]);
		expect((await statsOf({ perChannel, steps })).json).toEqual([{ ...HEAD, perChannel }]);
	});

	it.each([['nothing'], [null], [['email']], [{ email: null, linkedin: 'none' }]])(
		'leave channels in another form as they came: %j',
		async (perChannel) => {
			expect(await rates({ perChannel })).toMatchObject([{ perChannel }]);
		},
	);

	it('of steps that are not there give no item', async () => {
		expect(await rates({ messagesSent: 3 }, { output: 'steps' })).toEqual([]);
		expect(await rates({ steps: null }, { output: 'steps' })).toEqual([]);
	});

	it('are listed with their bases in docs/statistics.md', () => {
		const document = readFileSync(join(__dirname, '../../../../docs/statistics.md'), 'utf8');
		const sections = { totals: '## Totals', channels: '## Channels', steps: '## Steps' };
		for (const [kind, heading] of Object.entries(sections)) {
			const section = document.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
			const rows = [...section.matchAll(/^\| `(\w+)` \| `(\w+)` \| `(\w+)` \|/gm)].map(([, ...cells]) => cells);
			expect(rows).toEqual(RATES[kind as keyof typeof RATES]);
		}
	});
});

describe('Get Stats', () => {
	it('names the campaign and its status, or null where lemlist sends none', async () => {
		const { sent, json } = await statsOf({ messagesSent: 3 });
		expect(json).toEqual([{ ...HEAD, messagesSent: 3 }]);
		expect(sent.map(({ path }) => path)).toEqual([`/v2/campaigns/${ID}/stats`, `/campaigns/${ID}`]);
		const nameless = { name: [], status: null };
		const answer = ({ path }: { path: string }) => (path.startsWith('/v2') ? { messagesSent: 3 } : nameless);
		expect((await runOne('campaign', 'getStats', { campaignId: ID, ...PERIOD }, answer)).json).toEqual([
			{ campaignId: ID, campaignName: null, campaignStatus: null, messagesSent: 3 },
		]);
	});

	it('sends every channel that lemlist has', async () => {
		const channels = ['email', 'linkedin', 'others', 'sms', 'whatsapp'];
		const { sent } = await statsOf({}, { filters: { channels } });
		expect(sent[0]?.query?.channels).toBe(JSON.stringify(channels));
	});
});

describe('The campaigns of Get Stats of Many and Get Reports', () => {
	const rows = Array.from({ length: 101 }, (_, index) => ({
		_id: `cam_${index}`,
		name: `Campaign ${index}`,
		status: index % 2 ? 'paused' : 'running',
		createdAt: `2026-01-01T00:00:00.${String(999 - index)}Z`,
	}));

	/** A lemlist of these campaigns, in pages of 100, bare or wrapped. */
	const lemlist =
		(wrapped: boolean) =>
		({ path, query = {}, body }: Sent): unknown => {
			if (path === '/v2/campaigns/stats/batch') {
				const { campaignIds } = body as { campaignIds: string[] };
				return { results: campaignIds.map((campaignId) => ({ campaignId, messagesSent: 1 })) };
			}
			if (path === '/campaigns/reports')
				return String(query.campaignIds)
					.split(',')
					.map((_id) => ({ _id, emailsSent: 2 }));
			const found = rows.filter(({ status }) => query.status === undefined || status === query.status);
			const offset = Number(query.offset);
			const page = found.slice(offset, offset + Number(query.limit));
			const pagination = { totalRecords: found.length, currentPage: offset / 100 + 1, nextPage: 1, totalPage: 2 };
			return wrapped ? { campaigns: page, pagination } : page;
		};

	it.each([
		['wrapped', true],
		['bare', false],
	])('of all have names and statuses from the %s list that is read anyway', async (_form, wrapped) => {
		const values = { campaignSelection: 'all', ...PERIOD };
		const { sent, json } = await runOne('campaign', 'getStatsOfMany', values, lemlist(wrapped));
		expect(json).toEqual(
			rows.map(({ _id, name, status }) => ({
				campaignId: _id,
				campaignName: name,
				campaignStatus: status,
				messagesSent: 1,
			})),
		);
		const batch = '/v2/campaigns/stats/batch';
		expect(sent.map(({ path }) => path)).toEqual(['/campaigns', '/campaigns', batch, batch]);
		const reports = await runOne('campaign', 'getReports', values, lemlist(wrapped));
		expect(reports.sent).toHaveLength(4);
		expect(reports.json[100]).toMatchObject({ _id: 'cam_100', name: 'Campaign 100', status: 'running', emailsSent: 2 });
	});

	it("by status are lemlist's, each once, newest first", async () => {
		const values = { campaignSelection: 'status', statuses: ['running', 'paused', 'running'], ...PERIOD };
		const { sent, json } = await runOne('campaign', 'getStatsOfMany', values, lemlist(true));
		expect(json.map(({ campaignId }) => campaignId)).toEqual(rows.map(({ _id }) => _id));
		expect(sent.filter(({ path }) => path === '/campaigns').map(({ query }) => query?.status)).toEqual([
			'running',
			'paused',
		]);
		const paused = await runOne('campaign', 'getReports', { ...values, statuses: ['paused'] }, lemlist(false));
		expect(paused.json).toHaveLength(50);
		expect(paused.json.every(({ status }) => status === 'paused')).toBe(true);
	});

	it('by ID are looked up in the list as far as it takes', async () => {
		const values = { campaignIds: 'cam_1, cam_0', ...PERIOD };
		const { sent, json } = await runOne('campaign', 'getStatsOfMany', values, lemlist(true));
		expect(json.map(({ campaignName, campaignStatus }) => [campaignName, campaignStatus])).toEqual([
			['Campaign 1', 'paused'],
			['Campaign 0', 'running'],
		]);
		expect(sent).toHaveLength(2);
		const unknown = await runOne('campaign', 'getStatsOfMany', { ...values, campaignIds: 'cam_x' }, lemlist(true));
		expect(unknown.json).toMatchObject([{ campaignId: 'cam_x', campaignName: null, campaignStatus: null }]);
	});

	it.each([
		['no status', [], "'Statuses' is empty"],
		['what is no status', ['in error'], "'Statuses' must be a list of campaign statuses"],
	])('by %s are refused before any request', async (_which, statuses, message) => {
		const answer = jest.fn();
		const values = { campaignSelection: 'status', statuses, ...PERIOD };
		await expect(runOne('campaign', 'getStatsOfMany', values, answer)).rejects.toThrow(message);
		expect(answer).not.toHaveBeenCalled();
	});

	it('of a workflow without a selection are the IDs, as before', async () => {
		const { json } = await runOne('campaign', 'getReports', { campaignIds: 'cam_3' }, lemlist(true));
		expect(json).toMatchObject([{ _id: 'cam_3' }]);
	});
});

describe('An answer in another form', () => {
	it.each([['launch checks', getLaunchChecks, { statutes: [{ level: 'high' }] }, /statutes\.0\.level/]])(
		'of %s names the field',
		(_what, operation, body, description) => {
			expect(() => outputOf(operation as RequestOperation, body, { campaignId: ID })).toThrow(
				expect.objectContaining({ kind: 'unexpected', description: expect.stringMatching(description) }),
			);
		},
	);
});

it('Statistics in another form name the field', async () => {
	await expect(statsOf({ steps: 'none' })).rejects.toMatchObject({
		kind: 'unexpected',
		description: expect.stringMatching(/steps: .*lemlist sent: \{"steps":"none"\}/) as string,
	});
});

describe('The end of a period', () => {
	const endOf = async (endDate: string) => (await statsOf({}, { endDate })).sent[0]?.query?.endDate;

	it("without a time, or at the date picker's midnight, is the end of the day in the workflow's time zone", async () => {
		expect(await endOf('2026-01-31')).toBe('2026-01-31T22:59:59.999Z');
		expect(await endOf('2026-01-31T00:00:00')).toBe('2026-01-31T22:59:59.999Z');
		expect(await endOf('2026-03-29')).toBe('2026-03-29T21:59:59.999Z');
	});

	it('with a time, or a zone of its own, is what it says', async () => {
		expect(await endOf('2026-01-31T12:00:00')).toBe('2026-01-31T11:00:00.000Z');
		expect(await endOf('2026-01-31T12:00:00+05:00')).toBe('2026-01-31T07:00:00.000Z');
	});
});

describe('Requests of campaign operations', () => {
	useFakeTime();
	useNock();

	it.each([
		['for another reason', { status: 400, body: 'Bad team' }, 'Bad team'],
		['with 403', { status: 403, body: 'You may not see campaigns that are already running' }, 'already running'],
	])('Start passes on what lemlist refuses %s', async (_why, reply: Reply, says) => {
		lemlistAnswers('POST', `/campaigns/${ID}/start`, reply);
		const { error } = await run(start, { campaignId: ID });
		expect(error).toMatchObject({ kind: 'refused', serviceSays: expect.stringContaining(says) });
	});

	it('statistics of many are asked for again after a 503, because the POST only reads', async () => {
		const sent = lemlistAnswers(
			'POST',
			'/v2/campaigns/stats/batch',
			{ status: 503 },
			{ status: 200, body: { results: [{ campaignId: ID, messagesSent: 1 }] } },
		);
		lemlistAnswers('GET', '/campaigns', { status: 200, body: [{ _id: ID, name: 'A', status: 'running' }] });
		const { value } = await run(getStatsOfMany, { campaignIds: ID, ...PERIOD });
		expect(value).toEqual([{ campaignId: ID, campaignName: 'A', campaignStatus: 'running', messagesSent: 1 }]);
		expect(sent).toHaveLength(2);
		expect(JSON.parse(sent[0]!.body)).toEqual({
			campaignIds: [ID],
			startDate: '2025-12-31T23:00:00.000Z',
			endDate: '2026-01-31T11:00:00.000Z',
		});
	});

	it('a campaign that lemlist names neither among the results nor among the errors is not lost', async () => {
		lemlistAnswers('POST', '/v2/campaigns/stats/batch', { status: 200, body: { results: [] } });
		const { error } = await run(getStatsOfMany, { campaignIds: ID, ...PERIOD });
		expect(error).toMatchObject({ message: `No statistics for ${ID}. lemlist says: nothing`, ids: { campaignId: ID } });
		const { value } = await run(getStatsOfMany, { campaignIds: ID, ...PERIOD }, true);
		expect(value).toEqual([
			{ error: `No statistics for ${ID}. lemlist says: nothing`, details: expect.objectContaining({ campaignId: ID }) },
		]);
	});

	it('a skip is not sent again after a 503, because it cannot be undone', async () => {
		const sent = lemlistAnswers('POST', `/campaigns/${ID}/steps/stp_1/skip-for-leads`, { status: 503 });
		const { error } = await run(skipStepForLeads, { campaignId: ID, stepId: 'stp_1', leads: 'a@example.com' });
		expect(error).toMatchObject({ status: 503 });
		expect(sent).toHaveLength(1);
	});

	it('reports of 101 campaigns take two calls, and a counter that lemlist sends stays', async () => {
		const sent = lemlistAnswers('GET', '/campaigns/reports', {
			status: 200,
			body: [{ _id: ID, emailsSent: 7, interested: 0 }],
		});
		const campaignIds = Array.from({ length: 101 }, (_, index) => `cam_${index}`);
		const { value } = await run(getReports, { campaignIds });
		expect(sent.map(({ path }) => decodeURIComponent(path).split(',').length)).toEqual([100, 1]);
		expect(value).toMatchObject([{ emailsSent: 7, interested: 0, linkedinSent: 0 }, {}]);
	});
});
