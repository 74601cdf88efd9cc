import type { IExecuteFunctions } from 'n8n-workflow';

import { StartedExports } from '../../../../../nodes/shared/jobs/startedJobs';
import { useFakeTime } from '../../../../support/fakeTime';

const HOUR = 60 * 60 * 1000;

/** One execution of a node in n8n: what it keeps in the node's context, and how often the node ran. */
function execution(kept: Record<string, unknown> = {}) {
	return {
		kept,
		/** The node runs, or runs again under Retry On Fail. */
		run: (runIndex = 0) =>
			new StartedExports({
				getContext: (type: string) => (type === 'node' ? kept : {}),
				getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
			} as unknown as IExecuteFunctions),
	};
}

const job = (exportId: string) => ({ exportId, startedAt: Date.now(), own: true });

describe('The exports that a node has started', () => {
	useFakeTime();

	it('are found by the retry of the node, as exports that were started before', () => {
		const { run } = execution();
		const startedAt = Date.now();
		run().add(0, 'cam_1', job('axp_1'));
		jest.advanceTimersByTime(5000);
		expect(run().find(0, 'cam_1')).toEqual({ exportId: 'axp_1', startedAt, own: true });
	});

	it("are found by the retry of the whole execution, for which n8n stores the node's context as JSON", () => {
		const first = execution();
		first.run().add(0, 'cam_1', job('axp_1'));
		const again = execution(JSON.parse(JSON.stringify(first.kept)) as Record<string, unknown>);
		expect(again.run().find(0, 'cam_1')).toMatchObject({ exportId: 'axp_1' });
	});

	it('are one for each item, campaign and pass of a loop', () => {
		const { run } = execution();
		const keys: Array<[number, number, string]> = [
			[0, 0, 'cam_1'],
			[0, 1, 'cam_1'],
			[0, 11, 'cam_1'],
			[0, 0, 'cam_2'],
			[1, 0, 'cam_1'],
			[10, 1, 'cam_1'],
		];
		for (const [index, [runIndex, item, campaign]] of keys.entries()) {
			expect(run(runIndex).find(item, campaign)).toBeUndefined();
			run(runIndex).add(item, campaign, job(`axp_${index}`));
		}
		for (const [index, [runIndex, item, campaign]] of keys.entries()) {
			expect(run(runIndex).find(item, campaign)?.exportId).toBe(`axp_${index}`);
		}
	});

	it('stay known when they are done, because a retry runs all items again', () => {
		const { run } = execution();
		run().add(0, 'cam_1', job('axp_1'));
		expect(run().find(0, 'cam_1')).toEqual(run().find(0, 'cam_1'));
	});

	it('are forgotten after 2 hours, like at lemlist, and leave nothing behind', () => {
		const { run, kept } = execution();
		run().add(0, 'cam_1', job('axp_1'));
		jest.advanceTimersByTime(2 * HOUR);
		expect(run().find(0, 'cam_1')?.exportId).toBe('axp_1');
		jest.advanceTimersByTime(1);
		expect(run().find(0, 'cam_1')).toBeUndefined();
		expect(JSON.stringify(kept)).not.toContain('axp_1');
	});

	it('can be forgotten one by one, and started anew', () => {
		const { run } = execution();
		run().add(0, 'cam_1', job('axp_1'));
		run().add(1, 'cam_1', job('axp_2'));
		run().remove(0, 'cam_1');
		expect(run().find(0, 'cam_1')).toBeUndefined();
		expect(run().find(1, 'cam_1')?.exportId).toBe('axp_2');
		run().add(0, 'cam_1', job('axp_3'));
		expect(run().find(0, 'cam_1')?.exportId).toBe('axp_3');
	});

	it("leave alone what else is in the node's context", () => {
		const { run, kept } = execution({ other: 1 });
		run().add(0, 'cam_1', job('axp_1'));
		expect(kept).toMatchObject({ other: 1 });
	});
});
