import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../../../nodes/Lemlist/resources';
import { OrderedTasks, runOperation } from '../../../../nodes/Lemlist/table/runOperation';
import { ServiceError } from '../../../../nodes/shared/n8n/serviceError';
import { casesOf } from '../../../support/lemlist/generate';
import { runOne } from '../../../support/lemlist/run';
import { operationContext } from '../../../support/lemlist/operationContext';
import { recordingClient, type Sent } from '../../../support/lemlist/recordingClient';
import { refusal } from '../../../support/refusal';

const writing = resources.flatMap(({ value, operations }) =>
	operations
		.filter(({ routes }) => routes.some((route) => !route.startsWith('GET ')))
		.map((operation) => [`${value} ${operation.value}`, operation] as const),
);

const file = { data: Buffer.from('audio').toString('base64'), mimeType: 'audio/mpeg', fileName: 'note.mp3' };

/** What an operation gives for its complete form, or how it fails, when lemlist answers writes with nothing. */
async function outcome(operation: (typeof writing)[number][1], nothing: unknown, simplify: boolean) {
	const answer = ({ method, path }: Sent) => {
		if (method !== 'GET') return nothing;
		return /\/variables\/[^/]+$/.test(path) ? { _id: 'uns_1', value: 'any' } : [];
	};
	const { client } = recordingClient(answer);
	const values = { ...casesOf(operation)[0]!.values, simplify, waitForResult: false };
	const { context, parameters } = operationContext(operation, values, {
		items: [{ json: {}, binary: { data: file } }],
	});
	const call = { context, client, parameters, itemIndex: 0, signal: new AbortController().signal };
	return await runOperation(operation, call, new OrderedTasks()).then(
		(items) => ({ json: items.map(({ json }) => json) }),
		(error: unknown) => ({ error }),
	);
}

/** These need lemlist's answer: without it nobody knows what was made, or whether anything was. */
const FAILING: Record<string, string> = {
	'campaign create': 'lemlist sent an empty answer instead of the new campaign',
	'campaign duplicate': 'lemlist sent an empty answer instead of the copy of the campaign',
	'campaign createReport': 'lemlist sent an empty answer instead of the statistics',
	'campaign getStatsOfMany': 'lemlist sent an empty answer instead of the statistics',
	'campaign skipStepForLeads': 'lemlist sent an empty answer instead of the skipped leads',
	'enrichment enrichData': 'lemlist sent an empty answer instead of the start of the enrichment',
	'enrichment enrichLead': 'lemlist sent an empty answer instead of the start of the enrichment',
	'enrichment enrichMany': 'lemlist sent an empty answer instead of the start of the enrichments',
	'lead create': 'lemlist added no lead: its answer was empty',
	'lead createOrUpdate': 'lemlist added no lead: its answer was empty',
	'lead importFromCrm': 'lemlist did not say that it began the import: its answer was empty',
	'schedule create': 'lemlist sent an empty answer instead of the new schedule',
	'sequence addBranch': 'lemlist sent an empty answer instead of the new branch',
	'sequence addStep': 'lemlist sent an empty answer instead of the new step',
	'unsubscribe add': 'lemlist sent an empty answer instead of the entry of the unsubscribe list',
	'webhook create': 'lemlist sent an empty answer instead of the new webhook',
};

describe('An empty answer to a write', () => {
	describe.each([
		['nothing', ''],
		['white space', ' \n'],
		['null', null],
	])('as %s', (_name, nothing) => {
		test.each(writing)('of %s is a success that says of what, or fails with fitting words', async (name, operation) => {
			for (const simplify of [true, false]) {
				const { json, error } = (await outcome(operation, nothing, simplify)) as {
					json?: IDataObject[];
					error?: unknown;
				};
				const message = FAILING[name];
				if (message !== undefined) {
					expect(error).toBeInstanceOf(ServiceError);
					if (nothing !== null) expect(error).toMatchObject({ message });
					expect((error as ServiceError).description).toBeTruthy();
					continue;
				}
				expect(error).toBeUndefined();
				expect(json).toHaveLength(1);
				const values = Object.values(json![0]!);
				expect(values.length).toBeGreaterThan(1);
				expect(values.filter((value) => value === '' || value === null || value === undefined)).toEqual([]);
			}
		});
	});

	test('is a failure only where it has to be one', () => {
		const names: string[] = writing.map(([name]) => name);
		expect(Object.keys(FAILING).filter((name) => !names.includes(name))).toEqual([]);
	});

	test('names what was written, as the parameters do', async () => {
		const campaignId = { __rl: true, mode: 'id', value: 'cam_1' };
		const paused = await runOne('lead', 'pause', { campaignId, leadId: ' lea_1 ' }, () => '');
		expect(paused.json).toEqual([{ success: true, campaignId: 'cam_1', leadId: 'lea_1' }]);
		const updated = await runOne(
			'lead',
			'update',
			{ campaignId, leadId: 'lea_1', updateFields: { firstName: 'Ann' } },
			() => '',
		);
		expect(updated.json).toEqual([{ success: true, campaignId: 'cam_1', leadId: 'lea_1' }]);
	});

	test('says of a new lead that its campaign does not exist', async () => {
		const campaignId = { __rl: true, mode: 'id', value: 'cam_gone' };
		await expect(runOne('lead', 'create', { campaignId, email: 'ann@example.com' }, () => '')).rejects.toMatchObject({
			kind: 'refused',
			message: 'lemlist added no lead: its answer was empty',
			description: expect.stringContaining('cam_gone') as string,
			ids: { campaignId: 'cam_gone' },
		});
	});

	test('keeps the ID and email of a lead that Create or Update changed', async () => {
		const campaignId = { __rl: true, mode: 'id', value: 'cam_1' };
		const { json } = await runOne(
			'lead',
			'createOrUpdate',
			{ campaignId, email: 'ann@example.com', additionalFields: { firstName: 'Ann' }, simplify: false },
			({ method }) => {
				if (method === 'POST') throw refusal(400, 'Lead already in the campaign');
				return method === 'GET' ? [{ _id: 'lea_1', campaign: { id: 'cam_1' } }] : '';
			},
		);
		expect(json).toEqual([{ created: false, _id: 'lea_1', email: 'ann@example.com', campaignId: 'cam_1' }]);
	});
});
