import { downloadFile } from '../../../../nodes/shared/jobs/download';
import type { ServiceError } from '../../../../nodes/shared/n8n/serviceError';
import type { BodyStream } from '../../../../nodes/shared/http/streams';
import { leadsFile } from '../../../../nodes/LemlistExportCampaign/leadsExport';
import { leadStates, statesQuery } from '../../../../nodes/shared/lemlist/leadStates';
import { lemlist } from '../../../fixtures';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
import {
	basic,
	connectionError,
	lemlistAnswers,
	newApiKey,
	newClient,
	type Reply,
	useNock,
} from '../../../support/lemlistApi';

const CSV = 'email,lastState,_id\nann@example.com,interested,lea_1\n';
const file: Reply = { status: 200, body: CSV, headers: { 'content-type': 'text/csv' } };
const plain = (status: number, body: string): Reply => ({ status, body, headers: { 'content-type': 'text/plain' } });

async function readText(body: BodyStream) {
	let result = '';
	for await (const chunk of body as AsyncIterable<Buffer>) result += chunk.toString('utf8');
	return { bytes: result.length, result };
}

describe('The states of the leads to export', () => {
	it.each([
		[[], 'all'],
		[['all'], 'all'],
		[['interested'], 'interested'],
		[['interested', 'emailsReplied', 'paused'], 'interested,emailsReplied,paused'],
		[['all', 'interested'], 'interested'],
		[['interested', 'all', 'paused'], 'interested,paused'],
	])('%j are asked for as "%s"', (states, query) => {
		expect(statesQuery(states)).toBe(query);
	});

	it('are those that lemlist documents, each once', () => {
		const documented =
			'all imported scanned skipped reviewed contacted hooked attracted warmed interested notInterested emailsBounced emailsUnsubscribed failed meetingBooked paused emailsSent emailsOpened emailsClicked emailsReplied emailsInterested emailsNotInterested emailsFailed opportunitiesDone aircallDone aircallInterested aircallNotInterested apiDone apiInterested apiNotInterested linkedinVisitDone linkedinVisitFailed linkedinInviteDone linkedinInviteAccepted linkedinInviteFailed linkedinSent linkedinOpened linkedinReplied linkedinInterested linkedinNotInterested linkedinSendFailed manualInterested manualNotInterested';
		expect(leadStates.map(({ value }) => value).sort()).toEqual(documented.split(' ').sort());
	});
});

describe('The leads of a campaign as a file', () => {
	useFakeTime();
	useNock();

	async function download(replies: Reply[], { states = [] as string[], apiKey = newApiKey() } = {}) {
		const sent = lemlistAnswers('GET', '/v2/campaigns/cam_1/export/leads', ...replies);
		const source = leadsFile(await newClient({ apiKey }), { campaignId: 'cam_1', states, timeoutMs: 30 * 60_000 });
		const { value, error } = await outcomeOf(downloadFile(source, readText), 60_000);
		return { sent, text: value?.result, error: error as ServiceError };
	}

	it('may take minutes to their first byte, and are not asked for again meanwhile', async () => {
		const sent = lemlistAnswers('GET', '/v2/campaigns/cam_1/export/leads', { ...file, delayMs: 5 * 60_000 } as Reply);
		const source = leadsFile(await newClient(), { campaignId: 'cam_1', states: [], timeoutMs: 30 * 60_000 });
		const { value } = await outcomeOf(downloadFile(source, readText), 10 * 60_000, 1000);
		expect(value?.result).toBe(CSV);
		expect(sent).toHaveLength(1);
	});

	it('are asked for as CSV, with the chosen states and the key', async () => {
		const apiKey = newApiKey();
		const { sent, text } = await download([file], { states: ['interested', 'paused'], apiKey });
		expect(text).toBe(CSV);
		expect(sent).toHaveLength(1);
		const query = new URL(sent[0]!.path, 'https://api.lemlist.com').searchParams;
		expect(Object.fromEntries(query)).toEqual({ state: 'interested,paused', format: 'csv' });
		expect(sent[0]!.headers.authorization).toBe(basic(apiKey));
	});

	it.each<[string, Reply]>([
		['502', plain(502, 'Bad gateway')],
		['a broken connection', connectionError('ECONNRESET')],
		[
			'a web page under 200',
			{ status: 200, body: '<html><title>Maintenance</title></html>', headers: { 'content-type': 'text/html' } },
		],
		['a message under 200', { status: 200, body: { ok: false, message: 'An error occurred' } }],
	])('are asked for again after %s', async (_name, reply) => {
		const { sent, text } = await download([reply, file]);
		expect(text).toBe(CSV);
		expect(sent).toHaveLength(2);
	});

	it.each([
		[400, lemlist.badTeam],
		[401, 'The authentication you supplied is incorrect'],
		[403, 'User linked to this API key is blocked'],
		[404, lemlist.campaignNotFound],
	])("are refused in lemlist's words, once (%p %s)", async (status, words) => {
		const { sent, error } = await download([plain(status, words)]);
		expect(error).toMatchObject({ kind: 'refused', status, serviceSays: words });
		expect(sent).toHaveLength(1);
	});

	it('are not fetched from another address', async () => {
		const { sent, error } = await download([
			{ status: 302, headers: { location: 'https://files.example.com/leads.csv' } },
		]);
		expect(error).toMatchObject({ kind: 'redirected', message: expect.stringContaining('files.example.com') });
		expect(sent).toHaveLength(1);
	});
});
