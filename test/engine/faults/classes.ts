import type { IDataObject } from 'n8n-workflow';

import { LemlistPollingTrigger } from '../../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node';
import type { FaultRule } from '../../../simulator';
import { node, noOp, start, workflow, type WorkflowJson, type WorkflowRun } from '../../../tools/engine';
import { pollContext } from '../triggers/triggerContexts';
import { API_KEY, CAMPAIGNS, type FaultWorld, ROWS } from './world';

/** How an execution ended. */
export interface Result {
	/** `later`: nothing came yet, the log says why, and what follows must bring it. */
	status: 'success' | 'error' | 'canceled' | 'later';
	/** Whether all was there that should be. */
	isWhole: boolean;
	message?: string;
	description?: string;
	/** Everything that n8n keeps or shows of it. */
	text: string;
}

export interface Execution {
	finished: Promise<Result>;
	/** Absent where n8n has no Stop for it. */
	stop?(): void;
}

/** A class of requests, in the situation in which it meets a fault. */
export interface Situation {
	execute(settings: { executionTimeout?: number }): Execution;
	/** How often was done what must not be done twice. */
	done(): number;
	/** What an error has to say where `done` is 1. */
	mustSay?: RegExp;
	/** When the fault is gone: what is wrong. */
	later?(): Promise<string[]>;
}

/** A class of requests. */
export interface FaultClass {
	name: string;
	/** What the matrix does for it, for the legend. */
	what: string;
	service: 'lemlist' | 'qlara';
	/** The kind of request that meets the fault, and how many are let through before. */
	kind: string;
	after?: number;
	/** Whether its answer is a file and not JSON. */
	isFile?: true;
	expiredStatus?: FaultRule['do'];
	expiredFile?: FaultRule['do'];
	/** The address of another origin. */
	elsewhere(): string;
	/** Why an event cannot meet it. */
	cannot?: Record<string, string>;
	prepare(): Promise<Situation>;
	/** The workflow that a process runs which is killed. */
	json?: WorkflowJson;
}

const NODE = 'Node';

function lemlistJson(resource: string, operation: string, parameters: object): WorkflowJson {
	return workflow([
		start(),
		node(NODE, 'n8n-nodes-lemlist.lemlist', { resource, operation, ...parameters } as never),
		noOp('Next'),
	]);
}

const exportJson = workflow([
	start(),
	node(NODE, 'n8n-nodes-lemlist.lemlistExportCampaign', {
		operation: 'export',
		campaignId: { __rl: true, mode: 'id', value: '={{ $json.campaignId }}' },
		output: 'rows',
	} as never),
	noOp('Next'),
]);

const qlaraJson = workflow([
	start(),
	node(NODE, 'n8n-nodes-lemlist.qlaraExport', { operation: 'export', output: 'rows' } as never),
	noOp('Next'),
]);

function resultOf(run: WorkflowRun, isWhole: (items: IDataObject[]) => boolean): Result {
	const { status, error } = run;
	return {
		status: status as Result['status'],
		isWhole: isWhole(run.items(NODE).map(({ json }) => json)),
		message: error?.message,
		description: error?.description ?? undefined,
		text: run.toText(),
	};
}

const areUnlike = (items: IDataObject[], field: string, count: number) =>
	new Set(items.map((item) => item[field])).size === count && items.length === count;

/** The classes, in the order of the table. */
export function classesOf(world: () => FaultWorld): FaultClass[] {
	const lemlist = () => world().lemlist;
	const ofLemlist = { service: 'lemlist', elsewhere: () => `${lemlist().files.url}/elsewhere` } as const;
	const campaignId = () => [...lemlist().state.campaigns.keys()][0]!;

	const inEngine = (
		json: WorkflowJson,
		isWhole: (items: IDataObject[]) => boolean,
		situation: Omit<Situation, 'execute'>,
		input?: () => IDataObject,
	): Pick<FaultClass, 'prepare' | 'json'> => ({
		json,
		prepare: async () => ({
			...situation,
			execute: (settings) => {
				const run = world().n8n.start({ ...json, settings }, { pinnedInput: [{ json: (input?.() ?? {}) as never }] });
				return {
					finished: run.finished.then((ended) => resultOf(ended, isWhole)),
					stop: () => run.cancel(),
				};
			},
		}),
	});

	const nothing = { done: () => 0 };
	const isAFile = (items: IDataObject[]) => areUnlike(items, 'email', ROWS);
	const ofCampaign = () => ({ campaignId: campaignId() });
	const exported = () => lemlist().state.exports.size;
	const anExport = inEngine(exportJson, isAFile, { done: exported }, ofCampaign);
	const mayRun = { done: exported, mustSay: /may be running at lemlist all the same/ };

	return [
		{
			...ofLemlist,
			name: 'Read',
			what: 'Lemlist, Campaign: Get',
			kind: 'campaign',
			...inEngine(
				lemlistJson('campaign', 'get', {
					campaignId: { __rl: true, mode: 'id', value: '={{ $json.campaignId }}' },
				}),
				(items) => items.length === 1 && items[0]!._id === campaignId(),
				nothing,
				ofCampaign,
			),
		},
		{
			...ofLemlist,
			name: 'List page',
			what: `Lemlist, Campaign: Get Many with Return All; the second of three pages (${CAMPAIGNS} campaigns)`,
			kind: 'campaigns',
			after: 1,
			...inEngine(
				lemlistJson('campaign', 'getMany', { returnAll: true }),
				(items) => areUnlike(items, '_id', CAMPAIGNS),
				nothing,
			),
		},
		{
			...ofLemlist,
			name: 'Write',
			what: 'Lemlist, Campaign: Create, which makes another one each time',
			kind: 'campaignCreate',
			...inEngine(lemlistJson('campaign', 'create', { name: 'New' }), (items) => items.length === 1, {
				done: () => lemlist().state.campaigns.size - CAMPAIGNS,
				mustSay: /all the same/,
			}),
		},
		{
			...ofLemlist,
			name: 'Costly write',
			what: 'Lemlist, Enrichment: Enrich Person, which spends credits each time',
			kind: 'enrich',
			...inEngine(
				lemlistJson('enrichment', 'enrichData', {
					enrichments: ['findEmail'],
					person: { linkedinUrl: 'https://www.linkedin.com/in/ann' },
				}),
				(items) => items.length === 1 && /^enr_/.test(String(items[0]!.enrichmentId)),
				{ done: () => lemlist().state.enrichments.records.size, mustSay: /may spend credits twice/ },
			),
		},
		{
			...ofLemlist,
			name: 'Start',
			what: 'Lemlist Export Campaign, the request that starts an export each time',
			kind: 'start',
			...inEngine(exportJson, isAFile, mayRun, ofCampaign),
		},
		{
			...ofLemlist,
			name: 'Look',
			what: 'the same, the requests that ask how far it is',
			kind: 'status',
			expiredStatus: { status: 404, body: { ok: false, message: 'Export with id axp_1 not found' } },
			...anExport,
		},
		{
			service: 'qlara',
			elsewhere: () => `${world().qlara.files.url}/elsewhere`,
			name: 'Link',
			what: 'Qlara Export, the request for the address of the file',
			kind: 'link',
			expiredFile: { status: 400, body: { status: 400, message: 'The export has expired' } },
			...inEngine(qlaraJson, isAFile, { done: () => world().qlara.state.exports.size }),
		},
		{
			...ofLemlist,
			name: 'Download',
			what: 'Lemlist Export Campaign, the file itself',
			kind: 'file',
			isFile: true,
			expiredFile: { status: 410, body: 'Gone' },
			...anExport,
		},
		pollClass(world, ofLemlist),
	];
}

const trigger = new LemlistPollingTrigger();
let triggers = 0;
const NO_STOP = 'n8n does not stop a look';

/** Looks of the polling trigger: one before, three activities, one that meets the fault, two behind it. */
function pollClass(world: () => FaultWorld, ofLemlist: Pick<FaultClass, 'service' | 'elsewhere'>): FaultClass {
	return {
		...ofLemlist,
		name: 'Poll',
		what: 'Lemlist Polling Trigger, a look at the activities; then two more, without a fault',
		kind: 'activities',
		cannot: { stop: NO_STOP, timeout: NO_STOP },
		prepare: async () => {
			const { lemlist } = world();
			const staticData: IDataObject = {};
			const given: unknown[] = [];
			const said: string[] = [];
			// What the process remembers of a node is not to be that of the cell before.
			const nodeId = `trigger-${++triggers}`;
			const look = async () => {
				const credential = { apiKey: API_KEY, baseUrl: lemlist.baseUrl };
				const parameters = { events: ['all'] };
				const context = pollContext({ nodeType: trigger, parameters, credential, staticData, nodeId });
				jest.spyOn(context.logger, 'warn').mockImplementation((message) => said.push(message));
				const items = await trigger.poll.call(context);
				given.push(...(items?.[0] ?? []).map(({ json }) => json._id));
			};
			await look();
			const wanted = Array.from({ length: 3 }, () => lemlist.state.addActivity()._id);
			const times = () => wanted.map((id) => given.filter((one) => one === id).length);
			return {
				execute: () => ({
					finished: look().then(
						() => ({
							status: given.length === 0 ? 'later' : 'success',
							isWhole: given.length === 3,
							message: said.join(' '),
							text: JSON.stringify([given, said, staticData]),
						}),
						(error: Error & { description?: string }) => ({
							status: 'error',
							isWhole: false,
							message: error.message,
							description: error.description,
							text: `${JSON.stringify([error, staticData])} ${error.stack}`,
						}),
					),
				}),
				done: () => Math.max(...times()),
				later: async () => {
					wanted.push(lemlist.state.addActivity()._id);
					await look();
					await look();
					return times().every((count) => count === 1) ? [] : [`the activities were given ${times().join()} times`];
				},
			};
		},
	};
}
