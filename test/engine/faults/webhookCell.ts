import type { IDataObject } from 'n8n-workflow';

import type { LemlistTrigger } from '../../../nodes/LemlistTrigger/LemlistTrigger.node';
import { hookContext, saved, webhookContext } from '../triggers/triggerContexts';
import type { Fault } from './faults';
import { API_KEY, type FaultWorld } from './world';

/** What becomes of the first call of an event, before lemlist sends it again. */
type FirstCall =
	/** Nothing of it reaches the node: a proxy or n8n itself answers. */
	| 'notArrived'
	/** n8n could not start the run, and says so. */
	| 'notStarted'
	/** The run was started, but lemlist does not hear of it. */
	| 'answerLost'
	/** It reaches the node without its content. */
	| 'noContent';

/** By the fault's name. The others cannot meet a call that lemlist sends and n8n answers. */
const FIRST_CALLS: Record<string, FirstCall> = {
	'429 with Retry-After': 'notArrived',
	'429 without Retry-After': 'notArrived',
	'408': 'answerLost',
	'500': 'notStarted',
	'502': 'answerLost',
	'503': 'notArrived',
	'504': 'answerLost',
	'Reset before the answer': 'answerLost',
	'Reset during the answer': 'answerLost',
	Stall: 'answerLost',
	'Truncated body': 'notArrived',
	'Invalid JSON': 'notArrived',
	'Empty body': 'noContent',
	'Wrong content type': 'noContent',
	'Clock set back': 'answerLost',
	'Clock set forth': 'answerLost',
	'Process killed': 'answerLost',
};

const WHY_NOT: Record<string, string> = {
	'429 for a limit of the plan': 'n8n has no plan of lemlist',
	'HTML under 200': 'n8n answers with JSON',
	'HTML under 404': 'n8n answers with JSON',
	'204': 'n8n answers with 200',
	'Redirect within the origin': 'n8n answers itself',
	'Redirect to another origin': 'n8n answers itself',
	'Expired status': 'it reads no status of an export',
	'Expired file': 'it reads no file',
	Stop: 'the call is answered before the run',
	'Workflow timeout': 'the call is answered before the run',
};

/** Bodies that n8n gives for a call without a readable one. */
const NO_CONTENT = [{}, '', 'plain text', [], null, undefined];

export const WEBHOOK = {
	name: 'Webhook delivery',
	what: 'Lemlist Trigger: lemlist calls n8n, meets the fault there (in place of the answer: 5xx from a proxy), and sends the event again',
};

/** A fresh copy of the node, as another process has it. */
function newProcess(): LemlistTrigger {
	let fresh: LemlistTrigger | undefined;
	jest.isolateModules(() => {
		const { LemlistTrigger: Trigger } = jest.requireActual<{ LemlistTrigger: new () => LemlistTrigger }>(
			'../../../nodes/LemlistTrigger/LemlistTrigger.node',
		);
		fresh = new Trigger();
	});
	return fresh!;
}

let nodes = 0;

/** An event that lemlist sends twice because of the fault. @returns what the table says; throws where it is not one run */
export async function webhookCell({ lemlist }: FaultWorld, { name, event }: Fault): Promise<string> {
	const first = FIRST_CALLS[name];
	if (first === undefined) return `– (${WHY_NOT[name]})`;
	let trigger = newProcess();
	let staticData: IDataObject = {};
	const nodeId = `fault-${(nodes += 1)}`;
	const setup = (data: IDataObject) => ({
		nodeType: trigger,
		parameters: { events: ['all'] },
		credential: { apiKey: API_KEY, baseUrl: lemlist.baseUrl },
		staticData: data,
		nodeId,
	});
	await trigger.webhookMethods.default.create.call(hookContext(setup(staticData)));
	const { _id: hookId, secret } = [...lemlist.state.webhooks.values()].at(-1)!;
	let runs = 0;
	/** As n8n does it: with static data of its own for the call, which it saves when it has accepted the run. */
	const call = async (body: unknown, { isStarted = true } = {}): Promise<number> => {
		const read = saved(staticData);
		const { context, answer, response } = webhookContext(setup(read), body);
		const result = await trigger.webhook.call(context);
		if (result.workflowData && !isStarted) {
			response.statusCode = 500;
			response.emit('finish');
			return 500;
		}
		if (result.workflowData) runs += 1;
		expect(JSON.stringify([answer.body, result.webhookResponse]) ?? '').not.toContain(API_KEY);
		staticData = saved(read);
		response.emit('finish');
		return answer.status ?? 200;
	};
	const sent = { ...lemlist.state.addActivity(), secret };
	if (first === 'answerLost') expect(await call(sent)).toBe(200);
	if (first === 'notStarted') expect(await call(sent, { isStarted: false })).toBe(500);
	if (first === 'noContent') for (const body of NO_CONTENT) expect(await call(body)).toBe(401);
	if (event === 'clockBack') jest.setSystemTime(Date.now() - 7 * 3_600_000);
	if (event === 'clockForth') jest.setSystemTime(Date.now() + 7 * 3_600_000);
	if (event === 'killed') trigger = newProcess();
	expect(await call(sent)).toBe(200);
	expect(runs).toBe(1);
	expect(JSON.stringify(staticData)).not.toContain(API_KEY);
	lemlist.state.webhooks.delete(hookId);
	return first === 'noContent' ? 'refused (401); sent again: 1 run' : 'sent again: 1 run';
}
