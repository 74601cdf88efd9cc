import { join, resolve } from 'node:path';
import type { WorkflowImport } from '../../tools/n8n';
import { readWorkflow } from '../../tools/n8n/examples';

/** What a picture shows after its workflow was opened. */
export interface Scene {
	/** Of the file. */
	name: string;
	workflow: WorkflowImport;
	/** How the node comes to its output: by a run of the workflow, or by what the trigger fetches for a test; not set: it has none. */
	run?: 'success' | 'error' | 'testEvent';
	/** The node whose panel is open; not set: the canvas. */
	open?: string;
	/** What is searched in n8n's list of nodes. */
	search?: string;
}

/** The first campaign of the simulator. */
const CAMPAIGN = { __rl: true, mode: 'list', value: 'cam_v9OuJUZPJtjHQDm1O', cachedResultName: 'Product Launch DACH' };
const MISSING = { __rl: true, mode: 'id', value: 'cam_DeletedLongAgo' };
const LEMLIST = { lemlistAccountApi: { id: 'lemlist-account', name: 'Lemlist account' } };
const QLARA = { qlaraApi: { id: 'qlara-account', name: 'Qlara account' } };
const example = (name: string) => readWorkflow(join(resolve(__dirname, '../../examples'), `${name}.json`));

function node(name: string, type: string, place: number, more: object = {}) {
	return { id: `${type}-${place}`, name, type, typeVersion: 1, position: [place * 220, 0], parameters: {}, ...more };
}

/** A workflow of one node of ours, behind a trigger unless it is one. */
function workflowOf(id: string, type: string, parameters: object, credentials: object = LEMLIST): WorkflowImport {
	const name = NAMES[type] as string;
	const ours = node(name, `n8n-nodes-lemlist.${type}`, 1, { parameters, credentials });
	const isTrigger = type.endsWith('Trigger');
	const start = node('Start', 'n8n-nodes-base.manualTrigger', 0);
	return {
		id: `picture-${id}`,
		name,
		nodes: isTrigger ? [ours] : [start, ours],
		connections: isTrigger ? {} : { Start: { main: [[{ node: name, type: 'main', index: 0 }]] } },
		settings: {},
	};
}

const NAMES: Record<string, string> = {
	lemlistExportCampaign: 'Lemlist Export Campaign',
	lemlist: 'Lemlist',
	lemlistTrigger: 'Lemlist Trigger',
	lemlistPollingTrigger: 'Lemlist Polling Trigger',
	qlaraExport: 'Qlara Export',
};

/** Every picture, in the order in which they are taken. */
export const SCENES: Scene[] = [
	{ name: 'canvas', workflow: example('start-wait-download') },
	{ name: 'export-campaign', workflow: example('campaign-to-csv-file'), run: 'success', open: 'Export campaign' },
	{
		name: 'rows',
		workflow: workflowOf('rows', 'lemlistExportCampaign', { campaignId: CAMPAIGN, dataset: 'leads', output: 'rows' }),
		run: 'success',
		open: 'Lemlist Export Campaign',
	},
	{
		name: 'error',
		workflow: workflowOf('error', 'lemlistExportCampaign', { campaignId: MISSING }),
		run: 'error',
		open: 'Lemlist Export Campaign',
	},
	{
		name: 'lemlist',
		workflow: workflowOf('lemlist', 'lemlist', { resource: 'lead', operation: 'getMany', campaignId: CAMPAIGN }),
		run: 'success',
		open: 'Lemlist',
	},
	{
		name: 'lemlist-trigger',
		workflow: workflowOf('trigger', 'lemlistTrigger', { events: ['emailsReplied', 'linkedinReplied'] }),
		open: 'Lemlist Trigger',
	},
	{
		name: 'lemlist-polling-trigger',
		workflow: workflowOf('polling', 'lemlistPollingTrigger', { events: ['meetingBooked'] }),
		run: 'testEvent',
		open: 'Lemlist Polling Trigger',
	},
	{
		name: 'qlara-export',
		workflow: workflowOf('qlara', 'qlaraExport', { output: 'rows' }, QLARA),
		run: 'success',
		open: 'Qlara Export',
	},
	{ name: 'node-list', workflow: workflowOf('list', 'lemlist', {}), search: 'lemlist' },
];
