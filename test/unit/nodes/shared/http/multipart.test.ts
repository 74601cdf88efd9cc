import { multipartFile } from '../../../../../nodes/shared/http/multipart';

/** What `fetch`'s own reader makes of a body, as an oracle. */
async function read(fieldName: string, upload: Parameters<typeof multipartFile>[1]) {
	const { contentType, content } = multipartFile(fieldName, upload);
	const form = await new Response(new Uint8Array(content), { headers: { 'content-type': contentType } }).formData();
	const file = form.get(fieldName) as File;
	return { keys: [...form.keys()], name: file.name, type: file.type, content: Buffer.from(await file.arrayBuffer()) };
}

describe('A multipart body with a file', () => {
	it.each([
		['voice.mp3', Buffer.from('abc')],
		['über "uns".m4a', Buffer.from([0, 255, 13, 10, 45, 45])],
		['line\r\nbreak.mp3', Buffer.from('\r\n--x--\r\n')],
		['empty.mp3', Buffer.alloc(0)],
	])('carries %j byte for byte', async (fileName, content) => {
		expect(await read('file', { fileName, mimeType: 'audio/mpeg', content })).toEqual({
			keys: ['file'],
			name: fileName,
			type: 'audio/mpeg',
			content,
		});
	});

	it('cannot be split by its media type', async () => {
		const { content } = multipartFile('file', {
			fileName: 'a',
			mimeType: 'audio/mpeg\r\nX-Other: 1',
			content: Buffer.from('abc'),
		});
		expect(content.toString()).not.toContain('\r\nX-Other');
	});

	it('has a boundary of its own each time', () => {
		const upload = { fileName: 'a', mimeType: 'audio/mpeg', content: Buffer.from('abc') };
		expect(multipartFile('file', upload).contentType).not.toBe(multipartFile('file', upload).contentType);
	});
});
