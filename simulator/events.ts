import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from './engine/apiError';
import { parseBody } from './engine/control';
import { CONTROL_PREFIX } from './engine/server';
import { type Activity, isActivityType } from './resources/activities';
import type { Lead } from './resources/leads';
import type { State } from './state';

const DEFAULT_TYPE = 'emailsReplied';

/** What may be said of an event; whatever is not is made up. Other fields go into the activity as they are. */
const eventBody = z.object({ type: z.string().optional(), campaignId: z.string().optional() }).passthrough();

/** What an activity of a type says of its lead; an accepted invitation says it in fields of its own (recorded). */
export function aboutLead(lead: Lead, type: string): Partial<Activity> {
	const { _id, firstName, lastName, email, companyName, linkedinUrl, lastState, variables } = lead;
	return {
		leadId: _id,
		...(type === 'linkedinInviteAccepted' ? { firstName, lastName, linkedinUrl } : { leadEmail: email }),
		leadFirstName: firstName,
		leadLastName: lastName,
		leadCompanyName: companyName,
		lead: { _id, isPaused: false, state: lastState, variables: { firstName, lastName, email, ...variables } },
	};
}

/** Adds an activity of a lead of the campaign, the first campaign unless one is named; another lead each time. */
function addActivity(state: State, fields: z.output<typeof eventBody>): Activity {
	const { type = DEFAULT_TYPE, campaignId, ...others } = fields;
	if (!isActivityType(type)) throw new ApiError(400, { error: `lemlist has no event of the type "${type}"` });
	const campaigns = [...state.campaigns.values()];
	const campaign = campaignId === undefined ? campaigns[0] : state.campaigns.get(campaignId);
	if (campaignId !== undefined && !campaign) throw new ApiError(400, { error: `There is no campaign ${campaignId}` });
	if (!campaign) return state.activities.add({ ...others, type });
	const leads = [...state.leads.values()].filter((lead) => lead.campaignId === campaign._id);
	const lead = leads[state.activities.length % leads.length];
	return state.activities.add({
		campaignId: campaign._id,
		campaignName: campaign.name,
		...(lead && aboutLead(lead, type)),
		...others,
		type,
	});
}

/**
 * POST /_simulator/events: lets something happen in lemlist, from another process. The activity is in GET /activities from
 * then on, and the answer tells how each webhook that was called with it answered. Fields are in the query or a JSON body.
 */
export function addEventRoute(app: FastifyInstance, state: State): void {
	app.post(`${CONTROL_PREFIX}/events`, async ({ query, body }) => {
		const fields = parseBody(eventBody, { ...(query as object), ...((body ?? {}) as object) });
		const activity = addActivity(state, fields);
		return { activity, deliveries: await state.webhooks.deliver(activity) };
	});
}
