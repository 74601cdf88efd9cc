import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { SMTPServer } from 'smtp-server';

/** A mail as its reader gets it. */
export interface Mail {
	subject: string;
	text: string;
	html: string;
	attachments: Array<{ filename: string | null; type: string; contentId: string | undefined; content: Buffer }>;
}

async function read(raw: Buffer): Promise<Mail> {
	// An ES module by its types.
	const { default: PostalMime } = await import('postal-mime');
	const { subject = '', text = '', html = '', attachments } = await PostalMime.parse(raw);
	return {
		subject,
		text,
		html,
		attachments: attachments.map(({ filename, mimeType, contentId, content }) => ({
			filename,
			type: mimeType,
			contentId,
			content: Buffer.from(content as ArrayBuffer),
		})),
	};
}

/** A mail server that keeps every mail, and passes none on. */
export async function startMailbox() {
	const mails: Mail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, _session, done) {
			buffer(stream)
				.then(read)
				.then(
					(mail) => {
						mails.push(mail);
						done();
					},
					(error: Error) => done(error),
				);
		},
	});
	const listening = server.listen(0, '127.0.0.1');
	await once(listening, 'listening');
	return {
		port: (listening.address() as AddressInfo).port,
		mails,
		close: async () => await new Promise<void>((resolve) => server.close(resolve)),
	};
}
