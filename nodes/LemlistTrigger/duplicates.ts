import type { IDataObject } from 'n8n-workflow';

import { Deadline, untilAborted } from '../shared/time/cancellation';

/** How many events of a node are remembered, the latest. */
const REMEMBERED = 500;

/** How long a call waits for another one with the same event (ms). A double does less harm than an event that is lost. */
const PATIENCE_MS = 10_000;

/** An event whose run n8n may accept. */
export interface Admission {
	/** The run was accepted: the event is a duplicate from now on. */
	accepted(): void;
	/** n8n could not start the run: the event starts one when it comes again. Takes back `accepted`. */
	failed(): void;
}

/** An event that is on its way into a run; `ended` says whether the run was accepted. */
interface Pending {
	ended: Promise<boolean>;
	end(accepted: boolean): void;
}

/** The IDs in static data, which anybody may have changed. */
function idsIn(stored: unknown): string[] {
	return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [];
}

/** What a process knows of a node's events. */
class NodeEvents {
	accepted: string[] = [];

	readonly pending = new Map<string, Pending>();

	latest(stored: unknown): string[] {
		return [...new Set([...idsIn(stored), ...this.accepted])];
	}
}

/**
 * The events of each node in this process. Static data alone does not do: n8n reads it afresh for every call and saves
 * it when the call is answered, so two calls at the same moment cannot see each other there. Processes share static data
 * alone.
 */
const inProcess = new Map<string, NodeEvents>();

function eventsOf(nodeKey: string): NodeEvents {
	const events = inProcess.get(nodeKey) ?? new NodeEvents();
	inProcess.set(nodeKey, events);
	return events;
}

function newPending(): Pending {
	let end: Pending['end'] = () => {};
	const ended = new Promise<boolean>((resolve) => {
		end = resolve;
	});
	return { ended, end };
}

/** Waits until the call that brought the event first has ended, or for as long as patience lasts. */
async function waitFor({ ended }: Pending): Promise<void> {
	const limit = new Deadline(PATIENCE_MS);
	// With patience at its end the event starts a run of its own.
	await untilAborted(ended, limit.signal).catch(() => {});
	limit.clear();
}

/**
 * Admits an event to start a run, unless one was accepted for it before. A second call with it at the same moment waits
 * for the first, and starts the run if the first could not.
 *
 * @param nodeKey tells the nodes of all workflows apart
 * @param staticData of the node; its `seenEvents` is used
 * @returns undefined for a duplicate
 */
export async function admit(nodeKey: string, staticData: IDataObject, eventId: string): Promise<Admission | undefined> {
	const events = eventsOf(nodeKey);
	for (;;) {
		const known = events.latest(staticData.seenEvents);
		if (known.includes(eventId)) {
			// A call that starts no run is one after which every n8n saves static data.
			remember(events, staticData, known);
			return undefined;
		}
		const running = events.pending.get(eventId);
		if (running === undefined) break;
		await waitFor(running);
		if (events.pending.get(eventId) === running) events.pending.delete(eventId);
	}
	const pending = newPending();
	events.pending.set(eventId, pending);
	const end = (accepted: boolean) => {
		if (events.pending.get(eventId) === pending) events.pending.delete(eventId);
		const known = events.latest(staticData.seenEvents).filter((id) => id !== eventId);
		remember(events, staticData, accepted ? [...known, eventId] : known);
		pending.end(accepted);
	};
	return { accepted: () => end(true), failed: () => end(false) };
}

/** Keeps these events in mind, the latest of them. */
function remember(events: NodeEvents, staticData: IDataObject, known: string[]): void {
	events.accepted = known.slice(-REMEMBERED);
	const stored = idsIn(staticData.seenEvents);
	// n8n writes the whole static data of a workflow to its database whenever something in it was set.
	if (stored.join() !== events.accepted.join()) staticData.seenEvents = [...events.accepted];
}
