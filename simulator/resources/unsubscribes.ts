import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../engine/apiError';
import { csvLine } from '../engine/csv';
import { pageOf } from '../engine/query';
import { type Resource, type Routes, Store, type World } from '../engine/world';
import type { Team } from './teams';

/** An entry of a team's unsubscribe list, as GET /v2/unsubscribes/variables answers it. */
export interface Unsubscribe {
	_id: string;
	/** An email address, @domain, phone number or LinkedIn URL. */
	value: string;
	source: 'api' | 'bounced' | 'lead' | 'user' | 'abuse';
	createdAt: string;
}

/** Sources whose entries cannot be taken off the list. */
const PROTECTED = ['lead', 'abuse'];

/** The unsubscribe list of one team, and the contacts that it must not contact. */
export class UnsubscribeList {
	/** By value. */
	readonly entries = new Map<string, Unsubscribe>();
	/** IDs of contacts. */
	readonly doNotContact = new Set<string>();
	/** The body of the list: documented as an array; wrapped as other lists of lemlist are. */
	listShape: 'array' | 'wrapped' = 'array';

	constructor(private readonly world: World) {}

	/** Adds a value; one that is there stays as it is. */
	add(value: string, source: Unsubscribe['source'] = 'api'): Unsubscribe {
		const existing = this.entries.get(value);
		if (existing) return existing;
		const added: Unsubscribe = { _id: this.world.createId('uns'), value, source, createdAt: this.world.now() };
		this.entries.set(value, added);
		return added;
	}

	isProtected(value: string): boolean {
		return PROTECTED.includes(this.entries.get(value)?.source ?? '');
	}
}

/** Unsubscribe lists by the team's id. */
export class Unsubscribes extends Store<UnsubscribeList> {
	/** Whom a team does not contact. */
	of({ _id }: Pick<Team, '_id'>): UnsubscribeList {
		const list = this.get(_id) ?? new UnsubscribeList(this.world);
		this.set(_id, list);
		return list;
	}
}

/** lemlist's largest page of the list, and the most values of one bulk call. */
const PAGE_SIZE = 100;
const BULK_SIZE = 10_000;
/** Wide enough for a LinkedIn URL that comes with its slashes. */
const ONE_VALUE = '/v2/unsubscribes/variables/*';

interface OfValue {
	Params: { '*': string };
}

interface OfEmail {
	Params: { email: string };
}

interface OfContact {
	Params: { contactId: string };
}

interface Page {
	Querystring: { offset?: string; limit?: string };
}

const routes: Routes = (api, world) => {
	const unsubscribes = world.store(Unsubscribes);
	const config = { kind: 'unsubscribes' };

	api.get<Page>('/v2/unsubscribes/variables', { config }, async ({ team, query }) => {
		const list = unsubscribes.of(team);
		const rows = pageOf([...list.entries.values()], query, PAGE_SIZE);
		return list.listShape === 'array' ? rows : { data: rows };
	});

	api.post<{ Body?: { values?: unknown } }>('/v2/unsubscribes/variables', { config }, async ({ team, body }, reply) => {
		const values = body?.values;
		if (!Array.isArray(values)) throw new ApiError(400, 'No values');
		if (values.length > BULK_SIZE) throw new ApiError(400, 'Maximum 10000 values allowed');
		for (const value of values) unsubscribes.of(team).add(String(value));
		return jsonText(reply, 'Variables unsubscribed');
	});

	api.get<OfValue>(ONE_VALUE, { config }, async ({ team, params }) => {
		const found = unsubscribes.of(team).entries.get(params['*']);
		if (!found) throw new ApiError(404, 'Variable not found');
		return withVariable(found);
	});

	api.post<OfValue>(ONE_VALUE, { config }, async (request) => {
		// lemlist looks at the value as it stands in the path: one that is percent-encoded is none, and is skipped.
		const value = rawValue(request);
		if (value.includes('%')) return { skipped: true, value };
		return withVariable(unsubscribes.of(request.team).add(value));
	});

	api.delete<OfValue>(ONE_VALUE, { config }, async ({ team, params }, reply) => {
		const list = unsubscribes.of(team);
		const value = params['*'];
		if (list.isProtected(value)) throw new ApiError(409, 'Variable is protected and cannot be re-subscribed');
		if (!list.entries.delete(value)) throw new ApiError(400, 'Variable not found in unsubscribe list');
		return jsonText(reply, 'Variable subscribed');
	});

	api.get<OfContact>('/v2/unsubscribes/contacts/:contactId', { config }, async ({ team, params }) => {
		const _id = checkContactId(params.contactId);
		return { _id, doNotContact: unsubscribes.of(team).doNotContact.has(_id) };
	});

	api.post<OfContact>('/v2/unsubscribes/contacts/:contactId', { config }, async ({ team, params }, reply) => {
		unsubscribes.of(team).doNotContact.add(checkContactId(params.contactId));
		return jsonText(reply, 'Contact subscription updated');
	});

	api.delete<OfContact>('/v2/unsubscribes/contacts/:contactId', { config }, async ({ team, params }, reply) => {
		unsubscribes.of(team).doNotContact.delete(checkContactId(params.contactId));
		return jsonText(reply, 'Contact subscription updated');
	});

	api.get('/v2/unsubscribes/exports/variables', { config }, async ({ team }, reply) => {
		const rows = [...unsubscribes.of(team).entries.values()].map(({ _id, value, source, createdAt }) =>
			csvLine([_id, value, source, createdAt]),
		);
		return reply.type('text/csv').send(`_id,value,source,createdAt\n${rows.join('')}`);
	});

	api.get('/v2/unsubscribes/exports/contacts', { config }, async ({ team }, reply) => {
		const rows = [...unsubscribes.of(team).doNotContact].map((id) => csvLine([id, 'true']));
		return reply.type('text/csv').send(`_id,doNotContact\n${rows.join('')}`);
	});

	// The legacy routes, which lemlist says end on 2026-11-01; they decode the path, and list the newest first.
	api.get<Page>('/unsubscribes', { config }, async ({ team, query }) =>
		pageOf([...unsubscribes.of(team).entries.values()].reverse(), query, PAGE_SIZE),
	);

	api.get<OfEmail>('/unsubscribes/:email', { config }, async ({ team, params }) => {
		const found = unsubscribes.of(team).entries.get(params.email);
		if (!found) throw new ApiError(404, 'Unsubscriber not found');
		return found;
	});

	api.post<OfEmail>('/unsubscribes/:email', { config }, async ({ team, params }) => {
		const { _id, value } = unsubscribes.of(team).add(params.email);
		return { _id, value, email: value };
	});

	api.delete<OfEmail>('/unsubscribes/:email', { config }, async ({ team, params }) => {
		const { entries } = unsubscribes.of(team);
		const found = entries.get(params.email);
		if (!found) throw new ApiError(404, 'Unsubscribe not found');
		entries.delete(found.value);
		return { _id: found._id, value: found.value };
	});

	api.get('/unsubs/export', { config }, async ({ team }, reply) => {
		const entries = [...unsubscribes.of(team).entries.values()];
		const lines = entries.map(({ value, source, createdAt }) => csvLine([value, source, createdAt]).trimEnd());
		// CRLF between the lines, and nothing after the last one (recorded).
		return reply.type('text/csv').send(['value,source,createdAt', ...lines].join('\r\n'));
	});
};

/** What stands in the path behind `variables/`, as it came. */
function rawValue({ raw }: FastifyRequest): string {
	return (raw.url ?? '').replace(/\?.*$/, '').replace(/^.*?\/unsubscribes\/variables\//, '');
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

export const unsubscribes = { store: Unsubscribes, routes } satisfies Resource;
