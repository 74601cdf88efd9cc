import type { Activity } from './activities';
import type { State } from '../state';

/** lemlist's most webhooks of a team; disabled ones count. */
export const MOST_WEBHOOKS = 200;

const DELIVERY_TIMEOUT_MS = 30_000;

/** A webhook as GET /hooks lists it, plus what only lemlist knows. */
export interface Webhook {
	_id: string;
	teamId: string;
	targetUrl: string;
	createdAt: string;
	/** None = called for every event. */
	type?: string;
	campaignId?: string;
	isFirst?: true;
	/** Never listed; sent as `secret` in the body of each call. */
	secret?: string;
}

/** One call of a webhook and how it was answered. */
export interface Delivery {
	hookId: string;
	targetUrl: string;
	/** The HTTP status; not set if no answer came. */
	status?: number;
	/** The text of the answer, or why none came. */
	answer: string;
}

/** Whether lemlist calls a webhook for an activity. */
function isCalledFor(webhook: Webhook, activity: Activity, filters: State['webhookFilters']): boolean {
	if (webhook.teamId !== activity.teamId) return false;
	if (webhook.type !== undefined && webhook.type !== activity.type) return false;
	if (filters === 'ignored') return true;
	if (webhook.campaignId !== undefined && webhook.campaignId !== activity.campaignId) return false;
	return webhook.isFirst !== true || activity.isFirst !== false;
}

async function call({ _id, targetUrl, secret }: Webhook, activity: Activity): Promise<Delivery> {
	try {
		const response = await fetch(targetUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...activity, ...(secret !== undefined && { secret }) }),
			signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
		});
		return { hookId: _id, targetUrl, status: response.status, answer: await response.text() };
	} catch (error) {
		return { hookId: _id, targetUrl, answer: String(error) };
	}
}

/** Calls every webhook that wants to hear of an activity, as lemlist does: a POST with the activity and the secret as JSON. */
export async function deliverEvent(state: State, activity: Activity): Promise<Delivery[]> {
	const called = [...state.webhooks.values()].filter((webhook) => isCalledFor(webhook, activity, state.webhookFilters));
	return await Promise.all(called.map((webhook) => call(webhook, activity)));
}
