import type { IDataObject } from 'n8n-workflow';

/** How many events of a node are remembered, the latest. */
const REMEMBERED = 500;

/**
 * The events of each node in this process. Static data alone does not do: n8n reads it afresh for
 * every call and saves it after it, so two calls at the same moment cannot see each other there, and
 * n8n 2.39 saves it only after a call that starts no workflow.
 */
const inProcess = new Map<string, string[]>();

/**
 * Whether an event was seen before; from now on it was. Remembered in this process, and in static
 * data for the time after a restart.
 *
 * @param nodeKey tells the nodes of all workflows apart
 * @param staticData of the node; its `seenEvents` is used
 */
export function isDuplicate(nodeKey: string, staticData: IDataObject, eventId: string): boolean {
	const stored = Array.isArray(staticData.seenEvents) ? (staticData.seenEvents as string[]) : [];
	const seen = new Set([...stored, ...(inProcess.get(nodeKey) ?? [])]);
	const isKnown = seen.has(eventId);
	const latest = [...seen.add(eventId)].slice(-REMEMBERED);
	inProcess.set(nodeKey, latest);
	staticData.seenEvents = latest;
	return isKnown;
}
