import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { authenticate } from '../engine/auth';
import { ApiError, type RouteGroup, type SimulatorContext } from '../engine/context';
import { endOf, FILE_LIFETIME, fileChunks, fileSizeOf, type ExportRecord } from './exports';

interface FileRequest {
	Params: { fileName: string };
	Querystring: { expires?: string };
}

const S3_ERROR_TYPE = 'application/xml';

/** The URL that a status answer names for an export's file; undefined if it is published nowhere. */
export function publicUrl(
	{ fileName, settings }: ExportRecord,
	{ clock, filesUrl }: SimulatorContext,
	host: string,
): string | undefined {
	if (settings.fileOrigin === 'none') return undefined;
	// The host the client asked for, so that `localhost` and `127.0.0.1` both stay one origin.
	const folder = settings.fileOrigin === 'own' ? `http://${host}/api/files/exports` : `${filesUrl()}/exports`;
	const query =
		settings.urlLifetimeMs === undefined ? '' : `?expires=${Math.ceil(clock.now() + settings.urlLifetimeMs)}`;
	return `${folder}/${fileName}${query}`;
}

/** GET /api/files/exports/{fileName}: the file on the API's own origin. */
export const fileRoutes: RouteGroup = (api, context) => {
	api.get<FileRequest>(
		'/files/exports/:fileName',
		{ config: { kind: 'file', auth: 'own' } },
		async ({ params, query, headers }, reply) => {
			const record = findFile(context, params.fileName);
			if (record?.settings.fileOrigin !== 'own') throw new ApiError(404, 'File not found');
			checkFileKey(record, context, headers.authorization);
			if (isOutdated(query.expires, context)) throw new ApiError(403, 'URL has expired');
			return sendFile(record, reply);
		},
	);
};

/** GET /exports/{fileName} on the other origin, which knows no keys and answers errors as S3 does. */
export function addForeignFileRoute(app: FastifyInstance, context: SimulatorContext): void {
	app.get<FileRequest>(
		'/exports/:fileName',
		{ config: { kind: 'file', auth: 'own' } },
		async ({ params, query }, reply) => {
			const record = findFile(context, params.fileName);
			if (record?.settings.fileOrigin !== 'foreign')
				throw new ApiError(404, '<Error><Code>NoSuchKey</Code></Error>', S3_ERROR_TYPE);
			if (isOutdated(query.expires, context))
				throw new ApiError(403, '<Error><Code>AccessDenied</Code></Error>', S3_ERROR_TYPE);
			return sendFile(record, reply);
		},
	);
}

/** The export of a file that exists: it is done, and not older than lemlist keeps files. */
function findFile({ state, clock }: SimulatorContext, fileName: string): ExportRecord | undefined {
	const record = state.findExportByFile(fileName);
	const age = record === undefined ? -1 : clock.now() - endOf(record);
	return record?.settings.finalStatus === 'done' && age >= 0 && age < FILE_LIFETIME ? record : undefined;
}

function checkFileKey(
	{ settings, teamId }: ExportRecord,
	{ state }: SimulatorContext,
	authorization: string | undefined,
): void {
	if (settings.fileNeedsAuth === false) return;
	if (authorization === undefined) {
		const status = settings.fileNeedsAuth === true ? 401 : settings.fileNeedsAuth;
		throw new ApiError(status, 'No API key provided');
	}
	if (authenticate(state, authorization).teamId !== teamId) throw new ApiError(400, 'Bad team');
}

function isOutdated(expires: string | undefined, { clock }: SimulatorContext): boolean {
	return expires !== undefined && clock.now() >= Number(expires);
}

function sendFile(record: ExportRecord, reply: FastifyReply): FastifyReply {
	reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${record.fileName}"`);
	const file = Readable.from(fileChunks(record), { objectMode: false });
	if (!record.settings.gzip) return reply.header('content-length', fileSizeOf(record)).send(file);
	// A client that hangs up is no error here; pipeline then ends both streams.
	return reply.header('content-encoding', 'gzip').send(pipeline(file, createGzip({ level: 1 }), () => {}));
}
