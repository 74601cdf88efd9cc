import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { StartedJobs } from '../../../../../nodes/shared/jobs/startedJobs';
import { useFakeTime } from '../../../../support/fakeTime';

const HOUR = 60 * 60 * 1000;

/** One execution of a node in n8n: what it keeps in the node's context, and how often the node ran. */
function execution(kept: Record<string, unknown> = {}) {
	return {
		kept,
		/** The node runs, or runs again under Retry On Fail. */
		run: (runIndex = 0, { type = 'lemlistExportCampaign', asked = {} as IDataObject } = {}) =>
			new StartedJobs({
				getNode: () => ({ type }),
				getInputData: () => [{ json: asked }],
				getContext: (type: string) => (type === 'node' ? kept : {}),
				getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
			} as unknown as IExecuteFunctions),
	};
}

describe('The exports that a node has started', () => {
	useFakeTime();

	it('are found by the retry of the node, as exports that were started before', () => {
		const { run } = execution();
		const startedAt = performance.now();
		run().add(0, 'cam_1', 'axp_1');
		jest.advanceTimersByTime(5000);
		expect(run().find(0, 'cam_1', 2 * HOUR)).toEqual({ id: 'axp_1', startedAt, own: true });
	});

	it("are found by the retry of the whole execution, for which n8n stores the node's context as JSON", () => {
		const first = execution();
		first.run().add(0, 'cam_1', 'axp_1');
		const again = execution(JSON.parse(JSON.stringify(first.kept)) as Record<string, unknown>);
		expect(again.run().find(0, 'cam_1', 2 * HOUR)).toMatchObject({ id: 'axp_1' });
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
			expect(run(runIndex).find(item, campaign, 2 * HOUR)).toBeUndefined();
			run(runIndex).add(item, campaign, `axp_${index}`);
		}
		for (const [index, [runIndex, item, campaign]] of keys.entries()) {
			expect(run(runIndex).find(item, campaign, 2 * HOUR)?.id).toBe(`axp_${index}`);
		}
	});

	it('stay known when they are done, because a retry runs all items again', () => {
		const { run } = execution();
		run().add(0, 'cam_1', 'axp_1');
		expect(run().find(0, 'cam_1', 2 * HOUR)).toEqual(run().find(0, 'cam_1', 2 * HOUR));
	});

	it('are forgotten after 2 hours, like at lemlist, and leave nothing behind', () => {
		const { run, kept } = execution();
		run().add(0, 'cam_1', 'axp_1');
		jest.advanceTimersByTime(2 * HOUR);
		expect(run().find(0, 'cam_1', 2 * HOUR)?.id).toBe('axp_1');
		jest.advanceTimersByTime(1);
		expect(run().find(0, 'cam_1', 2 * HOUR)).toBeUndefined();
		expect(JSON.stringify(kept)).not.toContain('axp_1');
	});

	it('can be forgotten one by one, and started anew', () => {
		const { run } = execution();
		run().add(0, 'cam_1', 'axp_1');
		run().add(1, 'cam_1', 'axp_2');
		run().remove(0, 'cam_1');
		expect(run().find(0, 'cam_1', 2 * HOUR)).toBeUndefined();
		expect(run().find(1, 'cam_1', 2 * HOUR)?.id).toBe('axp_2');
		run().add(0, 'cam_1', 'axp_3');
		expect(run().find(0, 'cam_1', 2 * HOUR)?.id).toBe('axp_3');
	});

	it.each([-3 * HOUR, 3 * HOUR])('are as old as they are, though somebody sets the clock by %d ms', (ms) => {
		const { run } = execution();
		const startedAt = performance.now();
		run().add(0, 'cam_1', 'axp_1');
		jest.setSystemTime(Date.now() + ms);
		expect(run().find(0, 'cam_1', 2 * HOUR)).toEqual({ id: 'axp_1', startedAt, own: true });
	});

	it('that another process started are as old as the clock says, and never younger than now', () => {
		const { run, kept } = execution();
		run().add(0, 'cam_1', 'axp_1');
		for (const entry of Object.values(kept.startedJobs as Record<string, { process: string }>)) entry.process = 'other';
		jest.setSystemTime(Date.now() + HOUR);
		expect(run().find(0, 'cam_1', 2 * HOUR)).toEqual({ id: 'axp_1', startedAt: performance.now() - HOUR, own: true });
		jest.setSystemTime(Date.now() - 2 * HOUR);
		expect(run().find(0, 'cam_1', 2 * HOUR)).toMatchObject({ startedAt: performance.now() });
	});

	it('are found by the retry of a tool, which n8n counts as another run, until a run ended well', () => {
		const { run } = execution();
		const tool = (runIndex: number, campaign = 'cam_1') =>
			run(runIndex, { type: 'n8n-nodes-lemlist.lemlistExportCampaignTool', asked: { campaign } });
		tool(0).add(0, 'cam_1', 'axp_1');
		expect(tool(1).find(0, 'cam_1', 2 * HOUR)).toMatchObject({ id: 'axp_1' });
		expect(tool(1, 'another question').find(0, 'cam_1', 2 * HOUR)).toBeUndefined();
		expect(run(1).find(0, 'cam_1', 2 * HOUR)).toBeUndefined();
		tool(1).forgetRun();
		expect(tool(2).find(0, 'cam_1', 2 * HOUR)).toBeUndefined();
	});

	it('are found by what was known before a start that named no ID, until they have one', () => {
		const first = execution();
		first.run().addNote(0, 'cam_1', { ids: ['axp_1'] }, 'axp_0');
		const { run } = execution(JSON.parse(JSON.stringify(first.kept)) as Record<string, unknown>);
		expect(run().find(0, 'cam_1', 2 * HOUR)).toBeUndefined();
		expect(run().findNote(0, 'cam_1')).toEqual({ note: { ids: ['axp_1'] }, regeneratedFrom: 'axp_0' });
		expect(run().findNote(1, 'cam_1')).toBeUndefined();
		run().add(0, 'cam_1', 'axp_2', 'axp_0');
		expect(run().find(0, 'cam_1', 2 * HOUR)).toMatchObject({ id: 'axp_2', own: true, regeneratedFrom: 'axp_0' });
		expect(run().findNote(0, 'cam_1')).toBeUndefined();
	});

	it('stay known after a good run that is no tool', () => {
		const { run } = execution();
		run().add(0, 'cam_1', 'axp_1');
		run().forgetRun();
		expect(run().find(0, 'cam_1', 2 * HOUR)).toMatchObject({ id: 'axp_1' });
	});

	it("leave alone what else is in the node's context", () => {
		const { run, kept } = execution({ other: 1 });
		run().add(0, 'cam_1', 'axp_1');
		expect(kept).toMatchObject({ other: 1 });
	});
});
