import type { IDataObject } from 'n8n-workflow';

import type { KnownData } from './known';

/** A filter that the node had before, and the moment up to which it was in force (by `createdAt`, ms since 1970). */
export interface EarlierFilter {
	filter: string;
	until: number;
}

export interface RunningDeepLook {
	/** The period that is still to be read. */
	from: number;
	to: number;
	ahead: number;
	/** As in `Position`, in the millisecond `from`. */
	inside?: number;
}

/** Where the deep looks are, which look for activities that became visible late. */
export interface DeepPosition {
	/** The position of the reading when the latest one that ended began: what it could not see yet is at most so late. */
	base: number;
	/** When the latest one began, by lemlist's clock. */
	startedAt: number;
	/** The position's `step` then. */
	startedStep: number;
	/** Entries the latest one found; the next one finds the end of its list with it. */
	size: number;
	/** Set while one runs. */
	running?: RunningDeepLook;
}

/** Where the node stopped reading. All times are `createdAt`s of lemlist in ms since 1970, none is of the own clock. */
export interface Position {
	/** Rises with every look. */
	step: number;
	/** The filter it belongs to, as JSON. */
	filter: string;
	earlier: EarlierFilter[];
	/** The same with lemlist's clock at the last look with each, until one with the new filter has read everything. */
	passOver?: EarlierFilter[];
	/** Nothing older is ever given: it was there before the node, or what is known of it is forgotten. */
	floor: number;
	/** Everything up to here was read; 0 = there was nothing yet. */
	frontier: number;
	/** About how many entries wait behind `frontier`; 0 = none did at the latest look. */
	ahead: number;
	/**
	 * Entries of the millisecond `frontier` that were read, counted from the newest one; there while that is read by itself,
	 * because it holds more than a look gets through.
	 */
	inside?: number;
	/** The latest page that was read to the end of the list, though it had a length at which it may have been cut off. */
	wholePage?: string;
	/** `frontier` when a look back from there last read very many for nothing. */
	denseAt?: number;
	/** lemlist's clock when nothing waited any more. */
	lookedAt: number;
	deep: DeepPosition;
}

/** The position, and the activities that are not to be given (again). */
export interface NodeState {
	position: Position;
	known: Partial<KnownData>;
}

/** Where a node that could not reach lemlist at its activation begins. */
interface Pending {
	/** By the own clock: there was no other. */
	activatedAt: number;
}

/** What 0.1.0 kept in the node's static data. */
interface CursorOf010 {
	filter: string;
	earliest: number;
	newest: number;
	recent: Record<string, number>;
}

/** How far behind the newest activity 0.1.0 knew those it had given (ms). */
const KNOWN_IN_010_MS = 10 * 60_000;

/**
 * The key in the workflow's static data. There, by the node's ID, because n8n keeps a node's own under its name and
 * loses it when the node is renamed.
 */
const GLOBAL_KEY = 'lemlistPollingTrigger';
const NODE_KEY = 'position';

/** The latest moment that a date can hold (ms since 1970). */
const LATEST = 8.64e15;

/** Not yet known to be as it was saved. */
type Slot = { [Key in keyof (NodeState & Pending)]?: unknown };

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain<Data>(data: Data): Data {
	return JSON.parse(JSON.stringify(data)) as Data;
}

/** A moment or a count; another value where it is none. */
function numberOr<Other>(value: unknown, other: Other): number | Other {
	return typeof value === 'number' && value >= 0 && value <= LATEST ? value : other;
}

function filtersOf(value: unknown): EarlierFilter[] {
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list.filter(
		(one): one is EarlierFilter =>
			isObject(one) && typeof one.filter === 'string' && numberOr(one.until, undefined) !== undefined,
	);
}

function runningOf(value: unknown): RunningDeepLook | undefined {
	if (!isObject(value)) return undefined;
	const [from, to] = [numberOr(value.from, undefined), numberOr(value.to, undefined)];
	if (from === undefined || to === undefined) return undefined;
	const inside = numberOr(value.inside, undefined);
	return { from, to, ahead: numberOr(value.ahead, 0), ...(inside !== undefined && { inside }) };
}

/** A position as it was saved, perhaps by a former version or changed by hand; undefined where it says no place. */
function positionOf(value: unknown): Position | undefined {
	if (!isObject(value)) return undefined;
	const frontier = numberOr(value.frontier, undefined);
	if (frontier === undefined) return undefined;
	const deep = isObject(value.deep) ? value.deep : {};
	const running = runningOf(deep.running);
	const inside = numberOr(value.inside, undefined);
	const denseAt = numberOr(value.denseAt, undefined);
	const passOver = filtersOf(value.passOver);
	return {
		step: numberOr(value.step, 0),
		// One that cannot be read counts as one that wanted the same.
		filter: typeof value.filter === 'string' ? value.filter : '',
		earlier: filtersOf(value.earlier),
		...(passOver.length > 0 && { passOver }),
		// In doubt nothing is given again.
		floor: numberOr(value.floor, frontier),
		frontier,
		ahead: numberOr(value.ahead, 0),
		...(inside !== undefined && { inside }),
		...(typeof value.wholePage === 'string' && { wholePage: value.wholePage }),
		...(denseAt !== undefined && { denseAt }),
		lookedAt: numberOr(value.lookedAt, 0),
		deep: {
			base: numberOr(deep.base, frontier),
			startedAt: numberOr(deep.startedAt, 0),
			startedStep: numberOr(deep.startedStep, 0),
			size: numberOr(deep.size, 0),
			...(running && { running }),
		},
	};
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

/** What is known; undefined where it cannot be read. */
function knownOf(value: unknown): Partial<KnownData> | undefined {
	if (!isObject(value)) return undefined;
	const { hours = {}, undated = '' } = value;
	if (!isText(undated) || !isObject(hours) || !Object.values(hours).every(isText)) return undefined;
	return { hours: hours as Record<string, string>, undated };
}

function isCursor(value: unknown): value is CursorOf010 {
	if (!isObject(value) || !isObject(value.recent)) return false;
	return typeof value.filter === 'string' && [value.earliest, value.newest].every((time) => typeof time === 'number');
}

function fromCursor({ filter, earliest, newest, recent }: CursorOf010): NodeState & { ids: Array<[string, number]> } {
	return {
		position: {
			...newPosition(filter, Math.max(earliest, newest - KNOWN_IN_010_MS, 0), newest),
			lookedAt: newest,
		},
		known: {},
		ids: Object.entries(recent),
	};
}

/** A position at the beginning. */
export function newPosition(filter: string, floor: number, frontier: number): Position {
	return {
		step: 0,
		filter,
		earlier: [],
		floor,
		frontier,
		ahead: 0,
		lookedAt: 0,
		deep: { base: frontier, startedAt: 0, startedStep: 0, size: 0 },
	};
}

/** A node's place in n8n's static data. */
export class StoredPosition {
	constructor(
		private readonly nodeId: string,
		private readonly global: IDataObject,
		private readonly node: IDataObject,
	) {}

	/** Whether some of what was read last is not as it was saved. */
	isDamaged = false;

	/**
	 * What was saved; `ids` are those that 0.1.0 knew, by time. Copies, so that a look that fails has changed nothing.
	 *
	 * @returns undefined for a node that never reached lemlist
	 */
	read(): (NodeState & { ids?: Array<[string, number]> }) | undefined {
		this.isDamaged = false;
		const { position, known } = this.slot();
		const own = this.node[NODE_KEY];
		const ofNode = isObject(own) && own.nodeId === this.nodeId ? own : undefined;
		const saved = [position, ofNode].filter((one) => one !== undefined);
		const readable = saved.map(positionOf).filter((one) => one !== undefined);
		const latest = readable.sort((a, b) => b.step - a.step).at(0);
		this.isDamaged = readable.length < saved.length;
		if (latest) {
			const read = knownOf(known);
			if (read) return plain({ position: latest, known: read });
			this.isDamaged = true;
			return plain({ position: { ...latest, floor: latest.frontier + 1 }, known: {} });
		}
		const { cursor } = this.node;
		this.isDamaged ||= cursor !== undefined && !isCursor(cursor);
		return isCursor(cursor) ? fromCursor(cursor) : undefined;
	}

	/** When a node that has not reached lemlist yet was activated (ms since 1970). */
	get activatedAt(): number | undefined {
		return numberOr(this.slot().activatedAt, undefined);
	}

	set activatedAt(time: number) {
		if (this.activatedAt === undefined) this.put({ activatedAt: time });
	}

	/**
	 * Puts it where n8n saves it. The position stands in the node's own data as well: where n8n keeps the positions of
	 * its pollers itself (durable cursors), it saves only that after a look that found nothing.
	 */
	write({ position, known }: NodeState): void {
		this.put({ position: plain(position), known: plain(known) });
		this.node[NODE_KEY] = { ...plain(position), nodeId: this.nodeId } as unknown as IDataObject;
		delete this.node.cursor;
	}

	private slot(): Slot {
		const all = this.global[GLOBAL_KEY];
		const slot = isObject(all) ? all[this.nodeId] : undefined;
		return isObject(slot) ? (slot as Slot) : {};
	}

	private put(slot: NodeState | Pending): void {
		const all = this.global[GLOBAL_KEY];
		this.global[GLOBAL_KEY] = { ...(isObject(all) ? all : {}), [this.nodeId]: slot } as unknown as IDataObject;
	}
}
