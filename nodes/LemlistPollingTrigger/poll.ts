import { lemlistClient } from '../shared/lemlist/service';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isWanted, readFilter } from '../shared/lemlist/activities/filter';
import { eventItem } from '../shared/lemlist/activities/output';
import { sampleEvents } from '../shared/lemlist/activities/samples';
import type { ItemParameters } from '../shared/n8n/parameters';
import { activitiesSince, type Activity, newestActivities } from './activities';
import { advanced, type Cursor, readCursor, unseen, upToNow, windowStart } from './cursor';
import { parametersOf } from './parameters';

/** Activities that a person gets who tries the node in the editor. */
const SAMPLES = 5;

/** The moment of the option Start Date (ms since 1970), for the first look. */
function startDateOf(parameters: ItemParameters): number | undefined {
	const date = parameters.optionalDate('options.startDate');
	return date === undefined ? undefined : Date.parse(date);
}

/** The newest activities that fit, or made-up ones where none does. The cursor stays where it is. */
async function samples(context: IPollFunctions, parameters: ItemParameters): Promise<Activity[]> {
	const filter = readFilter(parameters);
	const newest = await newestActivities(await lemlistClient(context), filter);
	const wanted = newest.filter(({ event }) => isWanted(filter, event)).slice(0, SAMPLES);
	if (wanted.length > 0) return wanted.reverse();
	return sampleEvents(filter).map((event) => ({ id: String(event._id), at: 0, event }));
}

/**
 * The activities since the last look, oldest first. Everything that can fail comes before the cursor
 * moves, so that a failed look is simply done again by the next one.
 */
async function newActivities(context: IPollFunctions, parameters: ItemParameters): Promise<Activity[]> {
	const filter = readFilter(parameters);
	const startDate = startDateOf(parameters);
	const filterKey = JSON.stringify({ ...filter, types: [...filter.types].sort() });
	const staticData: IDataObject = context.getWorkflowStaticData('node');
	const before = readCursor(staticData, filterKey);

	// The first look without a start date only finds out where the present is.
	const since = before
		? windowStart(before)
		: (startDate ?? ((newest: number) => windowStart({ earliest: 0, newest: upToNow(newest) })));
	const read = await activitiesSince(await lemlistClient(context), filter, since);
	const wanted = read.filter(({ event }) => isWanted(filter, event));

	// Read anew, because n8n lets looks overlap: another may have ended meanwhile. From here on nothing waits.
	const cursor = readCursor(staticData, filterKey);
	const start: Cursor = cursor ?? { filter: filterKey, earliest: startDate ?? 0, newest: 0, recent: {} };
	staticData.cursor = { ...advanced(start, read, wanted) };
	return cursor || startDate !== undefined ? unseen(start, wanted) : [];
}

/** What n8n's `poll` gives: an item per activity, or null when there is nothing new. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = parametersOf(context);
	const look = context.getMode() === 'manual' ? samples : newActivities;
	const activities = await look(context, parameters);
	if (activities.length === 0) return null;
	const simplify = parameters.boolean('simplify');
	return [activities.map(({ event }) => eventItem(event, simplify))];
}
