import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { eventItem } from '../shared/lemlist/activities/output';
import { sampleEvents } from '../shared/lemlist/activities/samples';
import { lemlistClient } from '../shared/lemlist/service';
import { isTemporary } from '../shared/n8n/serviceError';
import { Deadline } from '../shared/time/cancellation';
import { monotonicMs } from '../shared/time/clock';
import { type Activity, ActivityReader } from './activities';
import { KnownActivities } from './known';
import { DEEP_LOOK_EVERY_MS, filterKey, firstPosition, Look, newestActivities } from './look';
import { parametersOf, type PollSettings, readSettings } from './parameters';
import { newPosition, type NodeState, StoredPosition } from './position';

/** Activities that a person gets who tries the node in the editor. */
const SAMPLES = 5;

/**
 * n8n waits for the first look after an activation, at its start with those of all workflows: it is short, and the next
 * one does the rest. `afterMs`: who saves an active workflow has it looked at in full.
 */
const ACTIVATION = { requests: 5, requestMs: 10_000, lookMs: 20_000, afterMs: 10 * 60_000 };

/** lemlist may be in trouble for so long before an execution says so, and again after as long (ms). */
const QUIET_TROUBLE_MS = 60 * 60_000;

/** What this process remembers of a node between two looks. Nothing is lost with it. */
interface NodeMemory {
	isLooking: boolean;
	/** n8n keeps one context for all looks of an activation. */
	context?: WeakRef<IPollFunctions>;
	/** `monotonicMs` of the latest look, and since when lemlist is in trouble. */
	lookedAt?: number;
	troubleSince?: number;
	/** `monotonicMs` of an activation at which lemlist did not answer. */
	pendingSince?: number;
	/** `Date.now()` when the latest deep look began. */
	deepAt: number;
	/** lemlist's clock when nothing waited any more: n8n saves positions after looks with a result alone. */
	lemlistAt?: number;
	/** Entries that are no objects, at the latest look. */
	odd: number;
}

const memories = new Map<string, NodeMemory>();

function memoryOf(context: IPollFunctions): NodeMemory {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const memory = memories.get(key) ?? { isLooking: false, deepAt: Date.now(), odd: 0 };
	memories.set(key, memory);
	return memory;
}

/** Whether n8n waits for this look while it activates the workflow. It does not say so. */
function isActivation(context: IPollFunctions, { context: before, lookedAt }: NodeMemory): boolean {
	if (lookedAt === undefined) return true;
	// Also that of n8n's scheduler, which makes a context for each look.
	if (context.getActivationMode() === 'update') return false;
	return before?.deref() !== context && monotonicMs() - lookedAt > ACTIVATION.afterMs;
}

/** The newest activities that fit. The position stays where it is. */
async function samples(context: IPollFunctions, { filter }: PollSettings): Promise<Activity[]> {
	const reader = new ActivityReader(await lemlistClient(context), filter);
	const wanted = (await newestActivities(reader, filter)).slice(0, SAMPLES);
	if (wanted.length > 0) return wanted.reverse();
	return sampleEvents(filter).map((event) => ({ key: String(event._id), at: undefined, event }));
}

function storedPosition(context: IPollFunctions): StoredPosition {
	const global: IDataObject = context.getWorkflowStaticData('global');
	return new StoredPosition(context.getNode().id, global, context.getWorkflowStaticData('node'));
}

/** The state that a look goes on with; undefined for a node that is to begin at the present. */
function savedState(context: IPollFunctions, stored: StoredPosition): NodeState | undefined {
	const saved = stored.read();
	if (stored.isDamaged) {
		context.logger.warn(
			`What n8n kept of the node "${context.getNode().name}" was changed and cannot be read in full. The node goes on ${saved ? 'where it was' : 'with what happens from now on'}; what became visible late may be missing.`,
		);
	}
	if (!saved) return undefined;
	const known = new KnownActivities(saved.known);
	for (const [key, at] of saved.ids ?? []) known.add({ key, at });
	return { position: saved.position, known: known.toData() };
}

/**
 * The moment of an activation at which lemlist did not answer, by lemlist's clock: the own one may be wrong, but tells how
 * long ago it was.
 */
async function activationOf(
	reader: ActivityReader,
	{ activatedAt }: StoredPosition,
	{ pendingSince }: NodeMemory,
): Promise<number | undefined> {
	if (activatedAt === undefined) return undefined;
	await reader.page({ from: 0 }, 0);
	if (reader.lemlistNow === undefined) return activatedAt;
	const agoMs = pendingSince === undefined ? Date.now() - activatedAt : monotonicMs() - pendingSince;
	return reader.lemlistNow - Math.max(0, agoMs);
}

/** By the time of their date; those without one stay where lemlist has them. */
function sorted(activities: Activity[]): Activity[] {
	let latest = 0;
	return activities
		.map((activity) => ({ activity, at: (latest = activity.at ?? latest) }))
		.sort((a, b) => a.at - b.at)
		.map(({ activity }) => activity);
}

/** A look at what is new, kept as far as it came. @throws what ended it, when it had found nothing until then */
async function lookOn(
	context: IPollFunctions,
	look: Look,
	{ stored, memory }: { stored: StoredPosition; memory: NodeMemory },
): Promise<Activity[]> {
	const deepBefore = look.position.deep.startedAt;
	try {
		await look.newOnes();
		await look.lateOnes(Math.abs(Date.now() - memory.deepAt) >= DEEP_LOOK_EVERY_MS);
	} catch (error) {
		if (look.hasMoved) stored.write(look.state);
		if (look.found.length === 0) return await Promise.reject(error);
		context.logger.warn(`The look for activities in lemlist ended early: ${(error as Error).message}`);
		return sorted(look.found);
	} finally {
		if (look.position.deep.startedAt !== deepBefore) memory.deepAt = Date.now();
		if (look.odd !== memory.odd && look.odd > 0) {
			context.logger.warn(`lemlist sent ${look.odd} activities that are no objects; they start nothing`);
		}
		memory.odd = look.odd;
	}
	look.position.step++;
	stored.write(look.state);
	if (look.position.ahead === 0) memory.lemlistAt = look.position.lookedAt;
	return sorted(look.found);
}

async function newActivities(
	context: IPollFunctions,
	settings: PollSettings,
	{ memory, deadline }: { memory: NodeMemory; deadline: Deadline | undefined },
): Promise<Activity[]> {
	const { filter, startDate } = settings;
	const stored = storedPosition(context);
	const limits = deadline ? { retry: false, timeoutMs: ACTIVATION.requestMs, signal: deadline.signal } : {};
	const reader = new ActivityReader(await lemlistClient(context), filter, limits);
	let state = savedState(context, stored);
	if (!state) {
		const from = startDate ?? (await activationOf(reader, stored, memory));
		if (from !== undefined) state = { position: newPosition(filterKey(filter), from, from), known: {} };
	}
	if (!state) {
		stored.write(await firstPosition(reader, filter));
		return [];
	}
	const look = new Look(reader, { ...settings, requests: deadline && ACTIVATION.requests }, state);
	look.adoptFilter(memory.lemlistAt);
	return await lookOn(context, look, { stored, memory });
}

/** What a look found that lemlist's troubles ended: nothing, said in the log, and by an error where it lasts. */
function inTrouble(context: IPollFunctions, memory: NodeMemory, error: Error): Activity[] {
	const stored = storedPosition(context);
	const now = monotonicMs();
	if (!stored.read() && stored.activatedAt === undefined) {
		stored.activatedAt = Date.now();
		memory.pendingSince = now;
	}
	memory.troubleSince ??= now;
	if (now - memory.troubleSince >= QUIET_TROUBLE_MS) {
		memory.troubleSince = now;
		throw error;
	}
	context.logger.warn(`lemlist gave no activities. The next look goes on where this one began. ${error.message}`);
	return [];
}

/** A look, short and forgiving where n8n waits for it. */
async function patientLook(context: IPollFunctions, settings: PollSettings, memory: NodeMemory): Promise<Activity[]> {
	const isFirst = isActivation(context, memory);
	const deadline = isFirst ? new Deadline(ACTIVATION.lookMs) : undefined;
	memory.context = new WeakRef(context);
	try {
		const found = await newActivities(context, settings, { memory, deadline });
		memory.troubleSince = undefined;
		return found;
	} catch (error) {
		if (deadline?.expired || isTemporary(error)) return inTrouble(context, memory, error as Error);
		// Nobody is there who could read it, and n8n would stop looking; the next look says it in an execution.
		const isStart = isFirst && ['init', 'leadershipChange'].includes(context.getActivationMode());
		if (!isStart) return await Promise.reject(error);
		context.logger.error(`The first look for activities in lemlist failed: ${(error as Error).message}`);
		return [];
	} finally {
		deadline?.clear();
		memory.lookedAt = monotonicMs();
	}
}

/** One look at a time: n8n lets a second one begin while the first one reads. */
async function look(context: IPollFunctions, settings: PollSettings): Promise<Activity[]> {
	const memory = memoryOf(context);
	if (memory.isLooking) return [];
	memory.isLooking = true;
	try {
		return await patientLook(context, settings, memory);
	} finally {
		memory.isLooking = false;
	}
}

/** What n8n's `poll` gives: an item per activity, or null when there is nothing new. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = parametersOf(context);
	const settings = readSettings(parameters);
	const activities = await (context.getMode() === 'manual' ? samples : look)(context, settings);
	if (activities.length === 0) return null;
	const simplify = parameters.boolean('simplify');
	return [activities.map(({ event }) => eventItem(event, simplify))];
}
