import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../engine/apiError';
import type { World } from '../engine/world';
import { Answers } from './answers';
import { fileNameOf, type QlaraExport, qlaraFileChunks, qlaraFileSize, QlaraExports } from './exports';

/** Where the other origin is, such as http://127.0.0.1:5001. */
export class FileHost {
	url = '';
}

interface FileRequest {
	Params: { fileName: string };
	Querystring: { expires?: string; signature?: string };
}

const ERROR_CODES = { 403: 'AccessDenied', 404: 'NoSuchKey', 410: 'Gone' } as const;

/** A fresh pre-signed link to an export's file, which works for as long as its settings say. */
export function linkTo(world: World, each: QlaraExport): string {
	const answers = world.store(Answers);
	const fileName = fileNameOf(each);
	const expires = String(Math.ceil(world.clock.now() + each.settings.linkLifetimeMs));
	if (answers.expiresWithLink) each.expiredAt ??= Number(expires);
	const query = new URLSearchParams({ expires, signature: sign(fileName, expires) });
	return `${answers.linkOrigin ?? world.store(FileHost).url}/exports/${fileName}?${query.toString()}`;
}

/** GET /exports/{fileName} on the other origin, which knows no keys: the signature is all it asks for. */
export function addFileRoute(app: FastifyInstance, world: World): void {
	const exports = world.store(QlaraExports);
	const refuse = (status: keyof typeof ERROR_CODES) =>
		new ApiError(status, `<Error><Code>${ERROR_CODES[status]}</Code></Error>`, 'application/xml');

	app.get<FileRequest>(
		'/exports/:fileName',
		{ config: { kind: 'file', auth: 'own' } },
		async ({ params: { fileName }, query: { expires = '', signature } }, reply) => {
			if (signature !== sign(fileName, expires)) throw refuse(403);
			const found = exports.ofFile(fileName);
			const isOutdated = world.clock.now() >= Number(expires);
			if (found === undefined || isOutdated || !exports.isAvailable(found))
				throw refuse(world.store(Answers).expiredLinkStatus);
			reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${fileName}"`);
			if (found.settings.fileLength === 'told') reply.header('content-length', qlaraFileSize(found));
			return reply.send(Readable.from(qlaraFileChunks(found), { objectMode: false }));
		},
	);
}

function sign(fileName: string, expires: string): string {
	return createHmac('sha256', 'made up').update(`${fileName} ${expires}`).digest('hex');
}
