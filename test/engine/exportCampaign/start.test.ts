import type { FaultRule } from '../../../simulator';
import { createWorld, exportWorkflow, fastForward, items, NEXT, type ShownError, type World } from '../world';

let world: World;
afterEach(async () => await world.end());

describe('Starting an export, which lemlist does at every GET', () => {
	const MAY_RUN = /An export may be running at lemlist all the same, and trying again starts another one/;

	test.each<[string, FaultRule['do'], RegExp]>([
		['502', { status: 502, body: 'Bad gateway' }, /^lemlist says: Bad gateway \(HTTP 502\)$/],
		['a dropped connection', 'processThenReset', /^No answer from 127\.0\.0\.1:\d+$/],
		['no answer in 30 s', 'timeout', /^No answer from 127\.0\.0\.1:\d+$/],
		['a web page under 200', 'html200', /^lemlist sent a web page instead of data \(HTTP 200\)$/],
		['an empty answer under 200', 'empty200', /^lemlist sent an empty answer instead of data \(HTTP 200\)$/],
		[
			'an answer without an ID',
			{ status: 200, body: { status: 'pending' } },
			/^lemlist started the export without naming its ID$/,
		],
	])(
		'is done once when it meets %s, and the error says that an export may be running',
		async (_name, fault, message) => {
			world = await createWorld({ rateLimit: false });
			const { lemlist, n8n } = world;
			const campaign = lemlist.state.addCampaign();
			lemlist.faults.add({ on: 'start', do: fault });
			const run = await fastForward(async () => await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) }));
			const error = run.error as unknown as ShownError;
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(MAY_RUN);
			expect(lemlist.requests.map(({ kind }) => kind)).toEqual(['start']);
		},
	);

	test('is done twice when it answers 429 first', async () => {
		world = await createWorld({ exports: { durationMs: 50 } });
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign();
		lemlist.faults.add({
			on: 'start',
			do: { status: 429, body: 'Too many requests', headers: { 'retry-after': '1' } },
		});
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(1);
		const [refused, accepted] = lemlist.requestsOf('start');
		expect(lemlist.requestsOf('start')).toHaveLength(2);
		expect(accepted!.at - refused!.at).toBeGreaterThanOrEqual(1000);
	});

	test.each<[string, FaultRule['do'], string, string]>([
		[
			'{ok: false}',
			{ status: 200, body: { ok: false, message: 'An error occurred' } },
			'lemlist says: An error occurred (HTTP 200)',
			'',
		],
		[
			'400 Bad team',
			{ status: 400, body: 'Bad team', contentType: 'text/plain' },
			'lemlist says: Bad team (HTTP 400)',
			'another lemlist team',
		],
		[
			'401',
			{ status: 401, body: 'The authentication you supplied is incorrect', contentType: 'text/plain' },
			'lemlist says: The authentication you supplied is incorrect (HTTP 401)',
			'test it',
		],
		[
			'403',
			{ status: 403, body: 'User linked to this API key is blocked', contentType: 'text/plain' },
			'lemlist says: User linked to this API key is blocked (HTTP 403)',
			'admin',
		],
		[
			'404',
			{ status: 404, body: 'Campaign not found', contentType: 'text/plain' },
			'lemlist says: Campaign not found (HTTP 404)',
			'Choose it from the list',
		],
	])(
		"passes on %s in lemlist's words, without saying that an export may run",
		async (_name, fault, message, advice) => {
			world = await createWorld();
			const { lemlist, n8n } = world;
			const campaign = lemlist.state.addCampaign();
			lemlist.faults.add({ on: 'start', do: fault });
			const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
			const error = run.error as unknown as ShownError;
			expect(error).toMatchObject({ message, context: { itemIndex: 0 } });
			expect(error.description).toContain(advice);
			expect(error.description).not.toMatch(MAY_RUN);
			expect(lemlist.requestsOf('start')).toHaveLength(1);
		},
	);

	test('is logged with campaign and export at once, and told to the editor, so that a crash loses nothing', async () => {
		world = await createWorld({ exports: { durationMs: 50 } });
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign();
		const run = await n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
		const [made] = lemlist.state.exports.keys();
		const line = `Started lemlist export ${made} of campaign ${campaign._id}`;
		expect(run.logs).toContainEqual(expect.objectContaining({ level: 'info', message: line }));
		expect(run.uiMessages.flatMap(({ messages }) => messages)).toContain(line);
	});
});
