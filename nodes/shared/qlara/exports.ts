import { randomUUID } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { type FileAnswer, RawBody, type ServiceClient } from '../http/client';
import { path } from '../http/path';
import type {
	Begun,
	FileJobProvider,
	FileLink,
	Identification,
	JobState,
	StartSignals,
	Tried,
	Verdict,
} from '../jobs/provider';
import { isTemporary, ServiceError } from '../n8n/serviceError';
import { pause } from '../time/cancellation';
import { idInAnswer, isOver, type QlaraExport, readEntry, stateOf } from './entries';
import { downloadLink } from './link';
import { type Account, accountOf, findExport, listExports, LOOKING } from './list';

/** What Qlara is to export. */
export interface ExportRequest {
	dataset: 'contacts' | 'deliveryReports';
	/** The filters; none for all contacts. */
	filters: IDataObject;
}

const ROUTES = { contacts: '/exports/contacts', deliveryReports: '/exports/delivery-reports' } as const;

/** Why an export is missing. */
export const NOT_LISTED = 'It is not among the exports of this account';

const HOUR_MS = 3_600_000;

/** Before each look for an export whose start named no ID (s). */
const FIND_GAPS_S = [0, 1, 2, 5, 5, 5, 10];

/** n8n drops a body that is an empty object, so all of them go as text. */
function json(body: IDataObject): RawBody {
	return new RawBody('application/json', Buffer.from(JSON.stringify(body)));
}

/** What was known before a start; JSON. */
interface Before extends IDataObject {
	/** Of all exports that were there. */
	ids: string[];
	/** Tells this start from others; notes of an earlier version have none. */
	start?: string;
	/** The one that is to be made again, as it was. */
	again?: string;
	status?: string;
	isAvailable?: boolean;
}

/** Whether an export that was to be made again is on its way: else a new one may still appear in its place. */
function hasMovedOn({ status, isAvailable }: QlaraExport, before: Before): boolean {
	if (isAvailable) return before.isAvailable !== true;
	return status !== before.status && !isOver(status);
}

function several(found: QlaraExport[]): ServiceError {
	const ids = found.map(({ id }) => id).join(', ');
	return new ServiceError('unexpected', {
		message: `Qlara started the export without naming its ID, and ${found.length} new ones are there`,
		description: `They are ${ids}; another tool or person started one at the same moment. Nothing was started again. Look which one is yours, and get it with the operation Download, or with the option 'Existing Export ID'.`,
	});
}

/** The new one may be that of a start before, which the list did not show so far. */
function perhapsAnothers(id: string): ServiceError {
	return new ServiceError('unexpected', {
		message: 'Qlara started the export without naming its ID, and the new one may be that of another start',
		description: `It is ${id}; an earlier start of this account has not been found in the list yet. Nothing was started again. Look whose it is, and get it with the operation Download, or with the option 'Existing Export ID'.`,
	});
}

function notListed(problem: ServiceError | undefined): ServiceError {
	return new ServiceError('unexpected', {
		message: 'Qlara started the export without naming its ID, and does not list it',
		description: `${problem ? `The last look at the list failed: ${problem.message}. ` : ''}It may appear later: see the operation Get Many, and get it with the operation Download.`,
	});
}

/** The answer to POST /exports/{exportId}: whether Qlara makes it again, or says that its file is still there (400). */
function stillThere(error: unknown, id: string): Begun<QlaraExport> {
	if (!(error instanceof ServiceError) || error.kind !== 'refused' || error.status !== 400) throw error;
	return { id, stillThere: error.serviceSays ?? 'nothing' };
}

/** Exports of Qlara, as jobs: one value for each item. */
export class QlaraExports implements FileJobProvider<QlaraExport> {
	readonly service;

	readonly words;

	/** As Qlara advises. The look at the list may wait for that of others, up to as long again. */
	readonly gaps = { first: [5], later: [{ fromS: 0, gapS: 5 }] };

	/** How long Qlara knows an export is not documented: longer than anybody waits. */
	readonly memoryMs = 48 * HOUR_MS;

	readonly lagMs = 30_000;

	readonly ids = {};

	readonly idName = 'exportId';

	readonly gone;

	readonly isTemporary = isTemporary;

	readonly identification: Identification<QlaraExport>;

	readonly regenerate?: (id: string, signals: StartSignals) => Promise<Begun<QlaraExport>>;

	private readonly account: Account;

	/**
	 * @param request what `start` asks for; undefined where only existing exports are dealt with
	 * @param pollIntervalMs least time between two looks, 0 = as Qlara advises
	 */
	constructor(
		private readonly client: ServiceClient,
		private readonly request: ExportRequest | undefined,
		{ pollIntervalMs = 0, regenerates = true }: { pollIntervalMs?: number; regenerates?: boolean } = {},
	) {
		this.service = client.service;
		this.account = accountOf(client);
		this.pollIntervalMs = pollIntervalMs;
		const expired = regenerates
			? 'It was made again once, which did not help. Run the node again to start a new export.'
			: "Turn on the option 'Regenerate Expired', use the operation Regenerate, or run the node again to start a new export.";
		this.gone = expired;
		this.words = {
			noun: 'export',
			result: 'a file',
			mayRun: 'An export may be running at Qlara all the same, and trying again starts another one.',
			resume: (id: string) =>
				`Either allow more time in the option 'Timeout', or get the file later: with the operation Download, or with the option 'Existing Export ID', and the ID ${id}.`,
			later: 'get its file with the operation Download',
			missing: {
				message: 'Qlara does not list the export',
				advice: 'It may have been removed, or belong to another account. The operation Get Many shows what Qlara has.',
			},
			failed: (id: string) =>
				`Run the node again to start a new export. If it stays so, ask Agile Telecom about the export ${id}.`,
			expired,
		};
		this.identification = {
			places: this.account.starting,
			before: async (again, signal) => await this.before(again, signal),
			find: async (note, signal) => await this.find(note as Before, signal),
		};
		if (regenerates) this.regenerate = async (id, signals) => await this.makeAgain(id, signals);
	}

	private readonly pollIntervalMs: number;

	/** POST /exports/contacts or /exports/delivery-reports, sent again only after a 429. */
	async start(signals: StartSignals): Promise<Begun<QlaraExport>> {
		const { dataset, filters } = this.request!;
		const { body } = await this.client.request({
			method: 'POST',
			path: ROUTES[dataset],
			body: json(filters),
			retry: false,
			...signals,
		});
		return this.named(idInAnswer(body), body);
	}

	async look(id: string, signal: AbortSignal | undefined, own: boolean): Promise<JobState<QlaraExport>> {
		const gapMs = this.pollIntervalMs;
		const found = await this.account.watch.look(this.client, id, { gapMs, signal });
		return found ? stateOf(found, own) : { phase: 'missing', reason: NOT_LISTED };
	}

	/** Like `look`, at once and with the patience of a read. */
	async lookOnce(id: string, signal: AbortSignal): Promise<JobState<QlaraExport>> {
		const found = await findExport(this.client, id, { signal });
		return found ? stateOf(found, false) : { phase: 'missing', reason: NOT_LISTED };
	}

	/** GET /exports/{exportId}: 400 says that the export has expired. */
	async link(id: string, _known: QlaraExport | undefined, signal?: AbortSignal): Promise<FileLink | 'expired'> {
		try {
			return { url: await downloadLink(this.client, id, { patient: false, signal }) };
		} catch (error) {
			const expired = error instanceof ServiceError && error.kind === 'refused' && error.status === 400;
			return expired ? 'expired' : await Promise.reject(error);
		}
	}

	/** The link is signed, so the file needs no key, wherever it is. */
	async open(url: string, _withKey: boolean, signal?: AbortSignal): Promise<FileAnswer> {
		return await this.client.openFile(url, { withKey: false, signal });
	}

	withoutKey(text: string): string {
		return this.client.withoutKey(text);
	}

	async judge(answer: FileAnswer, _url: string, { newLink }: Tried): Promise<Verdict> {
		const { status } = answer;
		if (status >= 200 && status < 300) return 'deliver';
		if (status === 403 || status === 404 || status === 410) return newLink ? 'expired' : 'newLink';
		if (status === 408 || status === 429 || status >= 500) return 'retry';
		return new ServiceError('refused', {
			message: `The download of the file was refused (HTTP ${status})`,
			description: `It says: ${(await this.client.wordsOf(answer)) ?? 'nothing'}. Run the node again to start a new export.`,
			status,
		});
	}

	/** POST /exports/{exportId}. An answer that names the old ID leaves open whether a new entry appears. */
	private async makeAgain(id: string, signals: StartSignals): Promise<Begun<QlaraExport>> {
		const options = { method: 'POST', path: path`/exports/${id}`, retry: false, ...signals } as const;
		const answer = await this.client.request(options).catch((error: unknown) => stillThere(error, id));
		if ('stillThere' in answer) return answer;
		const { body } = answer as { body: unknown };
		const named = idInAnswer(body);
		return this.named(named === id ? undefined : named, body);
	}

	private named(id: string | undefined, body: unknown): Begun<QlaraExport> {
		if (id === undefined) return {};
		this.account.taken.add(id);
		return { id, details: readEntry(body as IDataObject) };
	}

	private async before(again: string | undefined, signal: AbortSignal): Promise<IDataObject> {
		const list = await listExports(this.client, { signal });
		const old = list.find(({ id }) => again !== undefined && id === again);
		const ids = list.map(({ id }) => id).filter((id) => id !== undefined);
		const { status, isAvailable } = old ?? {};
		const { lost, taken } = this.account;
		lost.seen(ids.filter((id) => !taken.has(id)));
		return {
			ids,
			start: randomUUID(),
			...(again !== undefined && { again }),
			...(status !== undefined && { status }),
			...(isAvailable !== undefined && { isAvailable }),
		};
	}

	/** The entry that was not there before; or the old one, where that is made again under its ID. */
	private async find(before: Before, signal: AbortSignal): Promise<{ id: string; details?: QlaraExport }> {
		const { again, start = before.ids.join() } = before;
		const { lost, taken } = this.account;
		const known = new Set(before.ids);
		// Until it is found, whatever appears may be its.
		lost.add(start, known);
		let problem: ServiceError | undefined;
		for (const gapS of FIND_GAPS_S) {
			await pause(gapS * 1000, signal);
			const list = await listExports(this.client, { ...LOOKING, signal }).catch((error: unknown) => {
				signal.throwIfAborted();
				if (!isTemporary(error)) throw error;
				problem = error;
			});
			if (!list) continue;
			problem = undefined;
			const fresh = list.filter(({ id }) => id !== undefined && !known.has(id) && !taken.has(id));
			if (fresh.length > 1) throw several(fresh);
			const old = list.find(({ id }) => again !== undefined && id === again);
			const movedOn = old && hasMovedOn(old, before) ? old : undefined;
			const isDoubtful = fresh[0]?.id !== undefined && lost.mayOwn(fresh[0].id, start);
			if (isDoubtful && !movedOn) throw perhapsAnothers(fresh[0]!.id!);
			const found = isDoubtful ? movedOn : (fresh[0] ?? movedOn);
			if (found?.id === undefined) continue;
			lost.found(start);
			taken.add(found.id);
			return { id: found.id, details: found };
		}
		if (again !== undefined && !problem) {
			lost.found(start);
			return { id: again };
		}
		throw notListed(problem);
	}
}
