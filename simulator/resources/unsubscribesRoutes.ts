import type { FastifyReply } from 'fastify';
import { ApiError, type RouteGroup } from '../engine/context';
import { csvLine } from './csv';
import type { Unsubscribe } from './unsubscribes';
import { pageOf } from '../engine/pageOf';

/** lemlist's largest page of the list, and the most values of one bulk call. */
const PAGE_SIZE = 100;
const BULK_SIZE = 10_000;

interface OfValue {
	Params: { value: string };
}

interface OfContact {
	Params: { contactId: string };
}

/** lemlist answers some calls with a JSON text. */
function jsonText(reply: FastifyReply, text: string): FastifyReply {
	return reply.type('application/json; charset=utf-8').send(JSON.stringify(text));
}

function withVariable({ _id, value, source }: Unsubscribe) {
	return { _id, value, variable: value, source };
}

function checkContactId(contactId: string): string {
	if (!/^(ctc|con)_\w+$/.test(contactId)) throw new ApiError(400, 'Bad contact identifier');
	return contactId;
}

export const unsubscribeRoutes: RouteGroup = (api, { state }) => {
	const config = { kind: 'unsubscribes' };

	api.get<{ Querystring: { offset?: string; limit?: string } }>(
		'/v2/unsubscribes/variables',
		{ config },
		async ({ team, query }) => {
			const list = state.unsubscribesOf(team);
			const rows = pageOf([...list.entries.values()], query, PAGE_SIZE);
			return list.listShape === 'array' ? rows : { data: rows };
		},
	);

	api.post<{ Body?: { values?: unknown } }>('/v2/unsubscribes/variables', { config }, async ({ team, body }, reply) => {
		const values = body?.values;
		if (!Array.isArray(values)) throw new ApiError(400, 'No values');
		if (values.length > BULK_SIZE) throw new ApiError(400, 'Maximum 10000 values allowed');
		for (const value of values) state.unsubscribesOf(team).add(String(value));
		return jsonText(reply, 'Variables unsubscribed');
	});

	api.get<OfValue>('/v2/unsubscribes/variables/:value', { config }, async ({ team, params }) => {
		const found = state.unsubscribesOf(team).entries.get(params.value);
		if (!found) throw new ApiError(404, 'Variable not found');
		return withVariable(found);
	});

	api.post<OfValue>('/v2/unsubscribes/variables/:value', { config }, async ({ team, params }) =>
		withVariable(state.unsubscribesOf(team).add(params.value)),
	);

	api.delete<OfValue>('/v2/unsubscribes/variables/:value', { config }, async ({ team, params }, reply) => {
		const list = state.unsubscribesOf(team);
		if (list.isProtected(params.value)) throw new ApiError(409, 'Variable is protected and cannot be re-subscribed');
		if (!list.entries.delete(params.value)) throw new ApiError(400, 'Variable not found in unsubscribe list');
		return jsonText(reply, 'Variable subscribed');
	});

	api.get<OfContact>('/v2/unsubscribes/contacts/:contactId', { config }, async ({ team, params }) => {
		const _id = checkContactId(params.contactId);
		return { _id, doNotContact: state.unsubscribesOf(team).doNotContact.has(_id) };
	});

	api.post<OfContact>('/v2/unsubscribes/contacts/:contactId', { config }, async ({ team, params }, reply) => {
		state.unsubscribesOf(team).doNotContact.add(checkContactId(params.contactId));
		return jsonText(reply, 'Contact subscription updated');
	});

	api.delete<OfContact>('/v2/unsubscribes/contacts/:contactId', { config }, async ({ team, params }, reply) => {
		state.unsubscribesOf(team).doNotContact.delete(checkContactId(params.contactId));
		return jsonText(reply, 'Contact subscription updated');
	});

	api.get('/v2/unsubscribes/exports/variables', { config }, async ({ team }, reply) => {
		const rows = [...state.unsubscribesOf(team).entries.values()].map(({ _id, value, source, createdAt }) =>
			csvLine([_id, value, source, createdAt]),
		);
		return reply.type('text/csv').send(`_id,value,source,createdAt\n${rows.join('')}`);
	});

	api.get('/v2/unsubscribes/exports/contacts', { config }, async ({ team }, reply) => {
		const rows = [...state.unsubscribesOf(team).doNotContact].map((id) => csvLine([id, 'true']));
		return reply.type('text/csv').send(`_id,doNotContact\n${rows.join('')}`);
	});
};
