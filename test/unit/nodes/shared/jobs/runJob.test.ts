import { broken } from '../../../../../nodes/shared/jobs/download';
import type { FileJobProvider } from '../../../../../nodes/shared/jobs/provider';
import { JobRunner } from '../../../../../nodes/shared/jobs/runJob';
import { isTemporary, ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { pause, untilAborted } from '../../../../../nodes/shared/time/cancellation';
import { outcomeOf, useFakeTime } from '../../../../support/fakeTime';
import { executeContext } from '../../../../support/nodeContext';

const SECOND = 1000;

/** A service whose jobs take three seconds, and whose limit lets one start go in a second. */
class Jobs implements FileJobProvider<string> {
	readonly service = { name: 'Depot' };

	readonly words = {
		noun: 'export',
		result: 'a file',
		mayRun: 'It may run.',
		resume: (id: string) => `Ask for ${id}.`,
		later: 'ask later',
		missing: { advice: 'Look again.' },
		failed: () => 'Ask.',
	};

	readonly gaps = { first: [1], later: [{ fromS: 0, gapS: 1 }] };

	readonly memoryMs = 3600 * SECOND;

	readonly lagMs = 0;

	readonly ids = { campaignId: 'cam_1' };

	readonly idName = 'exportId';

	readonly isTemporary = isTemporary;

	readonly startedAt: number[] = [];

	sentAt = 0;

	async start({ untilSent, signal }: { untilSent: AbortSignal; signal: AbortSignal }) {
		const turn = (this.sentAt = Math.max(this.sentAt + SECOND, performance.now()));
		await pause(turn - performance.now(), untilSent);
		this.startedAt.push(performance.now());
		await untilAborted(pause(500), signal);
		return { id: `axp_${this.startedAt.length}` };
	}

	async look(id: string) {
		const age = performance.now() - this.startedAt[Number(id.slice(4)) - 1]!;
		return age < 3 * SECOND
			? { phase: 'pending' as const, progress: 'pending', details: id }
			: { phase: 'ready' as const, details: id };
	}

	link = async () => ({ url: 'https://files.example/1' });

	open = async () => await Promise.reject(broken('Not tried here'));

	judge = () => 'deliver' as const;

	withoutKey = (text: string) => text;
}

describe('Jobs of many items', () => {
	useFakeTime();

	function run(runner: JobRunner, jobs: Jobs, itemIndex: number, signal: AbortSignal, deliver = async () => itemIndex) {
		const request = {
			itemIndex,
			subject: 'cam_1',
			timeoutMs: 60 * SECOND,
			pollIntervalMs: 0,
			onTimeout: 'fail' as const,
			signal,
		};
		return runner.run(jobs, request, deliver);
	}

	it('that wait for their start do not start any more when another item has failed', async () => {
		const jobs = new Jobs();
		const runner = new JobRunner(executeContext());
		const failed = new AbortController();
		const all = Array.from(
			{ length: 60 },
			async (_one, index) => await run(runner, jobs, index, failed.signal).catch(() => 'ended'),
		);
		await jest.advanceTimersByTimeAsync(1200);
		const begun = jobs.startedAt.length;
		failed.abort(new Error('Another item failed'));
		await outcomeOf(Promise.all(all), 60 * SECOND, 100);
		expect(jobs.startedAt).toHaveLength(begun);
		expect(begun).toBeLessThanOrEqual(3);
	});

	it('that are on their way when another item fails are remembered for a retry, and not started again', async () => {
		const jobs = new Jobs();
		const context = executeContext();
		const failed = new AbortController();
		const first = run(new JobRunner(context), jobs, 0, failed.signal).catch(() => 'ended');
		await jest.advanceTimersByTimeAsync(100);
		failed.abort(new Error('Another item failed'));
		await outcomeOf(first, 10 * SECOND, 100);
		const again = await outcomeOf(run(new JobRunner(context), jobs, 0, new AbortController().signal), 60 * SECOND, 100);
		expect(again.value).toEqual({ outcome: 'delivered', result: 0 });
		expect(jobs.startedAt).toHaveLength(1);
	});

	it('that were stopped while they started are named in the log: what runs at the service has no ID yet', async () => {
		const stop = new AbortController();
		const context = executeContext({ signal: stop.signal });
		const info = jest.spyOn(context.logger, 'info');
		const waiting = run(new JobRunner(context), new Jobs(), 0, stop.signal).catch(() => 'stopped');
		await jest.advanceTimersByTimeAsync(1200);
		stop.abort(new Error('Stop'));
		expect(await waiting).toBe('stopped');
		expect(info).toHaveBeenCalledWith('Stopped while a start was on its way of campaign cam_1. It may run.');
	});

	it.each([-7, 7])('wait as long as they do though the clock is set by %d hours meanwhile', async (hours) => {
		const jobs = new Jobs();
		const begunAt = performance.now();
		const waiting = run(new JobRunner(executeContext()), jobs, 0, new AbortController().signal);
		await jest.advanceTimersByTimeAsync(1700);
		jest.setSystemTime(Date.now() + hours * 3600 * SECOND);
		await jest.advanceTimersByTimeAsync(4 * SECOND);
		expect(await waiting).toEqual({ outcome: 'delivered', result: 0 });
		expect(performance.now() - begunAt).toBeLessThanOrEqual(6 * SECOND);
	});

	it('name the export whose file n8n cannot keep, and how to get it later', async () => {
		const full = new ServiceError('storage', { message: 'n8n could not store the file', description: 'ENOSPC.' });
		const { error } = await outcomeOf(
			run(
				new JobRunner(executeContext()),
				new Jobs(),
				0,
				new AbortController().signal,
				async () => await Promise.reject(full),
			),
			60 * SECOND,
			100,
		);
		expect(error).toMatchObject({
			message: 'n8n could not store the file',
			description: 'ENOSPC. Ask for axp_1.',
			ids: { campaignId: 'cam_1', exportId: 'axp_1' },
		});
	});
});
