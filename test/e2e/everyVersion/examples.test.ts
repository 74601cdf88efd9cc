import { readFile } from 'node:fs/promises';

import { parse } from 'csv-parse/sync';

import {
	type Campaign,
	deliverEvent,
	fileChunks,
	type Lead,
	type QlaraSimulator,
	type Simulator,
	startQlaraSimulator,
	startSimulator,
} from '../../../simulator';
import { csvLine } from '../../../simulator/engine/csv';
import { createN8n, type Editor, type N8n } from '../../../tools/n8n';
import { exampleCredential } from '../../../tools/n8n/examples';
import { n8nVersion } from '../../../tools/n8n/install';
import { type Downstream, startDownstream } from '../downstream';
import { example, exampleNames, execute, fires, runExample, save, start, startedBy, theRun } from '../examples';
import { API_KEY, print } from '../support';
import { activate, deactivate, eventually, executionsOf, type SavedWorkflow } from '../workflows';

jest.setTimeout(10 * 60_000);

/** Each example in one n8n, with the nodes of n8n behind ours; what these send is caught on this computer. */
let lemlist: Simulator;
let qlara: QlaraSimulator;
let downstream: Downstream;
let env: NodeJS.ProcessEnv;
let n8n: N8n;
let editor: Editor;

/** From so many seconds on, n8n's node Wait puts an execution to sleep in the database. */
const LEAST_SLEEP_S = 65;

/** What gets lost first on a way through four programs: quotes, lines, formulas, zeros, scripts of the world. */
const ODD = {
	email: "o'hara+lemlist@example.com",
	firstName: 'Zoë "Zo"',
	lastName: 'Müller, Dr.',
	companyName: '=HYPERLINK("https://example.com","Click")',
	jobTitle: 'CTO;\nand more',
	phone: '0049 30 0123',
	linkedinUrl: 'https://www.linkedin.com/in/zo%C3%AB',
	icebreaker: 'שלום 😀\tEnde',
};

beforeAll(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, seed: true, exports: { durationMs: 300 } });
	for (const { _id } of running()) {
		lemlist.state.addLead(_id, { ...ODD, email: `${_id.toLowerCase()}+${ODD.email}` });
	}
	qlara = await startQlaraSimulator({ seed: true, exports: { durationMs: 300 } });
	downstream = await startDownstream();
	// n8n 1 has files in memory unless it is told otherwise.
	env = { ...downstream.env, N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	await n8n.importCredentials([
		exampleCredential(lemlist),
		exampleCredential(qlara, 'qlaraApi'),
		...downstream.credentials,
	]);
	editor = await n8n.start({ env });
});

afterAll(async () => {
	const log = editor?.log() ?? '';
	await n8n?.cleanup();
	await lemlist?.close();
	await qlara?.close();
	await downstream?.close();
	expect(log).not.toContain(API_KEY);
});

beforeEach(() => {
	downstream.googleSheets.clear();
});

afterEach(() => {
	expect(downstream.unexpected).toEqual([]);
});

/** The campaigns of some statuses, newest first, as lemlist lists them. */
function campaigns(...statuses: string[]): Campaign[] {
	return [...lemlist.state.campaigns.values()]
		.filter(({ status }) => statuses.includes(status))
		.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
const running = () => campaigns('running');

const leadsOf = (...of: Campaign[]): Lead[] => of.flatMap((campaign) => [...lemlist.state.leads.of(campaign)]);

/** What an item has of each lead: its campaign, and some of its columns. */
function leadRows(columns: string[], ...of: Campaign[]): Array<Record<string, string>> {
	return of.flatMap(({ _id, name }) =>
		[...lemlist.state.leads.values()]
			.filter(({ campaignId }) => campaignId === _id)
			.map((lead) => ({
				campaignId: _id,
				campaignName: name,
				...Object.fromEntries(columns.map((column) => [column, String(lead[column as keyof Lead])])),
			})),
	);
}

type Row = Record<string, unknown>;

const without = (row: Row, ...names: string[]): Row =>
	Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

/** Rows by one of their columns, for comparing them where later ones were added below. */
const sorted = (column: string, rows: Row[]): Row[] =>
	[...rows].sort((a, b) => String(a[column]).localeCompare(String(b[column])));

/** The sheet that a person chooses in Google's node. */
const chosenSheet = () => ({
	documentId: { __rl: true, mode: 'id', value: downstream.googleSheets.documentId },
	sheetName: { __rl: true, mode: 'name', value: downstream.googleSheets.sheetName },
});

test('Every example is run below', async () => {
	const source = await readFile(__filename, 'utf8');
	for (const name of exampleNames()) expect(source).toContain(`test('"${name}" `);
});

/** The example that waits in n8n's database is started before all others, and looked at after them. */
let waiting: SavedWorkflow;
test('An export is started that is waited for while everything else runs', async () => {
	waiting = await save(
		editor,
		example('start-wait-download').fillIn('Wait', { amount: LEAST_SLEEP_S, unit: 'seconds' }),
	);
	await start(editor, waiting, 'When clicking ‘Execute workflow’');
	await eventually('n8n has put the execution to sleep', async () =>
		(await executionsOf(editor, waiting)).some(({ status }) => status === 'waiting'),
	);
	expect(lemlist.requestsOf('start')).toHaveLength(1);
});

describe('n8n itself', () => {
	test('"leads-to-data-table" saves every lead once, and later changes what changed', async () => {
		const project = await editor.rest<{ id: string }>('GET', '/projects/personal');
		const path = `/projects/${project.id}/data-tables`;
		const wanted = example('leads-to-data-table');
		if (n8nVersion().startsWith('1.')) {
			// As its note says: n8n 1 makes no tables in workflows.
			const { tableName, columns } = wanted.node('Make table').parameters as {
				tableName: string;
				columns: { column: Array<{ name: string }> };
			};
			const table = await editor.rest<{ id: string }>('POST', path, {
				name: tableName,
				columns: columns.column.map(({ name }) => ({ name, type: 'string' })),
			});
			wanted.takeOut('Make table').fillIn('Save leads', { dataTableId: { __rl: true, mode: 'id', value: table.id } });
		}
		const workflow = await save(editor, wanted);
		const rows = async () => {
			const { data } = await editor.rest<{ data: Array<{ id: string; name: string }> }>('GET', path);
			expect(data.map(({ name }) => name)).toEqual(['Lemlist leads']);
			const all: Row[] = [];
			for (;;) {
				const page = `${path}/${data[0]!.id}/rows?take=50&skip=${all.length}&sortBy=id:asc`;
				const { data: rows } = await editor.rest<{ data: Row[] }>('GET', page);
				if (rows.length === 0) return all.map((row) => without(row, 'id', 'createdAt', 'updatedAt'));
				all.push(...rows);
			}
		};
		const columns = ['_id', 'email', 'firstName', 'lastName', 'companyName', 'phone', 'lastState'];
		const held = () =>
			leadRows(columns, ...running()).map((lead) => ({
				...without(lead, 'campaignId', 'campaignName', '_id'),
				leadId: lead._id,
				campaign: lead.campaignName,
			}));

		await execute(editor, workflow, 'Every morning at 6');
		expect(await rows()).toEqual(held());
		leadsOf(...running())[3]!.lastState = 'emailsReplied';
		lemlist.state.addLead(running()[0]!._id, { email: 'late@example.com' });
		await execute(editor, workflow, 'Every morning at 6');
		expect(sorted('leadId', await rows())).toEqual(sorted('leadId', held()));
		print(`data table: ${held().length} leads once each, after a change and a new one`);
	});
});

describe('Google Sheets', () => {
	test('"weekly-rows-to-google-sheets" fires by itself, and appends every row of every running campaign', async () => {
		const content =
			csvLine([...Object.keys(ODD), 'sentAt', 'notes']) +
			csvLine([...Object.values(ODD), '2026-01-01T08:00:00.000Z', '+1 or -1?']);
		lemlist.state.setNextExport({ content }, running()[0]!._id);
		const already = lemlist.state.exports.size;
		const wanted = example('weekly-rows-to-google-sheets').fillIn('Append to sheet', chosenSheet());
		await fires(editor, wanted, 'Every Monday at 7');

		const options = wanted.node('Export campaigns').parameters.options as { columns: string };
		const made = [...lemlist.state.exports.values()].slice(already);
		expect(made.map(({ campaignId }) => campaignId).sort()).toEqual(
			running()
				.map(({ _id }) => _id)
				.sort(),
		);
		const held = running().flatMap(({ _id, name }) => {
			const file = Buffer.concat([...fileChunks(made.find(({ campaignId }) => campaignId === _id)!)]);
			return (parse(file, { columns: true }) as Array<Record<string, string>>).map((row) => ({
				campaignId: _id,
				campaignName: name,
				...Object.fromEntries(options.columns.split(', ').map((column) => [column, row[column] ?? ''])),
				exportedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
			}));
		});
		expect(downstream.googleSheets.rows()).toEqual(held);
		print(`weekly rows: ${held.length} rows of ${made.length} campaigns, once each and in order`);
	});

	test('"qlara-contacts-to-google-sheets" fires by itself, and appends every contact', async () => {
		const wanted = example('qlara-contacts-to-google-sheets').fillIn('Append to sheet', chosenSheet());
		const run = await fires(editor, wanted, 'Every morning at 6');
		const rows = run.json('Export contacts');
		expect(rows.length).toBeGreaterThan(100);
		expect(downstream.googleSheets.rows()).toEqual(
			rows.map((row) => ({ ...row, exportedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string })),
		);
		expect(qlara.requestsOf('startContacts')).toHaveLength(1);
		print(`Qlara: ${rows.length} contacts, once each and in order`);
	});

	const COLUMNS = [
		'_id',
		'email',
		'firstName',
		'lastName',
		'companyName',
		'phone',
		'linkedinUrl',
		'lastState',
		'status',
	];
	const held = () => leadRows(COLUMNS, ...campaigns('running', 'paused'));

	test('"leads-in-google-sheets-kept-current" keeps one row for each lead, beside columns of one\'s own', async () => {
		const wanted = example('leads-in-google-sheets-kept-current').fillIn('Append or update', chosenSheet());
		const workflow = await save(editor, wanted);
		await execute(editor, workflow, 'Every morning at 6');
		expect(downstream.googleSheets.rows()).toEqual(held());

		const { grid } = downstream.googleSheets;
		grid[0]!.push('My note');
		grid[5]!.push('call her');
		leadsOf(...running())[2]!.lastState = 'emailsBounced';
		lemlist.state.addLead(running()[0]!._id, { ...ODD, email: 'new@example.com' });
		await execute(editor, workflow, 'Every morning at 6');
		const rows = downstream.googleSheets.rows();
		expect(
			sorted(
				'_id',
				rows.map((row) => without(row, 'My note')),
			),
		).toEqual(sorted('_id', held()));
		expect(rows.map((row) => row['My note']).filter((note) => note !== '')).toEqual(['call her']);
		print(`sheet kept current: ${rows.length} leads, one row each`);
	});

	test('"changed-leads-to-google-sheets" writes only what is new or changed, and all of it again after Monday', async () => {
		const wanted = example('changed-leads-to-google-sheets').fillIn('Append or update', chosenSheet());
		const workflow = await save(editor, wanted);
		const first = await execute(editor, workflow, 'Every hour');
		expect(first.items('Append or update')).toHaveLength(held().length);
		expect(downstream.googleSheets.rows()).toEqual(held());

		const again = await execute(editor, workflow, 'Every hour');
		expect(again.items('Only new or changed')).toEqual([]);

		const [changed] = leadsOf(...running());
		changed!.lastState = 'linkedinReplied';
		const added = lemlist.state.addLead(running()[0]!._id, { ...ODD, email: 'newer@example.com' });
		const third = await execute(editor, workflow, 'Every hour');
		expect(
			third
				.json('Only new or changed')
				.map(({ _id }) => _id)
				.sort(),
		).toEqual([changed!._id, added._id].sort());
		expect(sorted('_id', downstream.googleSheets.rows())).toEqual(sorted('_id', held()));

		await execute(editor, workflow, 'Every Monday at 5');
		const monday = await execute(editor, workflow, 'Every hour');
		expect(monday.items('Only new or changed')).toHaveLength(held().length);
		expect(sorted('_id', downstream.googleSheets.rows())).toEqual(sorted('_id', held()));
		print(`changed leads: ${held().length} at first, 0, 2, and ${held().length} after Monday`);
	});
});

describe('CRM, files and mail', () => {
	test('"csv-file-to-hubspot-contacts" makes a contact of each lead with an email, in order', async () => {
		const [campaign] = running().slice(-1) as [Campaign];
		const { value } = example('csv-file-to-hubspot-contacts').node('Export leads').parameters.campaignId as {
			value: string;
		};
		expect(value).toBe(campaign._id);
		lemlist.state.addLead(campaign._id, { ...ODD, email: '' });
		downstream.hubSpot.contacts = [];
		await runExample(editor, example('csv-file-to-hubspot-contacts'), 'When clicking ‘Execute workflow’');
		const held = leadsOf(campaign).filter(({ email }) => email !== '');
		expect(downstream.hubSpot.contacts.map(({ email, properties }) => ({ email, properties }))).toEqual(
			held.map(({ email, companyName, firstName, lastName, phone }) => ({
				email,
				// HubSpot's node leaves out what is empty.
				properties: Object.fromEntries(
					Object.entries({ company: companyName, firstname: firstName, lastname: lastName, phone }).filter(
						([, text]) => text !== '',
					),
				),
			})),
		);
		print(`HubSpot: ${held.length} contacts, once each and in order`);
	});

	test('"leads-that-answered-to-hubspot" makes contacts of those who answered, and of no others', async () => {
		const wanted = example('leads-that-answered-to-hubspot');
		const { states, campaignId } = wanted.node('Export leads').parameters as {
			states: string[];
			campaignId: { value: string };
		};
		downstream.hubSpot.contacts = [];
		await runExample(editor, wanted, 'When clicking ‘Execute workflow’');
		const answered = [...lemlist.state.leads.values()].filter(
			(lead) => lead.campaignId === campaignId.value && states.includes(lead.lastState) && lead.email !== '',
		);
		expect(answered.length).toBeGreaterThan(0);
		expect(downstream.hubSpot.contacts.map(({ email }) => email)).toEqual(answered.map(({ email }) => email));
		print(`HubSpot: ${answered.length} contacts who answered`);
	});

	test('"campaign-to-csv-file" brings the file to the next node', async () => {
		const run = await runExample(editor, example('campaign-to-csv-file'), 'When clicking ‘Execute workflow’');
		const [made] = [...lemlist.state.exports.values()].slice(-1);
		const [item, ...others] = run.items('Use the file');
		expect(others).toEqual([]);
		expect(await n8n.readBinary(item!.binary!.data!.id!)).toEqual(Buffer.concat([...fileChunks(made!)]));
	});

	test('"failed-exports-to-slack" brings the files to one branch, and to Slack what failed', async () => {
		downstream.slack.messages = [];
		const run = await runExample(editor, example('failed-exports-to-slack'), 'When clicking ‘Execute workflow’');
		expect(run.json('Use the files')).toMatchObject([{ status: 'done' }, { status: 'done' }]);
		expect(downstream.slack.messages).toEqual([
			{
				channel: '#sales-ops',
				text: expect.stringContaining('cam_doesNotExist00000 failed: lemlist says: Campaign not found') as string,
			},
		]);
	});

	test('"weekly-report-by-email" mails the page, with the page as a file', async () => {
		downstream.mails.length = 0;
		const run = await runExample(editor, example('weekly-report-by-email'), 'Every Monday at 7');
		const [{ html, subject }] = run.json('Create report') as [{ html: string; subject: string }];
		const [mail, ...others] = downstream.mails;
		expect(others).toEqual([]);
		expect(mail!.subject).toBe(subject);
		expect(mail!.html.trim()).toBe(html.trim());
		expect(mail!.attachments.map(({ content }) => content.toString('utf8'))).toEqual([html]);
	});

	test('"campaign-file-to-s3-and-email" puts the file into the bucket and into a mail, byte for byte', async () => {
		downstream.mails.length = 0;
		const run = await runExample(editor, example('campaign-file-to-s3-and-email'), 'Every Monday at 7');
		const [made] = [...lemlist.state.exports.values()].slice(-1);
		const file = Buffer.concat([...fileChunks(made!)]);
		const key = `lemlist-exports/${made!.campaignId}/${new Date().toISOString().slice(0, 10)}.csv`;
		expect([...downstream.objectStore.objects.keys()]).toEqual([key]);
		expect(downstream.objectStore.objects.get(key)).toEqual({ type: 'text/csv', content: file });
		const [mail, ...others] = downstream.mails;
		expect(others).toEqual([]);
		expect(mail!.subject).toBe('Export of Product Launch DACH');
		expect(mail!.text).toContain(`${file.length} bytes`);
		expect(mail!.attachments).toMatchObject([
			{ type: 'text/csv', filename: run.json('Export campaign')[0]!.fileName, content: file },
		]);
		print(`S3 and mail: ${file.length} bytes each`);
	});

	test('"form-to-lead" adds who is new, updates who is there, and shows who was refused', async () => {
		const wanted = example('form-to-lead');
		const workflow = await save(editor, wanted);
		await activate(editor, workflow);
		const address = `${editor.url}/form/${wanted.node('Contact form').webhookId as string}`;
		const submit = async (...fields: string[]) =>
			await startedBy(editor, workflow, async () => {
				const form = new FormData();
				for (const [index, value] of fields.entries()) form.append(`field-${index}`, value);
				const response = await fetch(address, { method: 'POST', body: form, signal: AbortSignal.timeout(60_000) });
				expect(response.status).toBe(200);
			});
		const { value: campaignId } = wanted.node('Create or update lead').parameters.campaignId as { value: string };
		const found = () => [...lemlist.state.leads.values()].filter(({ email }) => email === 'zoe+form@example.com');

		const added = await submit(' Zoe+Form@example.com', ODD.firstName, ODD.lastName, ODD.companyName);
		expect(added.json('Added or updated')).toMatchObject([{ created: true, email: 'zoe+form@example.com' }]);
		const updated = await submit('zoe+form@example.com', 'Zoë', '', '');
		expect(updated.json('Added or updated')).toMatchObject([{ created: false }]);
		expect(found()).toMatchObject([
			{ campaignId, firstName: 'Zoë', lastName: ODD.lastName, companyName: ODD.companyName },
		]);

		const elsewhere = campaigns('paused')[0]!;
		const other = lemlist.state.addLead(elsewhere._id, { email: 'elsewhere@example.com' });
		const refused = await submit(other.email, 'Jo', '', '');
		expect(refused.json('Added or updated')).toEqual([]);
		expect(refused.json('Not added')).toMatchObject([{ error: expect.stringContaining('lemlist says') as string }]);
		await deactivate(editor, workflow);
		print('form: one lead of two submissions, one refused');
	});

	test('"reply-to-hubspot-deal-and-slack" makes one contact, one deal and one message of a first reply', async () => {
		Object.assign(downstream.hubSpot, { contacts: [], deals: [] });
		downstream.slack.messages = [];
		const workflow = await save(editor, example('reply-to-hubspot-deal-and-slack'));
		await activate(editor, workflow);
		const [campaign] = running();
		const reply = lemlist.state.addActivity({
			type: 'emailsReplied',
			isFirst: true,
			campaignId: campaign!._id,
			campaignName: campaign!.name,
			leadEmail: ODD.email,
			leadFirstName: ODD.firstName,
			leadLastName: ODD.lastName,
			leadCompanyName: ODD.companyName,
		});
		const again = lemlist.state.addActivity({ ...reply, _id: `${reply._id}2`, isFirst: false });
		await startedBy(editor, workflow, async () => {
			for (const event of [again, reply, reply]) await deliverEvent(lemlist.state, event);
		});
		expect(downstream.hubSpot.contacts).toEqual([
			{
				vid: 101,
				email: ODD.email,
				properties: { company: ODD.companyName, firstname: ODD.firstName, lastname: ODD.lastName },
			},
		]);
		expect(downstream.hubSpot.deals).toEqual([
			{
				properties: {
					dealstage: 'appointmentscheduled',
					dealname: `${ODD.companyName}: ${campaign!.name}`,
					description: `Replied on ${reply.createdAt}`,
				},
				contacts: [101],
			},
		]);
		expect(downstream.slack.messages).toEqual([
			{
				channel: '#sales',
				text: `${ODD.firstName} ${ODD.lastName} (${ODD.email}) replied to ${campaign!.name}`,
			},
		]);
		await deactivate(editor, workflow);
		print('reply: one contact, one deal, one message of three deliveries');
	});
});

describe('A model', () => {
	test('"ai-agent-on-campaigns" answers from what its two tools give', async () => {
		const { model } = downstream;
		const [campaign] = running();
		const told = (messages: Array<{ role: string; content: string | null }>) => messages.at(-1)?.content ?? '';
		model.script = [
			() => ({ tool: 'Campaigns', arguments: {} }),
			(messages) => {
				for (const { _id, name } of lemlist.state.campaigns.values()) {
					expect(told(messages)).toContain(_id);
					expect(told(messages)).toContain(JSON.stringify(name).slice(1, -1));
				}
				const period = { startDate: '2026-01-01', endDate: '2026-01-31' };
				return { tool: 'Statistics', arguments: { campaignId: campaign!._id, ...period } };
			},
			(messages) => ({ say: `The tool said: ${told(messages)}` }),
		];
		const wanted = example('ai-agent-on-campaigns').fillIn('When chat message received', {
			public: true,
			mode: 'webhook',
		});
		const workflow = await save(editor, wanted);
		await activate(editor, workflow);
		const address = `${editor.url}/webhook/${wanted.node('When chat message received').webhookId as string}/chat`;
		let answer = '';
		await startedBy(editor, workflow, async () => {
			const response = await fetch(address, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ action: 'sendMessage', sessionId: 'one', chatInput: 'Who answered most?' }),
				signal: AbortSignal.timeout(60_000),
			});
			answer = await response.text();
		});
		await deactivate(editor, workflow);
		expect(model.requests[0]!.tools.sort()).toEqual(['Campaigns', 'Statistics']);
		expect(model.requests).toHaveLength(3);
		expect(answer).toContain(campaign!._id);
		print('agent: two tools called, their answers told');
	});
});

describe('Statistics', () => {
	test('"weekly-statistics-chart-by-email" mails a table of every campaign, and a chart', async () => {
		downstream.mails.length = 0;
		const run = await runExample(editor, example('weekly-statistics-chart-by-email'), 'Every Monday at 7');
		const chosen = campaigns('running', 'paused', 'ended');
		const statistics = run.json('Statistics');
		expect(statistics.map(({ campaignId }) => campaignId)).toEqual(chosen.map(({ _id }) => _id));
		expect(downstream.quickChart.charts).toMatchObject([
			{
				type: 'horizontalBar',
				data: {
					labels: chosen.map(({ name }) => name),
					datasets: [{ data: statistics.map(({ replyRate }) => replyRate) }],
				},
			},
		]);
		const [mail, ...others] = downstream.mails;
		expect(others).toEqual([]);
		const { html } = mail!;
		for (const { campaignName, messagesSent, replyRate } of statistics) {
			const name = String(campaignName).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
			expect(html).toContain(`<tr><td>${name}</td><td>${String(messagesSent)}</td>`);
			expect(html).toContain(`<td>${replyRate === null ? '–' : `${String(replyRate)} %`}</td></tr>`);
		}
		expect(mail!.attachments).toMatchObject([
			{ filename: 'replies.png', type: 'image/png', contentId: '<data>', content: downstream.quickChart.picture },
		]);
		print(`statistics: ${statistics.length} campaigns in a table and a chart`);
	});
});

test('"start-wait-download" goes on after a restart of n8n, and brings the file', async () => {
	await editor.stop();
	editor = await n8n.start({ env });
	const run = await theRun(editor, waiting, 2 * LEAST_SLEEP_S * 1_000);
	const [item, ...others] = run.items('Download file');
	expect(others).toEqual([]);
	const made = lemlist.state.exports.get(item!.json.exportId as string);
	expect(await n8n.readBinary(item!.binary!.data!.id!)).toEqual(Buffer.concat([...fileChunks(made!)]));
	expect(
		lemlist.requestsOf('start').filter(({ campaignId }) => campaignId === made!.campaignId).length,
	).toBeGreaterThan(0);
	print('durable wait: one start, a restart of n8n, one file');
});
