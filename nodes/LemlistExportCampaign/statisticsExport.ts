import { z } from 'zod';

import type { FileAnswer, RequestOptions, ServiceClient } from '../shared/http/client';
import { path } from '../shared/http/path';
import type { FileJobProvider, JobState, LookGaps, StartSignals, Tried, Verdict } from '../shared/jobs/provider';
import { parseAnswer } from '../shared/lemlist/answers';
import { isTemporary, ServiceError } from '../shared/n8n/serviceError';

/**
 * Small exports are done in under a second; for the rest lemlist advises 5 s, growing to 10 and 15 s (Get Campaign
 * Export Status, "Polling strategy").
 */
const GAPS: LookGaps = {
	first: [1, 1, 2, 3],
	later: [
		{ fromS: 300, gapS: 15 },
		{ fromS: 60, gapS: 10 },
		{ fromS: 0, gapS: 5 },
	],
};

/** lemlist forgets the status of an export after 2 hours. A replica may not know it in its first 10 seconds (ms). */
const MEMORY_MS = 2 * 60 * 60 * 1000;
const LAG_MS = 10_000;

/** Fields that both lemlist's start and status answers have, in every form seen. */
const exportFields = z.object({
	_id: z.string().nullish(),
	id: z.string().nullish(),
	exportId: z.string().nullish(),
	campaignId: z.string().nullish(),
	campaignName: z.string().nullish(),
	status: z.string(),
	startedAt: z.string().nullish(),
	endedAt: z.string().nullish(),
	progressType: z.string().nullish(),
	progress: z.number().nullish(),
	total: z.number().nullish(),
	fileSize: z.number().nullish(),
	url: z.string().nullish(),
	email: z.string().nullish(),
});

/** An export as lemlist describes it, `null` and absent made one. Times are ISO 8601. */
export interface LemlistExport {
	exportId?: string;
	campaignName?: string;
	/** `pending`, `done` or `error`. */
	status: string;
	startedAt?: string;
	endedAt?: string;
	/** Such as `starting`, `processing`, `done`. */
	progressType?: string;
	progress?: number;
	total?: number;
	/** Bytes. */
	fileSize?: number;
	url?: string;
	email?: string;
}

/** An export that was looked up by its ID. */
export type FinishedExport = LemlistExport & { exportId: string };

/**
 * Reads the start answer, flat (`{_id, id, status: "pending"}`) or legacy
 * (`{ok, status: {exportId, status}}`), and the status answer, which is always nested.
 */
export function readExport(body: unknown, what: string): LemlistExport {
	const outer = body as { status?: unknown };
	const flat = typeof outer?.status === 'object' && outer.status !== null ? outer.status : body;
	const { _id, id, exportId, ...rest } = parseAnswer(exportFields, flat, what);
	const fields = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
	return { ...(fields as unknown as LemlistExport), exportId: id ?? _id ?? exportId ?? undefined };
}

/** Progress for people: `processing 50 of 100`. */
function progressText({ progressType, progress, total }: LemlistExport): string {
	const amount = total ? `${progress ?? 0} of ${total}` : '';
	return [progressType ?? 'pending', amount].join(' ').trim();
}

/** Asks lemlist once for an export. @param options `retry`: whether to be patient; a wait has patience of its own */
export async function getExport(
	client: ServiceClient,
	{ campaignId, exportId }: { campaignId: string; exportId: string },
	options: Pick<RequestOptions, 'retry' | 'kind' | 'signal'> = {},
): Promise<FinishedExport> {
	const { body } = await client.request({
		...options,
		path: path`/campaigns/${campaignId}/export/${exportId}/status`,
	});
	return { ...readExport(body, 'the status of the export'), exportId };
}

/** PUT …/email/{email}: lemlist sends the link to the file when it is done. Takes it before, too. */
export async function emailExport(
	client: ServiceClient,
	{ campaignId, exportId, email }: { campaignId: string; exportId: string; email: string },
	signal?: AbortSignal,
): Promise<FinishedExport> {
	const { body } = await client.request({
		method: 'PUT',
		path: path`/campaigns/${campaignId}/export/${exportId}/email/${email}`,
		signal,
	});
	return { ...readExport(body, 'the export'), exportId };
}

/** A 404 that speaks of the export, and not of the campaign or the API key. */
export function isUnknownExport(error: unknown): error is ServiceError {
	if (!(error instanceof ServiceError) || error.kind !== 'refused') return false;
	const words = error.serviceSays ?? '';
	if (/campaign not found|no user found/i.test(words)) return false;
	return error.status === 404 || (error.status === 200 && /not found/i.test(words));
}

/** lemlist's statistics export of one campaign. */
export class StatisticsExport implements FileJobProvider<LemlistExport> {
	readonly service;

	readonly words = {
		noun: 'export',
		result: 'a file',
		mayRun: 'An export may be running at lemlist all the same, and trying again starts another one.',
		resume: (id: string) =>
			`Either allow more time in the option 'Timeout', or get the file later: with the operation Download, or with the option 'Existing Export ID', and the ID ${id}. lemlist knows it for 2 hours after the start.`,
		later: 'get its file with the operation Download',
		missing: {
			message: 'lemlist does not know the export any more',
			advice:
				'lemlist forgets an export 2 hours after its start, and one of another campaign or team is unknown, too. Run the node without its ID to start a new one.',
		},
		failed: (id: string) =>
			`Run the node again to start a new export. If it stays so, ask lemlist about the export ${id}.`,
	};

	readonly gaps = GAPS;

	readonly memoryMs = MEMORY_MS;

	readonly lagMs = LAG_MS;

	readonly ids;

	readonly idName = 'exportId';

	readonly gone = 'lemlist keeps it for 24 hours. Run the node again to start a new export.';

	readonly isTemporary = isTemporary;

	constructor(
		private readonly client: ServiceClient,
		private readonly campaignId: string,
	) {
		this.service = client.service;
		this.ids = { campaignId };
	}

	/** A GET with a side effect, so it is sent again only after a 429. */
	async start({ signal, untilSent }: StartSignals): Promise<{ id: string; details: LemlistExport }> {
		const { body } = await this.client.request({
			path: path`/campaigns/${this.campaignId}/export/start`,
			retry: false,
			signal,
			untilSent,
		});
		const details = readExport(body, 'the start of the export');
		if (details.exportId) return { id: details.exportId, details };
		throw new ServiceError('unexpected', {
			message: 'lemlist started the export without naming its ID',
			description: `lemlist sent: ${JSON.stringify(body).slice(0, 200)}.`,
		});
	}

	async look(exportId: string, signal?: AbortSignal): Promise<JobState<LemlistExport>> {
		try {
			return stateOf(await getExport(this.client, { ...this.ids, exportId }, { retry: false, kind: 'look', signal }));
		} catch (error) {
			if (isUnknownExport(error)) return { phase: 'missing', reason: error.message };
			return await Promise.reject(error);
		}
	}

	async link(exportId: string, known: LemlistExport | undefined, signal?: AbortSignal) {
		const details =
			known ??
			(await getExport(this.client, { ...this.ids, exportId }, { retry: false, signal }).catch(
				forgottenBeforeDownload,
			));
		if (details.url) return { url: details.url, expectedBytes: details.fileSize };
		throw new ServiceError('unexpected', {
			message: 'lemlist says that the export is done, but names no file',
			description: `Run the node again to start a new export, or ask lemlist about the export ${exportId}.`,
			ids: { ...this.ids, exportId },
		});
	}

	/** It should need no API key (lemlist does not say), so it is opened without. */
	async open(url: string, withKey: boolean, signal?: AbortSignal): Promise<FileAnswer> {
		return await this.client.openFile(url, { withKey: withKey && this.client.isOwn(url), signal });
	}

	withoutKey(text: string): string {
		return this.client.withoutKey(text);
	}

	async judge(answer: FileAnswer, url: string, { withKey, newLink }: Tried): Promise<Verdict> {
		const { status } = answer;
		if (status >= 200 && status < 300) return 'deliver';
		const own = this.client.isOwn(url);
		// lemlist's answer to a call without a key is 400, and not 401.
		if (own && !withKey && (status === 400 || status === 401 || status === 403)) return 'sendKey';
		if (own && (status === 401 || status === 403)) {
			return new ServiceError('refused', {
				message: `lemlist refused the file, also with the API key (HTTP ${status})`,
				description:
					'The key may start exports but not read files. Make a new key under Settings > Integrations in lemlist, and put it into the credential.',
				status,
				serviceSays: await this.client.wordsOf(answer),
			});
		}
		if (status === 404 || status === 410 || (!own && status === 403)) return newLink ? 'expired' : 'newLink';
		if (status === 408 || status === 429 || status >= 500) return 'retry';
		return new ServiceError('refused', {
			message: `The download of the file was refused (HTTP ${status})`,
			description: `It says: ${(await this.client.wordsOf(answer)) ?? 'nothing'}. Run the node again to start a new export.`,
			status,
		});
	}
}

function stateOf(found: LemlistExport): JobState<LemlistExport> {
	switch (found.status) {
		case 'pending':
			return { phase: 'pending', progress: progressText(found), details: found };
		case 'done':
			return { phase: 'ready', details: found };
		case 'error':
			return { phase: 'failed', reason: 'lemlist could not make the file', details: found };
		default:
			return {
				phase: 'failed',
				reason: `lemlist reports the status "${found.status}", which this node does not know`,
				details: found,
			};
	}
}

function forgottenBeforeDownload(error: unknown): never {
	if (!isUnknownExport(error)) throw error;
	throw new ServiceError('export', {
		message: 'lemlist does not know the export any more',
		description: `${error.message}. Its file did not arrive before. lemlist forgets an export 2 hours after its start. Run the node again to start a new one.`,
		status: error.status,
		serviceSays: error.serviceSays,
	});
}
