import { startSimulator } from '../../../simulator';
import { call, eventually } from '../../support/simulatorClient';

describe('closing the simulator', () => {
	it('ends connections that still wait, and frees its port', async () => {
		const simulator = await startSimulator({ latencyMs: 60_000 });
		const waiting = call(simulator, '/team').catch((error: Error) => error);
		await eventually(() => simulator.requests.length === 1);
		await simulator.close();
		expect(await waiting).toMatchObject({ message: 'fetch failed' });
		await eventually(() => simulator.requests[0]?.endedAt !== undefined);
		expect(simulator.requests[0]?.closedEarly).toBe(false);
		const again = await startSimulator({ port: Number(new URL(simulator.url).port) });
		expect(again.url).toBe(simulator.url);
		await again.close();
	});

	it('fails to start on a port that is taken', async () => {
		const simulator = await startSimulator();
		await expect(startSimulator({ port: Number(new URL(simulator.url).port) })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
		await simulator.close();
	});
});
