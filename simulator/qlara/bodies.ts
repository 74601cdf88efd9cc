import { z } from 'zod';
import type { Dataset } from './csv';

/** Text or a number, whichever Qlara's are: that is not documented. */
const id = z.union([z.string().regex(/^[\w-]+$/, 'malformed ID'), z.number().int().positive()]);
const ids = z.array(id).min(1);

const contacts = z
	.object({ listIds: ids.optional(), contactIds: ids.optional() })
	.strict()
	.refine(({ listIds, contactIds }) => listIds === undefined || contactIds === undefined, {
		message: 'give either listIds or contactIds',
	});

// Such as `2025-01-01T00:00:00+01:00`: a day that exists, and an offset with its colon.
const dateTime = z
	.string()
	.datetime({ offset: true, message: 'not an ISO 8601 date and time with an offset' })
	.regex(/(Z|:\d\d)$/, 'not an offset such as +01:00');

const deliveryReports = z
	.object({ campaignId: id.optional(), startDateTime: dateTime.optional(), endDateTime: dateTime.optional() })
	.strict()
	.superRefine(({ campaignId, startDateTime, endDateTime }, { addIssue }) => {
		const complain = (message: string) => addIssue({ code: 'custom', message });
		if (campaignId !== undefined) {
			if (startDateTime !== undefined || endDateTime !== undefined)
				complain('give either campaignId or startDateTime and endDateTime');
		} else if (startDateTime === undefined || endDateTime === undefined) {
			complain('campaignId, or startDateTime and endDateTime, must be given');
		} else if (Date.parse(startDateTime) > Date.parse(endDateTime)) {
			complain('startDateTime is after endDateTime');
		}
	});

const schemas = { contacts, deliveryReports };

/** The body of a start, or what is wrong with it. */
export function readBody(dataset: Dataset, body: unknown): { filters: Record<string, unknown> } | { wrong: string } {
	const parsed = schemas[dataset].safeParse(body);
	if (parsed.success) return { filters: parsed.data };
	const issues = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
	return { wrong: `Invalid request body: ${issues.join('; ')}` };
}
