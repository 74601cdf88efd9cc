import { createHash } from 'node:crypto';

import { fileChunks } from '../../../simulator';
import { noOp, start, workflow } from '../../../tools/engine';
import { createWorld, EXPORT, exportNode, exportWorkflow, items, NEXT, type ShownError, type World } from '../world';

let world: World;
beforeEach(async () => (world = await createWorld({ exports: { durationMs: 50 } })));
afterEach(async () => await world.end());

function sha256(chunks: Iterable<Buffer>): string {
	const hash = createHash('sha256');
	for (const chunk of chunks) hash.update(chunk);
	return hash.digest('hex');
}

describe('Output "File"', () => {
	test('gives the CSV as binary data, with json that says what it is, to the next node', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ name: 'Frühling / CTOs' });
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });

		expect(run.error).toBeUndefined();
		const [made] = lemlist.state.exports.values();
		const [item] = run.items(EXPORT);
		const date = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date());
		expect(item?.json).toEqual({
			campaignId: campaign._id,
			campaignName: 'Frühling / CTOs',
			exportId: made!.id,
			status: 'done',
			startedAt: new Date(made!.startedAt).toISOString(),
			endedAt: new Date(made!.startedAt + 50).toISOString(),
			durationMs: 50,
			fileName: `Frühling - CTOs ${date}.csv`,
			fileSize: 23_654,
		});
		expect(item?.binary?.data).toMatchObject({
			mimeType: 'text/csv',
			fileName: `Frühling - CTOs ${date}.csv`,
			bytes: 23_654,
		});
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(run.items(NEXT)[0]?.json).toMatchObject({ size: 23_654, sha256: sha256(fileChunks(made!)) });
	});

	test('takes the field and the file name from the parameters, and gives a name without ending one', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign();
		const run = await n8n.run(
			workflow([
				start(),
				exportNode({ binaryPropertyName: 'report', options: { fileName: '../week/47' } }),
				noOp(NEXT),
			]),
			{ pinnedInput: items(campaign._id) },
		);
		expect(run.items(EXPORT)[0]?.binary?.report).toMatchObject({ fileName: '-week-47.csv' });
		expect(run.items(EXPORT)[0]?.binary?.report?.directory).toBeUndefined();
	});

	test('gives every file of a run a name of its own: two datasets, two campaigns of one name, one campaign twice', async () => {
		const { lemlist, n8n } = world;
		const [first, second] = ['Spring', 'spring'].map((name) => lemlist.state.addCampaign({ name, generatedLeads: 2 }));
		const ids = [first!._id, first!._id, second!._id];
		const byDataset = ids.flatMap((campaignId) =>
			['statistics', 'leads'].map((dataset) => ({ json: { campaignId, dataset } })),
		);
		const run = await n8n.run(exportWorkflow({ dataset: '={{ $json.dataset }}' }), { pinnedInput: byDataset });
		expect(run.error).toBeUndefined();
		const names = run.items(EXPORT).map(({ json }) => String(json.fileName));
		expect(names).toHaveLength(6);
		expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(6);
		for (const name of names) expect(name).toMatch(/^spring \d{4}-\d\d-\d\d( \(\d\))?\.csv$/i);
		expect(run.items(EXPORT).map(({ binary }) => binary?.data?.fileName)).toEqual(names);

		const chosen = await n8n.run(exportWorkflow({ options: { fileName: 'monday.com' } }), {
			pinnedInput: items(...ids),
		});
		expect(chosen.items(EXPORT).map(({ json }) => json.fileName)).toEqual([
			'monday.com.csv',
			'monday.com (2).csv',
			'monday.com (3).csv',
		]);
	});

	test.each(['flat', 'legacy'] as const)('reads the %s answer to start', async (startShape) => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ exports: { startShape } });
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
		const [made] = lemlist.state.exports.values();
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ exportId: made!.id, campaignName: campaign.name });
	});

	test.each([[['id']], [['_id']], [['exportId']], [['_id', 'id']]] as const)(
		'reads a status whose id is in %p',
		async (idNames) => {
			const { lemlist, n8n } = world;
			const campaign = lemlist.state.addCampaign({ exports: { idNames: [...idNames] } });
			const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
			expect(run.items(NEXT)[0]?.json).toMatchObject({ size: 23_654 });
		},
	);

	test('delivers a file without a reported size, and a gzipped one', async () => {
		const { lemlist, n8n } = world;
		const absent = lemlist.state.addCampaign({ exports: { fileSize: 'absent' } });
		const zipped = lemlist.state.addCampaign({ exports: { gzip: true } });
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(absent._id, zipped._id) });
		expect(run.items(NEXT).map(({ json }) => json.size)).toEqual([23_654, 23_654]);
	});

	test('delivers a file though fields of its status have another type than documented', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({
			name: 'Odd',
			exports: { statusOverrides: { fileSize: '23654', startedAt: 5, progress: '10', email: [], campaignName: {} } },
		});
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)[0]?.json).toMatchObject({ size: 23_654 });
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ campaignName: campaign._id, fileSize: 23_654 });
		expect(run.items(EXPORT)[0]?.json).not.toHaveProperty('startedAt');
	});

	test('delivers a file that is longer than lemlist says, with a hint', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ exports: { fileSize: 100 } });
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
		expect(run.items(NEXT)[0]?.json).toMatchObject({ size: 23_654 });
		expect(JSON.stringify(run.hints)).toContain('23654 bytes, lemlist named 100');
	});

	test('starts no export when a parameter is wrong, and names it', async () => {
		const { lemlist, n8n } = world;
		lemlist.state.addCampaign();
		for (const [parameters, words] of [
			[{ campaignId: { __rl: true, mode: 'id', value: '={{ "lea_123" }}' } }, "'Campaign' is not a campaign ID"],
			[{ options: { timeout: 121 } }, "'Timeout (Minutes)' must be a number from"],
			[{ options: { pollInterval: -1 } }, "'Poll Interval (Seconds)' must be a number from"],
			[{ binaryPropertyName: ' ' }, "'Put Output File in Field' must be"],
		] as const) {
			const run = await n8n.run(exportWorkflow(parameters), { pinnedInput: items('cam_1') });
			expect(run.error?.message).toContain(words);
		}
		expect(lemlist.requests).toEqual([]);
	});

	test('takes a campaign by URL', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign();
		const url = `https://app.lemlist.com/teams/${campaign.teamId}/campaigns/${campaign._id}/reports?tab=cam_other`;
		const run = await n8n.run(exportWorkflow({ campaignId: { __rl: true, mode: 'url', value: url } }), {
			pinnedInput: items(''),
		});
		expect(run.items(EXPORT)[0]?.json.campaignId).toBe(campaign._id);
	});
});

describe('Output "Rows"', () => {
	/** What every row begins with. */
	const of = ({ _id, name }: { _id: string; name: string }) => ({ campaignId: _id, campaignName: name });

	test('begins each row with its campaign, and keeps a column of such a name under another', async () => {
		const { lemlist, n8n } = world;
		const content = 'email,campaignName\na@example.com,old\n';
		const campaign = lemlist.state.addCampaign({ name: 'New', exports: { content } });
		for (const dataset of ['statistics', 'leads']) {
			const run = await n8n.run(exportWorkflow({ output: 'rows', dataset }), { pinnedInput: items(campaign._id) });
			for (const { json } of run.items(EXPORT))
				expect(Object.keys(json).slice(0, 2)).toEqual(['campaignId', 'campaignName']);
		}
		const named = await n8n.run(exportWorkflow({ output: 'rows' }), { pinnedInput: items(campaign._id) });
		expect(Object.entries(named.items(EXPORT)[0]!.json)).toEqual([
			['campaignId', campaign._id],
			['campaignName', 'New'],
			['email', 'a@example.com'],
			['campaignName_2', 'old'],
		]);
		const without = await n8n.run(exportWorkflow({ output: 'rows', options: { addCampaign: false } }), {
			pinnedInput: items(campaign._id),
		});
		expect(without.items(EXPORT)[0]?.json).toEqual({ email: 'a@example.com', campaignName: 'old' });
	});

	test('keeps the chosen columns in their order, with one hint about those that no file has', async () => {
		const { lemlist, n8n } = world;
		const content = 'email,note,city\na@example.com,x,Bonn\n';
		const campaigns = [1, 2].map(() => lemlist.state.addCampaign({ exports: { content } }));
		const run = await n8n.run(
			exportWorkflow({ output: 'rows', options: { columns: 'city, phone,email', addCampaign: false } }),
			{ pinnedInput: items(...campaigns.map(({ _id }) => _id)) },
		);
		expect(run.items(EXPORT).map(({ json }) => Object.entries(json))).toEqual(
			campaigns.map(() => [
				['city', 'Bonn'],
				['phone', ''],
				['email', 'a@example.com'],
			]),
		);
		expect(JSON.stringify(run.hints).match(/has no column/g)).toHaveLength(1);
		expect(JSON.stringify(run.hints)).toContain('has no column \\"phone\\": the rows have an empty text there');
	});

	test('gives one item per row, every value a string, linked to its input item', async () => {
		const { lemlist, n8n } = world;
		const content =
			'\uFEFFemail,"job, title",note\r\n' +
			'a@example.com,"CEO ""ad interim""","first line\r\nsecond line"\r\n' +
			'jürgen@example.com,,007\r\n';
		const first = lemlist.state.addCampaign({ exports: { content: 'email\nx@example.com\n' } });
		const second = lemlist.state.addCampaign({ exports: { content } });
		const run = await n8n.run(exportWorkflow({ output: 'rows' }), { pinnedInput: items(first._id, second._id) });
		expect(run.items(NEXT).map(({ json }) => json)).toEqual([
			{ ...of(first), email: 'x@example.com' },
			{ ...of(second), email: 'a@example.com', 'job, title': 'CEO "ad interim"', note: 'first line\r\nsecond line' },
			{ ...of(second), email: 'jürgen@example.com', 'job, title': '', note: '007' },
		]);
		expect(run.items(EXPORT).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 1 }]);
	});

	test.each([
		['an empty file', ''],
		['a header without rows', 'email,firstName\r\n'],
	])('gives no items for %s, with a hint', async (_name, content) => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ exports: { content } });
		const run = await n8n.run(exportWorkflow({ output: 'rows' }), { pinnedInput: items(campaign._id) });
		expect(run.error).toBeUndefined();
		expect(run.items(EXPORT)).toEqual([]);
		expect(JSON.stringify(run.hints)).toContain('has no rows');
	});

	test.each([
		['semicolons', 'email;note\r\na@example.com;"x; y, z"\r\n'],
		['tabs and lone CR line ends', 'email\tnote\ra@example.com\tx; y, z\r'],
	])('reads a file written with %s', async (_name, content) => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ exports: { content } });
		const run = await n8n.run(exportWorkflow({ output: 'rows' }), { pinnedInput: items(campaign._id) });
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ email: 'a@example.com', note: 'x; y, z' });
	});

	test('fetches a malformed file once and names the row, and one that was cut four times', async () => {
		const { lemlist, n8n } = world;
		const malformed = lemlist.state.addCampaign({ exports: { content: 'email,note\na@example.com,"x"y\n' } });
		const run = await n8n.run(exportWorkflow({ output: 'rows' }), { pinnedInput: items(malformed._id) });
		const error = run.error as unknown as ShownError;
		expect(error.message).toBe('The file is not a CSV that can be read as rows');
		expect(error.description).toMatch(/^Row 2 of the CSV file: a closing quote is followed by text/);
		expect(lemlist.requestsOf('file')).toHaveLength(1);

		const cut = lemlist.state.addCampaign({ exports: { content: 'email,note\na@example.com,"x' } });
		const again = await n8n.run(exportWorkflow({ output: 'rows' }), { pinnedInput: items(cut._id) });
		expect(again.error?.message).toBe('The file did not arrive whole');
		expect(lemlist.requestsOf('file')).toHaveLength(1 + 4);
	}, 30_000);

	test('keeps a column called "error" from looking like a failure under Retry On Fail', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ exports: { content: 'email,error\na@example.com,bounced\n' } });
		const run = await n8n.run(
			workflow([start(), exportNode({ output: 'rows' }, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 })]),
			{ pinnedInput: items(campaign._id) },
		);
		expect(run.items(EXPORT)[0]?.json).toEqual({ ...of(campaign), email: 'a@example.com', error_column: 'bounced' });
		expect(lemlist.requestsOf('file')).toHaveLength(1);
	});
});

describe('Dataset "Leads"', () => {
	test('gives the leads of the chosen states as a file', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ name: 'Leads', generatedLeads: 40 });
		const run = await n8n.run(exportWorkflow({ dataset: 'leads', states: ['interested', 'emailsReplied'] }), {
			pinnedInput: items(campaign._id),
		});
		expect(run.error).toBeUndefined();
		const [item] = run.items(EXPORT);
		expect(item?.json).toEqual({
			campaignId: campaign._id,
			campaignName: 'Leads',
			states: ['interested', 'emailsReplied'],
			status: 'done',
			fileName: expect.stringMatching(/^Leads \d{4}-\d\d-\d\d\.csv$/) as string,
			fileSize: item?.binary?.data?.bytes,
		});
		expect(lemlist.requestsOf('leadsFile')[0]?.query).toEqual({ state: 'interested,emailsReplied', format: 'csv' });
		expect(lemlist.requests.map(({ kind }) => kind)).toEqual(['campaign', 'leadsFile']);
	});

	test.each([
		['nothing', undefined, 'all'],
		['an empty list', [], 'all'],
		['"all" alone, as it was preset once', ['all'], 'all'],
		['"all" beside another state', ['all', 'emailsReplied'], 'emailsReplied'],
		['an expression', '={{ ["emailsReplied", "paused"] }}', 'emailsReplied,paused'],
	])('with %s for the states asks for the states that are meant', async (_name, states, state) => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ generatedLeads: 250 });
		const run = await n8n.run(
			workflow([start(), exportNode({ dataset: 'leads', output: 'rows', ...(states && { states }) })]),
			{ pinnedInput: items(campaign._id) },
		);
		expect(run.error).toBeUndefined();
		expect(lemlist.requestsOf('leadsFile')[0]?.query).toMatchObject({ state });
		if (state === 'all') expect(run.items(EXPORT)).toHaveLength(250);
	});

	test.each(['={{ [] }}', '={{ "" }}', '={{ null }}', '={{ $json.missing }}', ['={{ $json.missing }}']])(
		'refuses states whose expression gives nothing (%j), and asks for nothing',
		async (states) => {
			const { lemlist, n8n } = world;
			const campaign = lemlist.state.addCampaign();
			const run = await n8n.run(exportWorkflow({ dataset: 'leads', states }), { pinnedInput: items(campaign._id) });
			expect(run.error?.message).toBe("'States' is empty");
			expect(lemlist.requests).toEqual([]);
		},
	);

	test('passes on what lemlist says about an unknown campaign', async () => {
		const { n8n } = world;
		const run = await n8n.run(exportWorkflow({ dataset: 'leads' }), { pinnedInput: items('cam_unknown') });
		expect(run.error).toMatchObject({ message: 'lemlist says: Campaign not found (HTTP 404)', httpCode: '404' });
	});

	test('tries a broken leads file again', async () => {
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign({ generatedLeads: 250 });
		lemlist.faults.add({ on: 'leadsFile', do: { truncateAfter: 5000, mode: 'chunked' } });
		lemlist.faults.add({ on: 'leadsFile', do: { status: 503, body: 'busy' } });
		const run = await n8n.run(exportWorkflow({ dataset: 'leads' }), { pinnedInput: items(campaign._id) });
		expect(run.error).toBeUndefined();
		expect(lemlist.requestsOf('leadsFile')).toHaveLength(3);
	});
});
