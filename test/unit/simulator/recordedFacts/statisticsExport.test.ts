import { parse } from 'csv-parse/sync';
import { createManualClock } from '../../../../simulator';
import { publishFile, send, startExport, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer about the statistics export; each test is named after one fact.
const clock = createManualClock();
const simulator = useSimulator(() => ({ rateLimit: false, clock, exports: { durationMs: 250 } }));
const get = async (path: string) => await send(simulator(), 'GET', path);

test('start: a flat object, _id = id = axp_…, status "pending", progress… fields', async () => {
	const { _id } = simulator().state.addCampaign();
	const { json } = await get(`/campaigns/${_id}/export/start`);
	expect(json).toMatchObject({
		id: expect.stringMatching(/^axp_/) as string,
		_id: (json as { id: string }).id,
		status: 'pending',
		progressIndex: 0,
		progressType: 'starting',
		progress: 0,
	});
});

test('done: {ok:true,status:{…,status:"done",fileSize,endedAt,url}}; total and progress stay 0', async () => {
	const { _id } = simulator().state.addCampaign({ generatedLeads: 300 });
	const path = await startExport(simulator(), _id);
	clock.advance(250);
	expect((await get(path)).json).toMatchObject({
		ok: true,
		status: {
			status: 'done',
			fileSize: 23_654,
			endedAt: new Date(clock.now()).toISOString(),
			url: expect.any(String) as string,
			total: 0,
			progress: 0,
		},
	});
});

test('url: …/api/files/exports/fil_axp_…_<name>.csv', async () => {
	const { _id } = simulator().state.addCampaign({ name: 'Insights Outreach 2024' });
	const path = await startExport(simulator(), _id);
	clock.advance(250);
	const { status } = (await get(path)).json as { status: { url: string } };
	expect(status.url).toMatch(/\/api\/files\/exports\/fil_axp_\w{17}_insights_outreach_2024\.csv$/);
});

test('unknown: {ok:false,message:"Export with id not found"}', async () => {
	const { _id } = simulator().state.addCampaign();
	expect((await get(`/campaigns/${_id}/export/axp_none/status`)).json).toEqual({
		ok: false,
		message: 'Export with id not found',
	});
});

describe('CSV', () => {
	const WHEN = 'sentAt,openedAt,clickedAt,repliedAt,bouncedAt,interestedAt,notInterestedAt,linkedinOpenedAt'.split(',');
	const rowsOf = async (settings: object) => {
		const { state } = simulator();
		state.setNextExport({ durationMs: 0, ...settings });
		const text = await (await fetch(await publishFile(simulator(), state.addCampaign()._id))).text();
		const [header = [], ...rows] = parse(text) as string[][];
		return { header, rows };
	};

	test('a row per lead: email, fields, variables, then what happened when, notes, and the same per step with a number', async () => {
		const { header, rows } = await rowsOf({ layout: 'recorded' });
		expect(header.slice(0, 4)).toEqual(['email', 'firstName', 'lastName', 'companyName']);
		const at = header.indexOf('sentAt');
		expect(header.slice(at, at + 18)).toEqual([...WHEN, 'notes', ...WHEN.map((name) => `${name}1`), 'notes1']);
		expect(new Set(rows.map(([email]) => email)).size).toBe(rows.length);
	});

	test('ISO dates', async () => {
		const { header, rows } = await rowsOf({ layout: 'recorded' });
		const dates = WHEN.flatMap((name) => rows.map((row) => row[header.indexOf(name)])).filter(Boolean);
		expect(dates.length).toBeGreaterThan(0);
		for (const date of dates) expect(new Date(date as string).toISOString()).toBe(date);
	});

	test('header names can come twice', async () => {
		const { header } = await rowsOf({ layout: 'recorded' });
		expect(header.filter((name) => name === 'phone')).toHaveLength(2);
	});

	test('the generated file has these columns unless it is told otherwise, too', async () => {
		const { header } = await rowsOf({});
		expect(header).toEqual(expect.arrayContaining([...WHEN, ...WHEN.map((name) => `${name}1`), 'notes']));
		expect(new Set(header).size).toBe(header.length);
	});
});
