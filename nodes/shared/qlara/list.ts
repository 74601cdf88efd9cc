import type { IDataObject } from 'n8n-workflow';

import { listItems } from '../http/answers';
import type { RequestOptions, ServiceClient } from '../http/client';
import { type List, readPages } from '../http/pages';
import { SharedLook } from '../jobs/sharedLook';
import { Places } from '../time/places';
import { type QlaraExport, readEntry } from './entries';
import { LostStarts } from './lostStarts';
import { qlara } from './service';

/** Least time between two looks at the list (ms): Qlara asks for one every 5 to 10 s. */
const LOOK_GAP_MS = 5000;

/** Entries asked for in one page. Qlara's longest is not documented; by default it has 10. */
const PAGE_SIZE = 100;
const LEAST_PAGE = 10;

/** The list in an answer, bare or wrapped, also twice (`{data: {exports: […]}}`). */
function entriesIn(body: unknown): IDataObject[] {
	const inner = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.values(body) : [];
	for (const candidate of [body, ...inner.filter((one) => !Array.isArray(one))]) {
		try {
			return listItems<IDataObject>(qlara, candidate, 'the exports');
		} catch {
			// Perhaps one level down.
		}
	}
	return listItems<IDataObject>(qlara, body, 'the exports');
}

function listOf(options: Pick<RequestOptions, 'retry' | 'kind'>): List<IDataObject> {
	return {
		what: 'the exports',
		request: { path: '/exports', ...options },
		paging: { by: 'page', firstPage: 0, pageSize: PAGE_SIZE, leastPage: LEAST_PAGE },
		read: entriesIn,
		key: (entry) => readEntry(entry).id ?? JSON.stringify(entry),
	};
}

/** How to ask for the list; a look at a job has its patience elsewhere. */
export type ListOptions = Pick<RequestOptions, 'retry' | 'kind' | 'signal'>;
export const LOOKING = { retry: false, kind: 'look' } as const;

/** GET /exports, all of it or as far as it is wanted. */
export async function listExports(
	client: ServiceClient,
	{ signal, ...options }: ListOptions = {},
	{ atMost = Infinity, until = () => false }: { atMost?: number; until?(found: QlaraExport): boolean } = {},
): Promise<QlaraExport[]> {
	const found: QlaraExport[] = [];
	for await (const { fresh } of readPages(client, listOf(options), { atMost, signal })) {
		found.push(...fresh.map(readEntry));
		if (found.length >= atMost || found.some(until)) break;
	}
	return found.slice(0, atMost);
}

/** An export by its ID; undefined where the list has none. There is no other way to ask for its status. */
export async function findExport(
	client: ServiceClient,
	exportId: string,
	options: ListOptions = {},
): Promise<QlaraExport | undefined> {
	const isIt = ({ id }: QlaraExport) => id === exportId;
	return (await listExports(client, options, { until: isIt })).find(isIt);
}

interface Look {
	found: Map<string, QlaraExport>;
	/** Whether all pages were read; else only those up to the last export that somebody waited for. */
	isWhole: boolean;
}

/** All exports of an account that this process waits for, watched by one look at the list. */
class Watch {
	private readonly watchers = new Set<{ exportId: string; client: ServiceClient }>();

	private readonly shared = new SharedLook(async (signal) => await this.read(signal), LOOK_GAP_MS);

	/** @param gapMs least time since the look before; 0 = as Qlara advises */
	async look(
		client: ServiceClient,
		exportId: string,
		{ gapMs, signal }: { gapMs: number; signal?: AbortSignal },
	): Promise<QlaraExport | undefined> {
		const watcher = { exportId, client };
		this.watchers.add(watcher);
		try {
			for (;;) {
				const { found, isWhole } = await this.shared.look(signal, gapMs || LOOK_GAP_MS);
				// Whoever came late may have missed the pages that were read already.
				if (isWhole || found.has(exportId)) return found.get(exportId);
			}
		} finally {
			this.watchers.delete(watcher);
		}
	}

	private async read(signal: AbortSignal): Promise<Look> {
		const found = new Map<string, QlaraExport>();
		const [first] = this.watchers;
		signal.throwIfAborted();
		for await (const { fresh, isLast } of readPages(first!.client, listOf(LOOKING), { signal })) {
			for (const one of fresh.map(readEntry)) if (one.id !== undefined) found.set(one.id, one);
			const hasAll = [...this.watchers].every(({ exportId }) => found.has(exportId));
			if (hasAll && !isLast) return { found, isWhole: false };
		}
		return { found, isWhole: true };
	}
}

/** What all executions of this process share of an account. */
export interface Account {
	watch: Watch;
	/** Starts take turns until their IDs are known. */
	starting: Places;
	/** IDs that belong to one start, and can be no other's. */
	taken: Set<string>;
	/** Starts whose exports were not found yet. */
	lost: LostStarts;
}

const accounts = new WeakMap<object, Account>();

export function accountOf({ account }: ServiceClient): Account {
	const known = accounts.get(account) ?? {
		watch: new Watch(),
		starting: new Places(1),
		taken: new Set(),
		lost: new LostStarts(),
	};
	accounts.set(account, known);
	return known;
}
