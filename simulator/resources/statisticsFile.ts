import { statisticsCsv, type StatisticsLayout } from './statisticsCsv';

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
	/** The columns of the generated file, see `STATISTICS_LAYOUTS`. Ignored when `content` is set. */
	layout: StatisticsLayout;
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
	layout: 'plain',
	gzip: false,
};

/** What the file of an export follows from. */
export interface ExportedFile {
	/** Makes the generated file this export's own. */
	seed: number;
	settings: ExportSettings;
}

/** The size of the file in bytes. */
export function fileSizeOf({ settings }: Pick<ExportedFile, 'settings'>): number {
	return settings.content === undefined ? settings.size : Buffer.byteLength(settings.content);
}

/** The bytes of the export's file, piece by piece: what a download must deliver. */
export function fileChunks({ settings, seed }: ExportedFile): Iterable<Buffer> {
	if (settings.content === undefined) return statisticsCsv(settings.size, seed, settings.layout);
	return [Buffer.from(settings.content)];
}
