import { statisticsCsv } from './statisticsCsv';

const HOUR = 3_600_000;
/** lemlist forgets the status of an export 2 h after its start; the answer is then a 404. */
export const STATUS_LIFETIME = 2 * HOUR;
/** lemlist deletes the file 24 h after the export is done. */
export const FILE_LIFETIME = 24 * HOUR;

/** The names under which an answer may carry the export's id; `exportId` is the one of the 2024 documents. */
export type IdName = 'id' | '_id' | 'exportId';

/** How one export behaves; `ExportDefaults` has a value for each. */
export interface ExportSettings {
	/** How long the export is pending, in milliseconds of the simulator's clock; `Infinity` = for ever. */
	durationMs: number;
	/** Bytes of the generated file; see `statisticsCsv` for the smallest. Ignored when `content` is set. */
	size: number;
	/** The exact file instead of a generated one. */
	content?: string | Buffer;
	/** The status after `durationMs`: lemlist knows `done` and `error`. */
	finalStatus: string;
	/** The answer to start: `flat` is today's, `legacy` the one of the 2024 documents. */
	startShape: 'flat' | 'legacy';
	/** The id fields of every status answer. Not set: as documented, `id` while pending, then `_id` and `id`. */
	idNames?: IdName[];
	/** What a finished export reports as `fileSize`: the truth, nothing, or this number of bytes. */
	fileSize: 'right' | 'absent' | number;
	/** Where the file is published: the API's own origin, another one without credentials, or nowhere (no `url`). */
	fileOrigin: 'own' | 'foreign' | 'none';
	/** Whether the file on the own origin asks for the API key, and the HTTP status of its refusal; `true` = 401. */
	fileNeedsAuth: boolean | 400 | 401 | 403;
	/** Serve the file with `Content-Encoding: gzip` and without a length. */
	gzip: boolean;
	/** A URL works for so many milliseconds after the status call that named it (403 afterwards), as signed URLs do. */
	urlLifetimeMs?: number;
	/** Fields put over those of a finished status answer, for answers that lemlist does not document. */
	statusOverrides?: Record<string, unknown>;
}

export type ExportDefaults = ExportSettings;

/** An export of about the size in lemlist's own example, which takes one second. */
export const EXPORT_DEFAULTS: ExportDefaults = {
	durationMs: 1_000,
	size: 23_654,
	finalStatus: 'done',
	startShape: 'flat',
	fileSize: 'right',
	fileOrigin: 'own',
	fileNeedsAuth: false,
	gzip: false,
};

/** One export as the simulator keeps it. Its status is not stored but follows from the clock. */
export interface ExportRecord {
	id: string;
	teamId: string;
	campaignId: string;
	campaignName: string;
	fileName: string;
	/** Milliseconds since 1970. */
	startedAt: number;
	/** The number of leads, which the progress counts up to. */
	total: number;
	/** Makes the generated file this export's own. */
	seed: number;
	settings: ExportSettings;
	/** The address that `PUT …/email/{email}` asked to notify. */
	email?: string;
}

/** When the export ends or ended, in milliseconds since 1970. */
export function endOf(record: ExportRecord): number {
	return record.startedAt + record.settings.durationMs;
}

/** The size of the file in bytes. */
export function fileSizeOf({ settings }: ExportRecord): number {
	return settings.content === undefined ? settings.size : Buffer.byteLength(settings.content);
}

/** The bytes of the export's file, piece by piece: what a download must deliver. */
export function fileChunks({ settings, seed }: ExportRecord): Iterable<Buffer> {
	if (settings.content === undefined) return statisticsCsv(settings.size, seed);
	return [Buffer.from(settings.content)];
}

const PROGRESS_STEPS = 6;

/**
 * The export as lemlist's status answers show it.
 * @param url the download URL, if the file is published
 */
export function describeExport(record: ExportRecord, now: number, url: string | undefined): Record<string, unknown> {
	const { settings } = record;
	const finished = now >= endOf(record);
	const common = {
		...identify(record.id, settings.idNames ?? (finished ? ['_id', 'id'] : ['id'])),
		teamId: record.teamId,
		campaignId: record.campaignId,
		campaignName: record.campaignName,
		status: finished ? settings.finalStatus : 'pending',
		startedAt: isoDate(record.startedAt),
	};
	const email = record.email === undefined ? {} : { email: record.email };
	if (!finished) return { ...common, ...pendingProgress(record, now), ...email };
	const done = settings.finalStatus === 'done';
	return {
		...common,
		progressIndex: PROGRESS_STEPS,
		progressTime: Math.floor(endOf(record)),
		progressLastStepDuration: 0,
		progressType: settings.finalStatus,
		progress: 0,
		total: 0,
		...(done &&
			settings.fileSize !== 'absent' && {
				fileSize: settings.fileSize === 'right' ? fileSizeOf(record) : settings.fileSize,
			}),
		endedAt: isoDate(endOf(record)),
		...(done && url !== undefined && { url }),
		...email,
		...settings.statusOverrides,
	};
}

/** The answer to start, in the shape the export's settings ask for. */
export function describeStart(record: ExportRecord): Record<string, unknown> {
	const { id, teamId, campaignId, campaignName, settings } = record;
	const startedAt = isoDate(record.startedAt);
	if (settings.startShape === 'legacy') {
		return { ok: true, status: { exportId: id, teamId, campaignId, status: 'pending', startedAt } };
	}
	return {
		_id: id,
		id,
		teamId,
		campaignId,
		campaignName,
		status: 'pending',
		startedAt,
		...pendingProgress(record, record.startedAt),
	};
}

function pendingProgress({ startedAt, settings, total }: ExportRecord, now: number): Record<string, unknown> {
	const stepMs = settings.durationMs / PROGRESS_STEPS;
	// An export of no duration still answers its start as pending, an endless one stays in its first step.
	const step = stepMs > 0 ? Math.floor((now - startedAt) / stepMs) : 0;
	const starting = step === 0;
	return {
		progressIndex: step,
		progressTime: Math.floor(starting ? startedAt : startedAt + step * stepMs),
		progressLastStepDuration: starting ? 0 : Math.floor(stepMs),
		progressType: starting ? 'starting' : 'processing',
		progress: starting ? 0 : Math.floor((total * (now - startedAt)) / settings.durationMs),
		total: starting ? 0 : total,
	};
}

function identify(id: string, names: IdName[]): Record<string, string> {
	return Object.fromEntries(names.map((name) => [name, id]));
}

function isoDate(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}
