import { PassThrough } from 'node:stream';

import { type BodyStream, endWhenIdle } from '../../../../../nodes/shared/http/streams';
import { useFakeTime } from '../../../../support/fakeTime';

const IDLE_MS = 60_000;

function watched() {
	const source = new PassThrough({ highWaterMark: 4 });
	const body = endWhenIdle(source as unknown as BodyStream, IDLE_MS);
	const errors: Error[] = [];
	body.on('error', (error: Error) => errors.push(error));
	return { source, body, errors };
}

describe('A streamed body', () => {
	useFakeTime();

	it('from which nothing comes for a minute is ended, and with it its connection', async () => {
		const { source, body, errors } = watched();
		body.resume();
		source.write('ab');
		await jest.advanceTimersByTimeAsync(IDLE_MS - 5000);
		expect(body.destroyed).toBe(false);
		await jest.advanceTimersByTimeAsync(10_000);
		expect(body.destroyed).toBe(true);
		expect(errors).toMatchObject([{ message: 'aborted', code: 'ETIMEDOUT' }]);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('that drips goes on for as long as it drips', async () => {
		const { source, body } = watched();
		body.resume();
		for (let minute = 0; minute < 30; minute++) {
			source.write('a');
			await jest.advanceTimersByTimeAsync(IDLE_MS - 10_000);
		}
		expect(body.destroyed).toBe(false);
		body.destroy();
	});

	it('whose reader is slow is not taken for a stalled one', async () => {
		const { source, body } = watched();
		source.write('abcdefgh');
		await jest.advanceTimersByTimeAsync(10 * IDLE_MS);
		expect(body.destroyed).toBe(false);
		expect(String(body.read())).toBe('abcdefgh');
		body.destroy();
	});

	it('whose reader waits for more than came is ended as well', async () => {
		const source = new PassThrough();
		const body = endWhenIdle(source as unknown as BodyStream, IDLE_MS);
		body.on('error', () => {});
		body.on('readable', () => body.read(256));
		source.write('ten bytes.');
		await jest.advanceTimersByTimeAsync(IDLE_MS + 5000);
		expect(body.destroyed).toBe(true);
	});

	it('that has come whole waits for its reader, however few bytes it has', async () => {
		const source = new PassThrough();
		const body = endWhenIdle(source as unknown as BodyStream, IDLE_MS);
		source.end('ten bytes.');
		await jest.advanceTimersByTimeAsync(10 * IDLE_MS);
		expect(body.destroyed).toBe(false);
		expect(String(body.read())).toBe('ten bytes.');
		body.destroy();
	});

	it('leaves no timer when it has ended', async () => {
		const { source, body } = watched();
		body.resume();
		source.end('ab');
		await jest.advanceTimersByTimeAsync(IDLE_MS);
		expect(jest.getTimerCount()).toBe(0);
		expect(body.destroyed).toBe(true);
	});
});
