import type { IDataObject } from 'n8n-workflow';

import { idField, shownText } from '../http/fields';
import type { JobState } from '../jobs/provider';
import { saidIn } from './words';

/** An export as GET /exports lists it. Documented are `status`, without its words, and `isAvailableForDownload`. */
export interface QlaraExport {
	/** Absent in an entry that has none under a name that is known. */
	id?: string;
	status?: string;
	isAvailable: boolean;
	/** All of it, as it came. */
	entry: IDataObject;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The ID of an export, under the names that it may have. */
function idOf({ exportId, id }: IDataObject): string | undefined {
	return idField.parse(exportId) ?? idField.parse(id);
}

export function readEntry(entry: IDataObject): QlaraExport {
	const { isAvailableForDownload: flag } = entry;
	return {
		id: idOf(entry),
		status: shownText.parse(entry.status)?.trim() || undefined,
		isAvailable: flag === true || flag === 'true',
		entry,
	};
}

/**
 * The ID that the answer to a start names: at the top or one level down, where it is the only one. What that answer
 * holds is not documented.
 */
export function idInAnswer(body: unknown): string | undefined {
	if (!isObject(body)) return undefined;
	const inner = Object.values(body).flat().filter(isObject);
	const named = [...new Set(inner.map((one) => idField.parse(one.exportId)))].filter((id) => id !== undefined);
	const ids = [...new Set(inner.map(idOf))].filter((id) => id !== undefined);
	return idOf(body) ?? (named.length === 1 ? named[0] : ids.length === 1 ? ids[0] : undefined);
}

/** The entry as output: with its ID, and without a key `error`, which n8n takes for a failed item. */
export function describeEntry(entry: IDataObject, exportId: string | undefined): IDataObject {
	const { error, ...rest } = entry;
	return {
		...(exportId !== undefined && { exportId }),
		...rest,
		...(exportId !== undefined && { exportId }),
		...(error !== undefined && { errorMessage: rest.errorMessage ?? error }),
	};
}

// Which words Qlara has is not documented. Each counts at the beginning of a part, so that neither "INCOMPLETE" nor
// "UNAVAILABLE" reads as its contrary.
const FAILED = /(?<![a-z])(fail|error|cancel|abort|reject|denied|invalid|kill|fallit|annullat)/i;
const OVER = /(?<![a-z])(complet|finish|done|ready|succe|expir|available|generated|closed|ended|scadut)/i;
const NOT = /(?<![a-z])(not|non|never)(?![a-z])/i;

/** Whether a status says that there is nothing to wait for. */
export function isOver(status = ''): boolean {
	return OVER.test(status) && !NOT.test(status);
}

/**
 * How far an export is. Ready is what is available, whatever its status says.
 *
 * @param own started or made again by this node: then only a status of failure ends it. Another one that is over, and
 * not available, has expired.
 */
export function stateOf(found: QlaraExport, own: boolean): JobState<QlaraExport> {
	const { status, isAvailable, entry } = found;
	if (isAvailable) return { phase: 'ready', details: found };
	if (status !== undefined && FAILED.test(status) && !isOver(status)) {
		// Its own words, besides those that are in the status already.
		const said = saidIn(entry);
		const reason = `Qlara reports the status "${status}"${said ? `: ${said}` : ''}`;
		return { phase: 'failed', reason, details: found };
	}
	if (!own && isOver(status)) {
		return { phase: 'expired', reason: `Its status is "${status}", and it is not available for download any more` };
	}
	return { phase: 'pending', progress: status ?? 'pending', details: found };
}
