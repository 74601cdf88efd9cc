import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';
import type { Activity } from './activities';

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
	/** lemlist calls it no more; it counts all the same. */
	disabled?: true;
}

/** One call of a webhook and how it was answered. */
export interface Delivery {
	hookId: string;
	targetUrl: string;
	/** The HTTP status; not set if no answer came. */
	status?: number;
	/** The text of the answer, or why none came. */
	answer: string;
	/** Calls until then, this one included. */
	calls: number;
}

/** Webhooks by id. */
export class Webhooks extends Store<Webhook> {
	/** Whether webhooks are filtered by `campaignId` and `isFirst`: sources disagree on how to ask for it. */
	filters: 'applied' | 'ignored' = 'applied';

	/** Whether the list tells that a webhook is disabled, or leaves such ones out: not documented. */
	disabledShown: 'flag' | 'nothing' | 'hidden' = 'flag';

	/** Whether a webhook stays after an answer 404 or 410: lemlist is said to delete it. */
	afterGone: 'kept' | 'deleted' = 'kept';

	/** How often an event is sent again while the answer is no 2xx, or there is none: not documented. */
	redeliveries = 0;

	ofTeam(teamId: string): Webhook[] {
		return [...this.values()].filter((webhook) => webhook.teamId === teamId);
	}

	/** Calls every webhook that wants to hear of an activity, as lemlist does: a POST with the activity and the secret as JSON. */
	async deliver(activity: Activity): Promise<Delivery[]> {
		const called = this.ofTeam(activity.teamId).filter((webhook) => isCalledFor(webhook, activity, this.filters));
		return await Promise.all(called.map(async (webhook) => await this.untilTaken(webhook, activity)));
	}

	private async untilTaken(webhook: Webhook, activity: Activity): Promise<Delivery> {
		for (let calls = 1; ; calls++) {
			const delivery = { ...(await call(webhook, activity)), calls };
			const { status = 0 } = delivery;
			const isGone = status === 404 || status === 410;
			if (isGone && this.afterGone === 'deleted') this.delete(webhook._id);
			const isTaken = status >= 200 && status < 300;
			if (isTaken || calls > this.redeliveries || !this.has(webhook._id)) return delivery;
		}
	}
}

/** Whether lemlist calls a webhook of the team for an activity. */
function isCalledFor(webhook: Webhook, activity: Activity, filters: Webhooks['filters']): boolean {
	if (webhook.disabled) return false;
	if (webhook.type !== undefined && webhook.type !== activity.type) return false;
	if (filters === 'ignored') return true;
	if (webhook.campaignId !== undefined && webhook.campaignId !== activity.campaignId) return false;
	return webhook.isFirst !== true || activity.isFirst !== false;
}

async function call({ _id, targetUrl, secret }: Webhook, activity: Activity): Promise<Omit<Delivery, 'calls'>> {
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

interface CreateRequest {
	Querystring: { campaignId?: string; isFirst?: string };
	Body: { targetUrl?: unknown; type?: unknown; secret?: unknown } | undefined;
}

/** A webhook as lemlist shows it: never with its secret. */
function shown({
	_id,
	targetUrl,
	createdAt,
	type,
	campaignId,
	isFirst,
}: Webhook): Omit<Webhook, 'teamId' | 'secret' | 'disabled'> {
	return { _id, targetUrl, createdAt, type, campaignId, isFirst };
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const routes: Routes = (api, world) => {
	const webhooks = world.store(Webhooks);

	api.get('/hooks', { config: { kind: 'hooks' } }, async ({ team }) =>
		webhooks
			.ofTeam(team._id)
			.filter(({ disabled }) => !(disabled && webhooks.disabledShown === 'hidden'))
			.map((webhook) => ({
				...shown(webhook),
				...(webhook.disabled && webhooks.disabledShown === 'flag' && { disabled: true }),
			})),
	);

	api.post<CreateRequest>('/hooks', { config: { kind: 'createHook' } }, async ({ body, query, team }) => {
		const targetUrl = textOf(body?.targetUrl);
		if (targetUrl === undefined || !URL.canParse(targetUrl)) throw new ApiError(400, 'Invalid targetUrl');
		const others = webhooks.ofTeam(team._id);
		if (others.some((other) => other.targetUrl === targetUrl)) {
			throw new ApiError(409, { error: 'A webhook with this targetUrl already exists' });
		}
		if (others.length >= MOST_WEBHOOKS) {
			throw new ApiError(409, { error: 'Too many webhooks (max 200 per team, disabled webhooks included)' });
		}
		const webhook: Webhook = {
			_id: world.createId('hoo'),
			teamId: team._id,
			targetUrl,
			createdAt: world.now(),
			type: textOf(body?.type),
			// The documented place; in the body they are not read.
			campaignId: textOf(query.campaignId),
			...(query.isFirst === 'true' && { isFirst: true as const }),
			secret: textOf(body?.secret),
		};
		webhooks.set(webhook._id, webhook);
		const { _id, createdAt, type } = webhook;
		return { _id, targetUrl, createdAt, type };
	});

	api.delete<{ Params: { hookId: string } }>(
		'/hooks/:hookId',
		{ config: { kind: 'deleteHook' } },
		async ({ params, team }) => {
			const webhook = webhooks.get(params.hookId);
			if (webhook === undefined) throw new ApiError(404, 'Webhook not found');
			if (webhook.teamId !== team._id) throw new ApiError(400, 'Bad team');
			webhooks.delete(webhook._id);
			return shown(webhook);
		},
	);
};

export const webhooks = { store: Webhooks, routes } satisfies Resource;
