/**
 * What the export engine needs to know of a service that makes files in the background: lemlist
 * today. The engine knows nothing else of the service; two things many such services share are
 * provided for though lemlist lacks them: "finished" and "downloadable" can be two states (report
 * `pending` until the file can be had), and an expired file can be made again (`regenerate`).
 */
export interface ExportProvider<Details> {
	/**
	 * Asks once how far an export is. No retries of its own, patience is the engine's.
	 *
	 * @throws an error; `isTemporary` tells whether it is worth another look
	 */
	getState(exportId: string, signal?: AbortSignal): Promise<ExportState<Details>>;

	/**
	 * Where the file is. Called just before each download, since links can be short-lived.
	 *
	 * @param known what the last look gave; undefined when the link must be fetched afresh
	 */
	getLink(exportId: string, known: Details | undefined, signal?: AbortSignal): Promise<FileLink>;

	/** Has an expired export made again under the same id. Absent where a service cannot. */
	regenerate?(exportId: string, signal?: AbortSignal): Promise<void>;
}

export type ExportState<Details> =
	/** `progress` is for people, and changes when the export moves on. */
	| { phase: 'pending'; progress: string; details: Details }
	/** The file can be downloaded. */
	| { phase: 'ready'; details: Details }
	/** The service gave up, or is in a state nobody knows. */
	| { phase: 'failed'; reason: string; details: Details }
	/** The service does not know the export (yet, or any more), or its file is gone. */
	| { phase: 'missing'; reason: string };

export interface FileLink {
	url: string;
	/** Size the service names (bytes). */
	expectedBytes?: number;
}

/** An export that was started. */
export interface ExportJob {
	exportId: string;
	/** When it was started (ms since 1970). */
	startedAt: number;
	/**
	 * Whether this node started it, in this try or an earlier one: then the service may not know it
	 * yet at the first looks. Otherwise `startedAt` is only when the node heard of it.
	 */
	own: boolean;
}
