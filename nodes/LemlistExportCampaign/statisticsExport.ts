import { z } from 'zod';

import type { FileAnswer, RequestOptions, ServiceClient } from '../shared/http/client';
import { idField, shownNumber, shownText, shownTime } from '../shared/http/fields';
import { path } from '../shared/http/path';
import type { FileJobProvider, JobState, StartSignals, Tried, Verdict } from '../shared/jobs/provider';
import { parseAnswer } from '../shared/lemlist/answers';
import { GAPS, LAG_MS, MEMORY_MS } from '../shared/lemlist/pace';
import { isTemporary, ServiceError } from '../shared/n8n/serviceError';

/** Fields that both lemlist's start and status answers have, in every form seen. Only ids, status and url matter. */
const exportFields = z.object({
	_id: idField,
	id: idField,
	exportId: idField,
	campaignId: idField,
	campaignName: shownText,
	status: z.string(),
	startedAt: shownTime,
	endedAt: shownTime,
	progressType: shownText,
	progress: shownNumber,
	total: shownNumber,
	fileSize: shownNumber,
	url: shownText,
	email: shownText,
});

/** The answer to a start has the ID, which must not get lost over anything else. */
const startFields = exportFields.extend({ status: z.string().catch('pending') });

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

/** The part of an answer that describes the export, flat (`{_id, id, status: "pending"}`) or `{ok, status: {…}}`. */
function flat(body: unknown): unknown {
	const outer = body as { status?: unknown } | null | undefined;
	return typeof outer?.status === 'object' && outer.status !== null ? outer.status : body;
}

function describeExport({ _id, id, exportId, ...rest }: z.output<typeof exportFields>): LemlistExport {
	const size = rest.fileSize !== undefined && rest.fileSize < 0 ? undefined : rest.fileSize;
	const fields = Object.entries({ ...rest, fileSize: size }).filter(([, value]) => value !== undefined);
	return { ...(Object.fromEntries(fields) as unknown as LemlistExport), exportId: id ?? _id ?? exportId };
}

/**
 * Reads the status answer (`{ok, status: {_id, status: "done"}}`). A field that is only shown is left out where it is
 * of another type than documented.
 *
 * @throws ServiceError of kind `unexpected` when there is no status in it
 */
export function readExport(body: unknown, what: string): LemlistExport {
	return describeExport(parseAnswer(exportFields, flat(body), what));
}

/**
 * Reads the start answer, flat (`{_id, id, status: "pending"}`) or legacy (`{ok, status: {exportId, status}}`).
 *
 * @throws ServiceError of kind `unexpected` when it is no object
 */
function readStart(body: unknown): LemlistExport {
	return describeExport(parseAnswer(startFields, flat(body), 'the start of the export'));
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
		const details = readStart(body);
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
