import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { ItemParameters } from '../../../../nodes/shared/n8n/parameters';
import type { Call, CustomOperation, RequestOperation } from '../../../../nodes/Lemlist/table/operation';
import { getLaunchChecks } from '../../../../nodes/Lemlist/resources/campaign/getLaunchChecks';
import { getReports } from '../../../../nodes/Lemlist/resources/campaign/getReports';
import { getStats } from '../../../../nodes/Lemlist/resources/campaign/getStats';
import { getStatsOfMany } from '../../../../nodes/Lemlist/resources/campaign/getStatsOfMany';
import { skipStepForLeads } from '../../../../nodes/Lemlist/resources/campaign/skipStepForLeads';
import { start } from '../../../../nodes/Lemlist/resources/campaign/start';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
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

describe('The rates of statistics', () => {
	const values = { campaignId: ID, options: { addRates: true } };
	const rates = (body: unknown, more: IDataObject = {}) =>
		outputOf(getStats, body, { ...values, ...more }) as IDataObject[];

	it('are 0 where nothing was sent, where counters are missing, and where there are no steps', () => {
		const none = { deliveryRate: 0, bounceRate: 0, openRate: 0, clickRate: 0, replyRate: 0, unsubscribeRate: 0 };
		const noLeads = { interestedRate: 0, meetingRate: 0, invitationAcceptedRate: 0 };
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
		expect(rates({ ...zeros, steps: [] })).toEqual([{ campaignId: ID, ...zeros, ...none, ...noLeads }]);
		expect(rates({})).toEqual([{ campaignId: ID, ...none, ...noLeads }]);
		expect(rates({ steps: [{ index: 1, sent: 0, delivered: 0, opened: 3 }] }, { output: 'steps' })).toEqual([
			{ campaignId: ID, index: 1, sent: 0, delivered: 0, opened: 3, ...none },
		]);
	});

	it('are in percent with two decimals', () => {
		expect(
			rates({ messagesSent: 3, delivered: 3, opened: 1, replied: 2, nbLeadsReached: 8, nbLeadsInterested: 1 }),
		).toMatchObject([{ openRate: 33.33, replyRate: 66.67, deliveryRate: 100, interestedRate: 12.5 }]);
	});

	it('of steps that are not there give no item', () => {
		expect(rates({ messagesSent: 3 }, { output: 'steps' })).toEqual([]);
		expect(rates({ steps: null }, { output: 'steps' })).toEqual([]);
	});
});

describe('An answer in another form', () => {
	it.each([
		['statistics', getStats, { steps: 'none' }, /steps: .*lemlist sent: \{"steps":"none"\}/],
		['launch checks', getLaunchChecks, { statutes: [{ level: 'high' }] }, /statutes\.0\.level/],
	])('of %s names the field', (_what, operation, body, description) => {
		expect(() => outputOf(operation as RequestOperation, body, { campaignId: ID })).toThrow(
			expect.objectContaining({ kind: 'unexpected', description: expect.stringMatching(description) }),
		);
	});
});

describe('The end of a period', () => {
	const endOf = (endDate: string) =>
		getStats.request(parametersOf({ campaignId: ID, ...PERIOD, endDate })).query?.endDate;

	it("without a time is the end of the day in the workflow's time zone, over a change of clocks, too", () => {
		expect(endOf('2026-01-31')).toBe('2026-01-31T22:59:59.999Z');
		expect(endOf('2026-03-29')).toBe('2026-03-29T21:59:59.999Z');
	});

	it('with a time, or a zone of its own, is what it says', () => {
		expect(endOf('2026-01-31T12:00:00')).toBe('2026-01-31T11:00:00.000Z');
		expect(endOf('2026-01-31T12:00:00+05:00')).toBe('2026-01-31T07:00:00.000Z');
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
		const { value } = await run(getStatsOfMany, { campaignIds: ID, ...PERIOD });
		expect(value).toEqual([{ campaignId: ID, messagesSent: 1 }]);
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
