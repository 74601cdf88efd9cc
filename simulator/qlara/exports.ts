import { seedOf } from '../engine/random';
import { Store, type World } from '../engine/world';
import { Answers, type StatusWords } from './answers';
import { checkQlaraSize, type Dataset, qlaraCsv } from './csv';
import { FIRST_ACCOUNT } from './keys';

const HOUR = 3_600_000;

/** How one export behaves; times are of the simulator's clock. */
export interface QlaraExportSettings {
	/** How long until it is finished; `Infinity` = for ever. */
	durationMs: number;
	/** How long after that its file can be downloaded; less than 0 = before its status says so, `Infinity` = never. */
	availableAfterMs: number;
	/** How long its file can be downloaded. */
	lifetimeMs: number;
	/** How long a link to it works. */
	linkLifetimeMs: number;
	/** Whether it fails instead of being finished. */
	failed: boolean;
	/** The field `error` of its entry; not set = there is none. */
	error?: unknown;
	/** Bytes of the generated file; see `qlaraCsv` for the smallest. Ignored when `content` is set. */
	size: number;
	/** The exact file instead of a generated one. */
	content?: string | Buffer;
	/** Whether the file host tells the file's length. */
	fileLength: 'told' | 'absent';
	/** Words for its states, over those of `Answers`. */
	words?: Partial<StatusWords>;
	/** Fields put over those of its entry, for entries that nobody thought of. */
	fields?: Record<string, unknown>;
}

export const QLARA_EXPORT_DEFAULTS: QlaraExportSettings = {
	durationMs: 1_000,
	availableAfterMs: 0,
	lifetimeMs: 24 * HOUR,
	linkLifetimeMs: HOUR / 4,
	failed: false,
	size: 23_654,
	fileLength: 'told',
};

/** One export as the simulator keeps it. Its state is not stored but follows from the clock. */
export interface QlaraExport {
	id: string | number;
	account: string;
	dataset: Dataset;
	/** The body of its start. */
	filters: Record<string, unknown>;
	/** Milliseconds since 1970; a regeneration under the same id does not change it. */
	createdAt: number;
	/** When it was queued, or queued again. */
	queuedAt: number;
	/** How many times it was queued. */
	round: number;
	/** When its file went, if that was not by its age. */
	expiredAt?: number;
	settings: QlaraExportSettings;
}

export type NewQlaraExport = Partial<Omit<QlaraExport, 'settings'>> & { settings?: Partial<QlaraExportSettings> };

export type Phase = 'queued' | 'processing' | 'completed' | 'failed' | 'expired';

/** What part of its duration an export is queued before it is worked on. */
const QUEUED_PART = 0.25;

/** Exports by their ids as text. */
export class QlaraExports extends Store<QlaraExport> {
	/** Settings of every export; a change counts from the next start. */
	readonly defaults: QlaraExportSettings = { ...QLARA_EXPORT_DEFAULTS };
	private readonly answers: Answers;
	private readonly next: Array<Partial<QlaraExportSettings>> = [];
	private lastNumber = 4_700;

	constructor(world: World) {
		super(world);
		this.answers = world.store(Answers);
	}

	/** Sets how the next export that is started or regenerated behaves, over the defaults. */
	setNext(settings: Partial<QlaraExportSettings>): void {
		this.next.push(settings);
	}

	/** Queues an export as POST /exports/… does. */
	start(account: string, dataset: Dataset, filters: Record<string, unknown>): QlaraExport {
		return this.add({ account, dataset, filters, settings: this.next.shift() });
	}

	/** Adds an export that somebody else started, now unless `queuedAt` is given. */
	add({ settings, ...given }: NewQlaraExport = {}): QlaraExport {
		const queuedAt = given.queuedAt ?? this.world.clock.now();
		const added: QlaraExport = {
			id: this.answers.idType === 'number' ? ++this.lastNumber : this.world.createId('exp'),
			account: FIRST_ACCOUNT,
			dataset: 'contacts',
			filters: {},
			createdAt: queuedAt,
			queuedAt,
			round: 1,
			...given,
			settings: { ...this.defaults, ...settings },
		};
		if (added.settings.content === undefined) checkQlaraSize(added.settings.size);
		this.set(String(added.id), added);
		return added;
	}

	/** Queues an expired export again, as POST /exports/{exportId} does; under the same id or as one of its own. */
	regenerate(old: QlaraExport): QlaraExport {
		const settings = { ...old.settings, ...this.next.shift() };
		if (this.answers.regenerates === 'newId')
			return this.add({ account: old.account, dataset: old.dataset, filters: old.filters, settings });
		return Object.assign(old, {
			settings,
			queuedAt: this.world.clock.now(),
			round: old.round + 1,
			expiredAt: undefined,
		});
	}

	/** The export of an account; undefined if there is none, or it is another account's. */
	of(account: string, id: string): QlaraExport | undefined {
		const found = this.get(id);
		return found?.account === account ? found : undefined;
	}

	/** The export that a file belongs to: none if the file was replaced by a newer one. */
	ofFile(fileName: string): QlaraExport | undefined {
		return [...this.values()].find((each) => fileNameOf(each) === fileName);
	}

	/** An account's exports as the list has them, the oldest first. */
	listed(account: string): QlaraExport[] {
		const now = this.world.clock.now();
		return [...this.values()]
			.filter((each) => each.account === account && now >= each.createdAt + this.answers.listDelayMs)
			.sort((one, other) => one.createdAt - other.createdAt);
	}

	phaseOf(each: QlaraExport): Phase {
		const now = this.world.clock.now();
		const { queuedAt, expiredAt = Infinity, settings } = each;
		const finishedAt = queuedAt + settings.durationMs;
		if (settings.failed && now >= finishedAt) return 'failed';
		if (now >= Math.min(expiredAt, availableAt(each) + settings.lifetimeMs)) return 'expired';
		if (now >= finishedAt) return 'completed';
		return now < queuedAt + settings.durationMs * QUEUED_PART ? 'queued' : 'processing';
	}

	/** Whether its file is there. */
	isAvailable(each: QlaraExport): boolean {
		const phase = this.phaseOf(each);
		return phase !== 'failed' && phase !== 'expired' && this.world.clock.now() >= availableAt(each);
	}

	/** An entry of GET /exports. */
	describe(each: QlaraExport): Record<string, unknown> {
		const { dataset, createdAt, queuedAt, round, settings } = each;
		// A list that lags shows a regenerated export as it was.
		const lags = round > 1 && this.world.clock.now() < queuedAt + this.answers.listDelayMs;
		const phase = lags ? 'expired' : this.phaseOf(each);
		const isAvailable = phase === 'expired' ? this.answers.flagOfExpired === 'stays' : !lags && this.isAvailable(each);
		return {
			[this.answers.entryIdName]: each.id,
			type: dataset === 'contacts' ? 'CONTACTS' : 'DELIVERY_REPORTS',
			status: { ...this.answers.words, ...settings.words }[phase],
			isAvailableForDownload: isAvailable,
			createdAt: new Date(createdAt).toISOString(),
			...(settings.error !== undefined && { error: settings.error }),
			...settings.fields,
		};
	}

	/** Has an export be finished and its file be there from now on. */
	finish({ id }: Pick<QlaraExport, 'id'>): void {
		const each = this.require(id);
		const durationMs = this.world.clock.now() - each.queuedAt;
		Object.assign(each.settings, { durationMs, availableAfterMs: 0, failed: false });
	}

	/** Has an export fail now. */
	fail({ id }: Pick<QlaraExport, 'id'>, error?: unknown): void {
		const each = this.require(id);
		const durationMs = this.world.clock.now() - each.queuedAt;
		Object.assign(each.settings, { durationMs, failed: true, ...(error !== undefined && { error }) });
	}

	/** Has an export's file go now. */
	expire({ id }: Pick<QlaraExport, 'id'>): void {
		this.require(id).expiredAt = this.world.clock.now();
	}

	private require(id: string | number): QlaraExport {
		const found = this.get(String(id));
		if (found === undefined) throw new Error(`There is no export ${id}`);
		return found;
	}
}

function availableAt({ queuedAt, settings }: QlaraExport): number {
	return queuedAt + settings.durationMs + settings.availableAfterMs;
}

/** A regeneration makes a file of its own. */
export function fileNameOf({ id, dataset, round }: QlaraExport): string {
	return `${dataset === 'contacts' ? 'contacts' : 'delivery-reports'}_${id}_${round}.csv`;
}

/** The size of the file in bytes. */
export function qlaraFileSize({ settings }: Pick<QlaraExport, 'settings'>): number {
	return settings.content === undefined ? settings.size : Buffer.byteLength(settings.content);
}

/** The bytes of the export's file, piece by piece: what a download must deliver. */
export function qlaraFileChunks(each: QlaraExport): Iterable<Buffer> {
	const { settings, dataset } = each;
	if (settings.content === undefined) return qlaraCsv(dataset, settings.size, seedOf(fileNameOf(each)));
	return [Buffer.from(settings.content)];
}
