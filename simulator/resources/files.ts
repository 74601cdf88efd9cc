import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError } from '../engine/apiError';
import type { Resource, Routes, World } from '../engine/world';
import { ApiKeys } from './apiKeys';
import { endOf, FILE_LIFETIME, StatisticsExports, type ExportRecord } from './statisticsExport';
import { fileChunks, fileSizeOf } from './statisticsFile';

interface FileRequest {
	Params: { fileName: string };
	Querystring: { expires?: string };
}

const S3_ERROR_TYPE = 'application/xml';

/** GET /api/files/exports/{fileName}: the file on the API's own origin. */
const routes: Routes = (api, world) => {
	api.get<FileRequest>(
		'/files/exports/:fileName',
		{ config: { kind: 'file', auth: 'own' } },
		async ({ params, query, headers }, reply) => {
			const record = findFile(world, params.fileName);
			if (record?.settings.fileOrigin !== 'own') throw new ApiError(404, 'File not found');
			checkFileKey(record, world, headers.authorization);
			if (isOutdated(query.expires, world)) throw new ApiError(403, 'URL has expired');
			return sendFile(record, reply);
		},
	);
};

/** GET /exports/{fileName} on the other origin, which knows no keys and answers errors as S3 does. */
export function addForeignFileRoute(app: FastifyInstance, world: World): void {
	app.get<FileRequest>(
		'/exports/:fileName',
		{ config: { kind: 'file', auth: 'own' } },
		async ({ params, query }, reply) => {
			const record = findFile(world, params.fileName);
			if (record?.settings.fileOrigin !== 'foreign')
				throw new ApiError(404, '<Error><Code>NoSuchKey</Code></Error>', S3_ERROR_TYPE);
			if (isOutdated(query.expires, world))
				throw new ApiError(403, '<Error><Code>AccessDenied</Code></Error>', S3_ERROR_TYPE);
			return sendFile(record, reply);
		},
	);
}

/** The export of a file that exists: it is done, and not older than lemlist keeps files. */
function findFile(world: World, fileName: string): ExportRecord | undefined {
	const record = world.store(StatisticsExports).ofFile(fileName);
	const age = record === undefined ? -1 : world.clock.now() - endOf(record);
	return record?.settings.finalStatus === 'done' && age >= 0 && age < FILE_LIFETIME ? record : undefined;
}

function checkFileKey({ settings, teamId }: ExportRecord, world: World, authorization: string | undefined): void {
	if (settings.fileNeedsAuth === false) return;
	if (authorization === undefined) {
		const status = settings.fileNeedsAuth === true ? 401 : settings.fileNeedsAuth;
		throw new ApiError(status, 'No API key provided');
	}
	if (world.store(ApiKeys).authenticate(authorization).teamId !== teamId) throw new ApiError(400, 'Bad team');
}

function isOutdated(expires: string | undefined, { clock }: World): boolean {
	return expires !== undefined && clock.now() >= Number(expires);
}

function sendFile(record: ExportRecord, reply: FastifyReply): FastifyReply {
	reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${record.fileName}"`);
	const file = Readable.from(fileChunks(record), { objectMode: false });
	if (!record.settings.gzip) return reply.header('content-length', fileSizeOf(record)).send(file);
	// A client that hangs up is no error here; pipeline then ends both streams.
	return reply.header('content-encoding', 'gzip').send(pipeline(file, createGzip({ level: 1 }), () => {}));
}

export const files = { routes } satisfies Resource;
