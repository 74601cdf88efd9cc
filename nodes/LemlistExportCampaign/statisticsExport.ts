import { z } from 'zod';

import type { FileSource, Verdict } from '../shared/jobs/download';
import type { ExportProvider, ExportState } from '../shared/jobs/provider';
import { isTemporary, LemlistError, lemlistWords } from '../shared/n8n/errors';
import { path } from '../shared/http/path';
import { parseAnswer } from '../shared/http/schemas';
import type { FileAnswer, LemlistClient } from '../shared/http/client';

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

/**
 * Starts an export: a GET with a side effect, so it is sent again only after a 429.
 *
 * @throws LemlistError; where lemlist may have got the request all the same, the error says so
 */
export async function startExport(
	client: LemlistClient,
	campaignId: string,
	signal?: AbortSignal,
): Promise<LemlistExport & { exportId: string }> {
	try {
		const { body } = await client.request({ path: path`/campaigns/${campaignId}/export/start`, retry: false, signal });
		const started = readExport(body, 'the start of the export');
		if (!started.exportId) {
			throw new LemlistError('unexpected', {
				message: 'lemlist started the export without naming its ID',
				description: `lemlist sent: ${JSON.stringify(body).slice(0, 200)}.`,
			});
		}
		return { ...started, exportId: started.exportId };
	} catch (error) {
		const mayRun =
			error instanceof LemlistError && (error.kind === 'unexpected' || (isTemporary(error) && error.status !== 429));
		if (!mayRun) return await Promise.reject(error);
		return await Promise.reject(
			error.with({
				advice: 'An export may be running at lemlist all the same, and trying again starts another one.',
				ids: { campaignId },
			}),
		);
	}
}

/** Asks lemlist once for an export. Not repeated: the waiting has the patience. */
export async function getExport(
	client: LemlistClient,
	campaignId: string,
	exportId: string,
	signal?: AbortSignal,
): Promise<LemlistExport> {
	const { body } = await client.request({
		path: path`/campaigns/${campaignId}/export/${exportId}/status`,
		retry: false,
		signal,
	});
	return { ...readExport(body, 'the status of the export'), exportId };
}

/** PUT …/email/{email}: lemlist sends the link to the file when it is done. Takes it before, too. */
export async function emailExport(
	client: LemlistClient,
	{ campaignId, exportId, email }: { campaignId: string; exportId: string; email: string },
	signal?: AbortSignal,
): Promise<LemlistExport> {
	const { body } = await client.request({
		method: 'PUT',
		path: path`/campaigns/${campaignId}/export/${exportId}/email/${email}`,
		signal,
	});
	return { ...readExport(body, 'the export'), exportId };
}

/** A 404 that speaks of the export, and not of the campaign or the API key. */
export function isUnknownExport(error: unknown): error is LemlistError {
	if (!(error instanceof LemlistError) || error.kind !== 'refused') return false;
	const words = error.lemlistSays ?? '';
	if (/campaign not found|no user found/i.test(words)) return false;
	return error.status === 404 || (error.status === 200 && /not found/i.test(words));
}

/** lemlist's statistics export, as the export engine sees it. */
export function statisticsProvider(client: LemlistClient, campaignId: string): ExportProvider<LemlistExport> {
	const getState = async (exportId: string, signal?: AbortSignal): Promise<ExportState<LemlistExport>> => {
		const found = await getExport(client, campaignId, exportId, signal).catch((error: unknown) => {
			if (!isUnknownExport(error)) throw error;
			return error;
		});
		if (found instanceof LemlistError) return { phase: 'missing', reason: found.message };
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
	};
	const forgotten = (error: unknown): never => {
		if (!isUnknownExport(error)) throw error;
		throw new LemlistError('export', {
			message: 'lemlist does not know the export any more',
			description: `${error.message}. Its file did not arrive before. lemlist forgets an export 2 hours after its start. Run the node again to start a new one.`,
			status: error.status,
			lemlistSays: error.lemlistSays,
		});
	};
	return {
		getState,
		async getLink(exportId, known, signal) {
			const details = known ?? (await getExport(client, campaignId, exportId, signal).catch(forgotten));
			if (details.url) return { url: details.url, expectedBytes: details.fileSize };
			throw new LemlistError('unexpected', {
				message: 'lemlist says that the export is done, but names no file',
				description: `Run the node again to start a new export, or ask lemlist about the export ${exportId}.`,
				ids: { campaignId, exportId },
			});
		},
	};
}

/** The file of a finished export. It should need no API key (lemlist does not say), so it is opened without. */
export function exportFile(
	client: LemlistClient,
	provider: ExportProvider<LemlistExport>,
	finished: LemlistExport & { exportId: string },
	signal?: AbortSignal,
): FileSource {
	return {
		getLink: async (fresh) => await provider.getLink(finished.exportId, fresh ? undefined : finished, signal),
		open: async (url, withKey) => await client.openFile(url, { withKey: withKey && client.isOwn(url), signal }),
		withoutKey: (text) => client.withoutKey(text),
		judge: async (answer, url, tried) => await judgeFile(client, answer, url, tried),
	};
}

async function judgeFile(
	client: LemlistClient,
	{ status, body }: FileAnswer,
	url: string,
	{ withKey, newLink }: { withKey: boolean; newLink: boolean },
): Promise<Verdict> {
	if (status >= 200 && status < 300) return 'deliver';
	const own = client.isOwn(url);
	// lemlist's answer to a call without a key is 400, and not 401.
	if (own && !withKey && (status === 400 || status === 401 || status === 403)) return 'sendKey';
	if (own && (status === 401 || status === 403)) {
		return new LemlistError('refused', {
			message: `lemlist refused the file, also with the API key (HTTP ${status})`,
			description:
				'The key may start exports but not read files. Make a new key under Settings > Integrations in lemlist, and put it into the credential.',
			status,
			lemlistSays: lemlistWords(await client.readText(body)),
		});
	}
	if (status === 404 || status === 410 || (!own && status === 403)) {
		if (!newLink) return 'newLink';
		return new LemlistError('export', {
			message: 'The file of the export is gone',
			description: 'lemlist keeps it for 24 hours. Run the node again to start a new export.',
			status,
		});
	}
	if (status === 408 || status === 429 || status >= 500) return 'retry';
	return new LemlistError('refused', {
		message: `The download of the file was refused (HTTP ${status})`,
		description: `It says: ${lemlistWords(await client.readText(body)) ?? 'nothing'}. Run the node again to start a new export.`,
		status,
	});
}
