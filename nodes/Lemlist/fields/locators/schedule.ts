import { z } from 'zod';

import type { Paging } from '../../../shared/http/pages';
import { listItems, parseAnswer } from '../../../shared/lemlist/answers';
import { type Locator, locator } from '../../../shared/lemlist/locator';

/** GET /schedules; its longest page is not documented, 100 is the default. */
const SCHEDULE_PAGES: Paging = { by: 'offset', pageSize: 100 };

const row = z
	.object({
		_id: z.string(),
		name: z.string().nullish().catch(undefined),
		start: z.string().nullish().catch(undefined),
		end: z.string().nullish().catch(undefined),
		timezone: z.string().nullish().catch(undefined),
	})
	.passthrough();

/** A schedule of the team. Many have lemlist's default name, so the hours stand beside it. */
export const schedule: Locator = locator<z.infer<typeof row>>({
	what: 'a schedule',
	prefixes: ['skd_'],
	searchMethod: 'searchSchedules',
	field: { name: 'scheduleId', displayName: 'Schedule', description: 'The schedule of the team to work with' },
	example: 'skd_A1B2C3D4E5F6G7H8I',
	list: () => ({
		what: 'the schedules',
		request: { path: '/schedules', query: { sortBy: 'createdAt', sortOrder: 'desc' } },
		paging: SCHEDULE_PAGES,
		read: (body) => parseAnswer(z.array(row), listItems(body, 'the schedules'), 'the schedules'),
	}),
	choice: ({ _id, name, start, end, timezone }) => {
		const hours = [start && end && `${start}–${end}`, timezone].filter(Boolean).join(' ');
		return { name: `${name?.trim() || _id}${hours && ` (${hours})`}`, value: _id };
	},
});
