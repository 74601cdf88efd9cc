import { createManualClock, fileChunks, STATUS_LIFETIME, type Campaign } from '../../../../simulator';
import { call, callJson, startExport, useSimulator } from '../../../support/simulatorClient';

const START = Date.UTC(2026, 2, 1, 12);

describe('exports of the simulator', () => {
	const clock = createManualClock(START);
	const simulator = useSimulator(() => ({ clock, rateLimit: false, exports: { durationMs: 60_000 } }));
	let campaign: Campaign;
	beforeEach(() => {
		campaign = simulator().state.addCampaign({ name: 'Insights Outreach 2024', generatedLeads: 300 });
	});
	const start = async () => await callJson(simulator(), `/campaigns/${campaign._id}/export/start`);
	const statusAt = async (path: string) => (await callJson(simulator(), path)).status;

	it('starts with the documented flat answer', async () => {
		const startedAt = clock.now();
		const id = expect.stringMatching(/^axp_[A-Za-z0-9]{17}$/);
		const answer = await start();
		expect(answer).toEqual({
			_id: id,
			id,
			teamId: campaign.teamId,
			campaignId: campaign._id,
			campaignName: 'Insights Outreach 2024',
			status: 'pending',
			startedAt: new Date(startedAt).toISOString(),
			progressIndex: 0,
			progressTime: startedAt,
			progressLastStepDuration: 0,
			progressType: 'starting',
			progress: 0,
			total: 0,
		});
		expect(answer._id).toBe(answer.id);
	});

	it('starts another export with every start', async () => {
		const [first, second] = [await start(), await start()];
		expect(first.id).not.toBe(second.id);
		expect(simulator().state.exports.size).toBe(2);
	});

	it('can start with the legacy answer of 2024', async () => {
		simulator().state.setNextExport({ startShape: 'legacy' });
		expect(await start()).toEqual({
			ok: true,
			status: {
				exportId: expect.stringMatching(/^exp_/),
				teamId: campaign.teamId,
				campaignId: campaign._id,
				status: 'pending',
				startedAt: expect.any(String),
			},
		});
	});

	it('is pending with progress until its duration has passed', async () => {
		const path = await startExport(simulator(), campaign._id);
		expect(await statusAt(path)).toMatchObject({
			status: 'pending',
			progressIndex: 0,
			progressType: 'starting',
			progress: 0,
		});
		clock.advance(30_000);
		const status = await statusAt(path);
		expect(status).toMatchObject({
			id: path.split('/')[4],
			status: 'pending',
			progressIndex: 3,
			progressType: 'processing',
			progress: 150,
			total: 300,
		});
		expect(status).not.toHaveProperty('_id');
		expect(status).not.toHaveProperty('url');
		clock.advance(29_999);
		expect(await statusAt(path)).toMatchObject({ status: 'pending', progressIndex: 5 });
		clock.advance(1);
		expect(await statusAt(path)).toMatchObject({ status: 'done' });
	});

	it('is done with the documented fields', async () => {
		const path = await startExport(simulator(), campaign._id);
		const id = path.split('/')[4];
		const startedAt = clock.now();
		clock.advance(90_000);
		expect(await callJson(simulator(), path)).toEqual({
			ok: true,
			status: {
				_id: id,
				id,
				teamId: campaign.teamId,
				campaignId: campaign._id,
				campaignName: 'Insights Outreach 2024',
				status: 'done',
				startedAt: new Date(startedAt).toISOString(),
				endedAt: new Date(startedAt + 60_000).toISOString(),
				progressIndex: 6,
				progressTime: startedAt + 60_000,
				progressLastStepDuration: 0,
				progressType: 'done',
				progress: 0,
				total: 0,
				fileSize: 23_654,
				url: `${simulator().baseUrl}/files/exports/fil_${id}_insights_outreach_2024.csv`,
			},
		});
	});

	it('ends with any status it is told, with a file only when done', async () => {
		for (const finalStatus of ['error', 'archived']) {
			simulator().state.setNextExport({ finalStatus, durationMs: 0 });
			const status = await statusAt(await startExport(simulator(), campaign._id));
			expect(status).toMatchObject({ status: finalStatus, endedAt: expect.any(String) });
			expect(status).not.toHaveProperty('url');
			expect(status).not.toHaveProperty('fileSize');
		}
	});

	it('names its id as it is told', async () => {
		simulator().state.setNextExport({ idNames: ['exportId'] });
		const path = await startExport(simulator(), campaign._id);
		const status = await statusAt(path);
		expect(status.exportId).toBe(path.split('/')[4]);
		expect(status).not.toHaveProperty('id');
	});

	it('reports a right, a wrong or no file size, or anything else', async () => {
		const report = async (settings: object) => {
			simulator().state.setNextExport({ durationMs: 0, content: 'größe\n', ...settings });
			return await statusAt(await startExport(simulator(), campaign._id));
		};
		expect((await report({})).fileSize).toBe(8);
		expect((await report({ fileSize: 5 })).fileSize).toBe(5);
		expect(await report({ fileSize: 'absent' })).not.toHaveProperty('fileSize');
		expect(await report({ fileOrigin: 'none' })).not.toHaveProperty('url');
		expect((await report({ statusOverrides: { url: 17 } })).url).toBe(17);
	});

	it('takes its settings from the next export, the campaign and the defaults, in this order', async () => {
		const { state } = simulator();
		const other = state.addCampaign({ exports: { content: 'campaign' } });
		state.setNextExport({ content: 'next' }, other._id);
		const contentOf = async ({ _id }: Campaign) => {
			await startExport(simulator(), _id);
			return [...state.exports.values()].at(-1)?.settings.content;
		};
		expect(await contentOf(campaign)).toBeUndefined();
		expect([await contentOf(other), await contentOf(other)]).toEqual(['next', 'campaign']);
		state.exportDefaults.content = 'default';
		expect(await contentOf(campaign)).toBe('default');
	});

	it('forgets a status 2 h after the start, with a JSON 404, done or not', async () => {
		simulator().state.setNextExport({ durationMs: Infinity });
		const paths = [await startExport(simulator(), campaign._id), await startExport(simulator(), campaign._id)];
		clock.advance(STATUS_LIFETIME - 1);
		expect((await statusAt(paths[0] as string)).status).toBe('pending');
		expect((await statusAt(paths[1] as string)).status).toBe('done');
		clock.advance(1);
		for (const path of paths) {
			const response = await call(simulator(), path);
			expect(response.status).toBe(404);
			expect(await response.json()).toEqual({ ok: false, message: 'Export with id not found' });
		}
	});

	it('does not know the export of one campaign under another', async () => {
		const path = await startExport(simulator(), campaign._id);
		const other = simulator().state.addCampaign();
		expect((await call(simulator(), path.replace(campaign._id, other._id))).status).toBe(404);
	});

	it('records an address to notify, pending or done, and shows it', async () => {
		const path = await startExport(simulator(), campaign._id);
		const put = async (address: string) =>
			await call(simulator(), path.replace('/status', `/email/${encodeURIComponent(address)}`), { method: 'PUT' });
		expect(await (await put('a+b/c@example.com')).json()).toMatchObject({
			ok: true,
			status: { status: 'pending', email: 'a+b/c@example.com' },
		});
		clock.advance(60_000);
		expect(await (await put('d@example.com')).json()).toMatchObject({
			ok: true,
			status: { status: 'done', email: 'd@example.com' },
		});
		expect([...simulator().state.exports.values()][0]?.email).toBe('d@example.com');
		const unknown = await call(simulator(), `/campaigns/${campaign._id}/export/axp_none/email/d@example.com`, {
			method: 'PUT',
		});
		expect([unknown.status, await unknown.text()]).toEqual([404, 'Export not found']);
	});

	it('knows the most exports that ran at once', async () => {
		await start();
		clock.advance(30_000);
		await start();
		clock.advance(30_000);
		await start();
		expect(simulator().state.maxExportsAtOnce()).toBe(2);
	});

	it('gives every export a file of its own', async () => {
		await start();
		await start();
		const [first, second] = [...simulator().state.exports.values()].map((record) =>
			Buffer.concat([...fileChunks(record)]),
		);
		expect(first?.length).toBe(second?.length);
		expect(first?.equals(second as Buffer)).toBe(false);
	});

	it('refuses to start an export whose file cannot be made that small', async () => {
		simulator().state.setNextExport({ size: 10 });
		const response = await call(simulator(), `/campaigns/${campaign._id}/export/start`);
		expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('at least')]);
	});
});
