import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { wholeNumber } from '../engine/query';
import type { World } from '../engine/world';
import { Answers } from './answers';
import { readBody } from './bodies';
import type { Dataset } from './csv';
import { refusal } from './errors';
import { type QlaraExport, QlaraExports } from './exports';
import { linkTo } from './files';

const DEFAULT_LIMIT = 10;

interface OfExport {
	Params: { exportId: string };
}

interface OfList {
	Querystring: { page?: string; limit?: string };
}

/** The five operations, in the order of Qlara's documentation. */
export function addRoutes(api: FastifyInstance, world: World): void {
	const exports = world.store(QlaraExports);
	const answers = world.store(Answers);
	readJson(api, world);

	api.get<OfList>('/exports', { config: { kind: 'list' } }, async (request) => {
		const { page = '0', limit = String(DEFAULT_LIMIT) } = request.query;
		const [number, wanted] = [wholeNumber(page), wholeNumber(limit)];
		if (number === undefined || wanted === undefined || wanted === 0)
			throw refusal(world, request.url, 400, 'page is a number of 0 or more, limit one of 1 or more');
		const listed = exports.listed(request.account).map((each) => exports.describe(each));
		if (answers.listOrder === 'newestFirst') listed.reverse();
		return pageAnswer(listed, number, Math.min(wanted, answers.largestPage), answers.listShape);
	});

	const start = (dataset: Dataset) => async (request: FastifyRequest, reply: FastifyReply) => {
		const read = readBody(dataset, request.body);
		if ('wrong' in read) throw refusal(world, request.url, 400, read.wrong);
		return accept(reply, exports.start(request.account, dataset, read.filters), answers);
	};
	api.post('/exports/contacts', { config: { kind: 'startContacts' } }, start('contacts'));
	api.post('/exports/delivery-reports', { config: { kind: 'startDeliveryReports' } }, start('deliveryReports'));

	const find = ({ account, params, url }: FastifyRequest<OfExport>): QlaraExport => {
		const found = exports.of(account, params.exportId);
		if (found === undefined) throw refusal(world, url, 404, `Export ${params.exportId} not found`);
		return found;
	};

	api.post<OfExport>('/exports/:exportId', { config: { kind: 'regenerate' } }, async (request, reply) => {
		const found = find(request);
		if (exports.phaseOf(found) !== 'expired') {
			const why = exports.isAvailable(found) ? 'is still available for download' : 'has not expired';
			throw refusal(world, request.url, 400, `Export ${found.id} ${why}`);
		}
		return accept(reply, exports.regenerate(found), answers);
	});

	api.get<OfExport>('/exports/:exportId', { config: { kind: 'link' } }, async (request, reply) => {
		const found = find(request);
		if (!exports.isAvailable(found)) {
			const isExpired = exports.phaseOf(found) === 'expired';
			const why = isExpired ? 'has expired and is no longer available for download' : 'is not available for download';
			throw refusal(world, request.url, 400, `Export ${found.id} ${why}`);
		}
		return linkAnswer(reply, linkTo(world, found), answers);
	});
}

/** A body that is no JSON is refused in Qlara's own way, and so is one of another type. */
function readJson(api: FastifyInstance, world: World): void {
	api.removeAllContentTypeParsers();
	api.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
		try {
			done(null, body === '' ? undefined : JSON.parse(String(body)));
		} catch {
			done(refusal(world, request.url, 400, 'JSON parse error'));
		}
	});
	api.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
		if (body === '') return done(null, undefined);
		return done(refusal(world, request.url, 415, 'Content-Type is not supported'));
	});
}

function pageAnswer(
	listed: ReadonlyArray<Record<string, unknown>>,
	page: number,
	limit: number,
	shape: Answers['listShape'],
): object {
	const entries = listed.slice(page * limit, (page + 1) * limit);
	const totalPages = Math.ceil(listed.length / limit);
	if (shape === 'array') return entries;
	if (shape !== 'content') return { [shape]: entries, page, limit, total: listed.length };
	return {
		content: entries,
		totalElements: listed.length,
		totalPages,
		number: page,
		size: limit,
		numberOfElements: entries.length,
		first: page === 0,
		last: page >= totalPages - 1,
		empty: entries.length === 0,
	};
}

/** 202: the export is queued, and nothing more. */
function accept(reply: FastifyReply, { id }: QlaraExport, { accepted: { idName, under } }: Answers): FastifyReply {
	const named = idName && { [idName]: id };
	const body = { message: 'Export request accepted', ...(under === undefined ? named : { [under]: { ...named } }) };
	return reply.status(202).send(body);
}

function linkAnswer(reply: FastifyReply, url: string, answers: Answers): FastifyReply {
	const { linkShape, linkName, linkUnder } = answers;
	if (linkShape === 'text') return reply.type('text/plain; charset=utf-8').send(url);
	if (linkShape === 'jsonText') return reply.type('application/json; charset=utf-8').send(JSON.stringify(url));
	const links = {
		object: { [linkName]: url },
		none: { message: 'The link was sent by e-mail' },
		two: { [linkName]: url, alternativeUrl: `${url}&copy=2` },
	}[linkShape];
	return reply.send(linkUnder === undefined ? links : { [linkUnder]: links });
}
