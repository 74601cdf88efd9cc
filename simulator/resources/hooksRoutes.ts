import { ApiError, type RouteGroup } from '../engine/context';
import { MOST_WEBHOOKS, type Webhook } from './webhooks';

interface CreateRequest {
	Querystring: { campaignId?: string; isFirst?: string };
	Body: { targetUrl?: unknown; type?: unknown; secret?: unknown } | undefined;
}

/** A webhook as lemlist shows it: never with its secret. */
function shown({ _id, targetUrl, createdAt, type, campaignId, isFirst }: Webhook): Omit<Webhook, 'teamId' | 'secret'> {
	return { _id, targetUrl, createdAt, type, campaignId, isFirst };
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export const hookRoutes: RouteGroup = (api, { state, clock }) => {
	const webhooksOf = (teamId: string) => [...state.webhooks.values()].filter((webhook) => webhook.teamId === teamId);

	api.get('/hooks', { config: { kind: 'hooks' } }, async ({ team }) => webhooksOf(team._id).map(shown));

	api.post<CreateRequest>('/hooks', { config: { kind: 'createHook' } }, async ({ body, query, team }) => {
		const targetUrl = textOf(body?.targetUrl);
		if (targetUrl === undefined || !URL.canParse(targetUrl)) throw new ApiError(400, 'Invalid targetUrl');
		const others = webhooksOf(team._id);
		if (others.some((other) => other.targetUrl === targetUrl)) {
			throw new ApiError(409, { error: 'A webhook with this targetUrl already exists' });
		}
		if (others.length >= MOST_WEBHOOKS) {
			throw new ApiError(409, { error: 'Too many webhooks (max 200 per team, disabled webhooks included)' });
		}
		const webhook: Webhook = {
			_id: state.createId('hoo'),
			teamId: team._id,
			targetUrl,
			createdAt: new Date(clock.now()).toISOString(),
			type: textOf(body?.type),
			// The documented place; in the body they are not read.
			campaignId: textOf(query.campaignId),
			...(query.isFirst === 'true' && { isFirst: true as const }),
			secret: textOf(body?.secret),
		};
		state.webhooks.set(webhook._id, webhook);
		const { _id, createdAt, type } = webhook;
		return { _id, targetUrl, createdAt, type };
	});

	api.delete<{ Params: { hookId: string } }>(
		'/hooks/:hookId',
		{ config: { kind: 'deleteHook' } },
		async ({ params, team }) => {
			const webhook = state.webhooks.get(params.hookId);
			if (webhook === undefined) throw new ApiError(404, 'Webhook not found');
			if (webhook.teamId !== team._id) throw new ApiError(400, 'Bad team');
			state.webhooks.delete(webhook._id);
			return shown(webhook);
		},
	);
};
