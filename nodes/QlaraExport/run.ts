import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { csvFileName, uniqueFileName } from '../shared/csv/fileName';
import type { ServiceClient } from '../shared/http/client';
import { csvItems } from '../shared/jobs/csvFile';
import { endedWithout, notReady } from '../shared/jobs/messages';
import type { JobRequest, JobRunner, ReadyJob } from '../shared/jobs/runJob';
import { ServiceError } from '../shared/n8n/serviceError';
import { describeEntry, type QlaraExport } from '../shared/qlara/entries';
import { type ExportRequest, NOT_LISTED, QlaraExports } from '../shared/qlara/exports';
import { downloadLink } from '../shared/qlara/link';
import { findExport, listExports } from '../shared/qlara/list';
import type { ExportParameters } from './parameters';

/** What the operations of one execution share. */
export interface ExportRun {
	context: IExecuteFunctions;
	client: ServiceClient;
	jobs: JobRunner;
}

/** One input item, for an operation. */
interface ExportItem extends ExportRun {
	parameters: ExportParameters;
	/** The name that somebody chose for the file, unlike that of any other file of the run. */
	chosenName?: string;
	request: JobRequest & { onTimeout: 'fail' | 'returnPending' };
	provider: QlaraExports;
}

/** How file names and hints speak of what is exported. */
const NAMES = { contacts: 'Qlara contacts', deliveryReports: 'Qlara delivery reports' } as const;

/** Runs an operation of the node for one item, and gives its output items. */
export async function runExport(
	run: ExportRun,
	parameters: ExportParameters,
	itemIndex: number,
	signal: AbortSignal,
): Promise<INodeExecutionData[]> {
	const { operation, request: wanted, exportId, pollIntervalMs, timeoutMs, onTimeout, output, fileName } = parameters;
	const regenerates = parameters.regenerateExpired;
	const provider = new QlaraExports(run.client, wanted, { pollIntervalMs, regenerates });
	const subject = wanted ? subjectOf(run.context, wanted) : `${operation} ${exportId}`;
	const resumeId = exportId || undefined;
	const request = { itemIndex, subject, resumeId, timeoutMs, pollIntervalMs, onTimeout, signal };
	// Now, and not when the file is there: so the first item gets the name as it is.
	const chosenName = output === 'file' && fileName ? nameOf(run, { chosen: fileName, name: '' }) : undefined;
	const item: ExportItem = { ...run, parameters, chosenName, request, provider };
	switch (operation) {
		case 'export':
			return await exportAndDeliver(item);
		case 'download':
			return await download(item);
		case 'start':
			return await start(item);
		case 'getStatus':
			return await getStatus(item);
		case 'getLink':
			return await getLink(item);
		case 'getMany':
			return await getMany(item);
		case 'regenerate':
			return await regenerate(item);
	}
}

/**
 * The request, for a retry to go on with it. Of a period, what was entered and not what that gives: `$now` is another
 * time at each try.
 */
function subjectOf(context: IExecuteFunctions, { dataset, filters }: ExportRequest): string {
	if (!('startDateTime' in filters)) return JSON.stringify({ dataset, filters });
	const { startDate, endDate } = context.getNode().parameters;
	return JSON.stringify({ dataset, startDate, endDate });
}

type Outcome = Awaited<ReturnType<JobRunner['run']>>;

async function exportAndDeliver(item: ExportItem): Promise<INodeExecutionData[]> {
	const { jobs, provider, request } = item;
	return itemsOf(item, await jobs.run(provider, request, async (ready) => await deliver(item, ready)));
}

/** Of an export that is done; one that has expired is made again first. */
async function download(item: ExportItem): Promise<INodeExecutionData[]> {
	const { jobs, provider, request } = item;
	const { job } = await jobs.start(provider, request);
	// What an earlier try had made again is waited for.
	if (job.own) return await exportAndDeliver(item);
	const state = await provider.lookOnce(job.id, request.signal);
	if (state.phase === 'pending') {
		const advice =
			"Run the node again later, check with the operation Get Status first, or use the operation Export with the option 'Existing Export ID', which waits.";
		throw notReady(provider, job.id, state.progress, advice);
	}
	const end =
		state.phase === 'ready'
			? { ended: state.phase, details: state.details }
			: { ended: state.phase, reason: state.reason };
	return itemsOf(item, await jobs.finish(provider, request, { job, end }, async (ready) => await deliver(item, ready)));
}

function itemsOf({ parameters }: ExportItem, end: Outcome): INodeExecutionData[] {
	if (end.outcome === 'delivered') return end.result as INodeExecutionData[];
	const { entry = {} } = (end.details ?? {}) as Partial<QlaraExport>;
	const { id, regeneratedFrom } = end;
	const asSeen = describeEntry(entry, id);
	return [{ json: { ...datasetOf(parameters), ...asSeen, status: 'pending', ...madeOf(id, regeneratedFrom) } }];
}

async function start({ jobs, provider, request, parameters }: ExportItem): Promise<INodeExecutionData[]> {
	const { job, details } = await jobs.start(provider, request);
	return [{ json: { ...datasetOf(parameters), ...describeEntry(details?.entry ?? {}, job.id) } }];
}

async function getStatus({ client, provider, parameters, request }: ExportItem): Promise<INodeExecutionData[]> {
	const { exportId } = parameters;
	const found = await findExport(client, exportId, { signal: request.signal });
	if (found) return [{ json: describeEntry(found.entry, exportId) }];
	throw endedWithout({ ended: 'missing', reason: NOT_LISTED }, provider, exportId);
}

async function getMany({ client, parameters, request }: ExportItem): Promise<INodeExecutionData[]> {
	const { atMost } = parameters;
	const found = await listExports(client, { signal: request.signal }, { atMost });
	return found.map(({ id, entry }) => ({ json: describeEntry(entry, id) }));
}

async function getLink({ client, parameters, request }: ExportItem): Promise<INodeExecutionData[]> {
	const { exportId } = parameters;
	const { signal } = request;
	const url = await downloadLink(client, exportId, { patient: true, signal }).catch((error: unknown) => {
		if (!(error instanceof ServiceError)) throw error;
		if (error.kind !== 'refused' || error.status !== 400) throw error.with({ ids: { exportId } });
		const { message, status, serviceSays } = error;
		const description =
			'The export may have expired: the operation Regenerate has its file made again. One that is not done yet has no link, either: see Get Status.';
		throw new ServiceError('refused', { message, description, status, serviceSays, ids: { exportId } });
	});
	return [{ json: { exportId, url } }];
}

async function regenerate({ jobs, provider, parameters, request }: ExportItem): Promise<INodeExecutionData[]> {
	const { exportId } = parameters;
	const { job: earlier } = await jobs.start(provider, request);
	// A retry does not ask again for what an earlier try was granted.
	const { job, details, stillThere } = earlier.own
		? { job: earlier, details: undefined, stillThere: undefined }
		: await jobs.regenerate(provider, exportId, request);
	const answer = describeEntry(details?.entry ?? {}, job.id);
	const isAgain = stillThere === undefined;
	return [
		{
			json: {
				...answer,
				regenerated: isAgain,
				...(isAgain ? madeOf(job.id, job.regeneratedFrom) : { message: stillThere }),
			},
		},
	];
}

async function deliver(
	item: ExportItem,
	{ id, regeneratedFrom, details, source, signal }: ReadyJob<QlaraExport>,
): Promise<INodeExecutionData[]> {
	const { context, parameters, chosenName, request } = item;
	const { output, binaryPropertyName } = parameters;
	const { itemIndex } = request;
	const name = parameters.request ? NAMES[parameters.request.dataset] : `Qlara export ${id}`;
	const fileName = chosenName ?? (output === 'file' ? nameOf(item, { name }) : '');
	const json = {
		...datasetOf(parameters),
		exportId: id,
		status: details.status ?? 'done',
		...madeOf(id, regeneratedFrom),
	};
	const wanted = { output, binaryPropertyName, fileName, itemIndex, of: name, json };
	return await csvItems(context, source, wanted, signal);
}

function nameOf({ context }: Pick<ExportRun, 'context'>, names: { chosen?: string; name: string }): string {
	return uniqueFileName(context, csvFileName({ ...names, date: new Date(), timeZone: context.getTimezone() }));
}

function datasetOf({ request }: ExportParameters): IDataObject {
	return request ? { dataset: request.dataset } : {};
}

/** The ID that an export had before it was made again, where that is another one. */
function madeOf(id: string, regeneratedFrom: string | undefined): IDataObject {
	return regeneratedFrom === undefined || regeneratedFrom === id ? {} : { regeneratedFrom };
}
