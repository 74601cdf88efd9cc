import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { csvFileName } from '../shared/csv/fileName';
import type { ServiceClient } from '../shared/http/client';
import { csvItems } from '../shared/jobs/csvFile';
import type { FileSource } from '../shared/jobs/download';
import { notReady } from '../shared/jobs/messages';
import { type JobRequest, JobRunner, type ReadyJob } from '../shared/jobs/runJob';
import { monotonicMs } from '../shared/time/clock';
import { campaignName } from '../shared/lemlist/campaigns';
import { statesQuery } from '../shared/lemlist/leadStates';
import { ServiceError } from '../shared/n8n/serviceError';
import { leadsFile } from './leadsExport';
import type { ExportParameters } from './parameters';
import {
	emailExport,
	type FinishedExport,
	getExport,
	isUnknownExport,
	type LemlistExport,
	StatisticsExport,
} from './statisticsExport';

/** What the operations of one execution share. */
export interface ExportRun {
	context: IExecuteFunctions;
	client: ServiceClient;
	jobs: JobRunner;
}

/** One item, for an operation. */
interface ExportItem extends ExportRun {
	parameters: ExportParameters;
	request: JobRequest & { onTimeout: 'fail' | 'returnPending' };
	provider: StatisticsExport;
}

/** Runs an operation of the node for one item, and gives its output items. */
export async function runExport(
	run: ExportRun,
	parameters: ExportParameters,
	itemIndex: number,
	signal: AbortSignal,
): Promise<INodeExecutionData[]> {
	const { campaignId, exportId, operation, timeoutMs, pollIntervalMs, onTimeout } = parameters;
	const provider = new StatisticsExport(run.client, campaignId);
	const resumeId = operation === 'export' || operation === 'sendByEmail' ? exportId || undefined : undefined;
	const request = { itemIndex, subject: campaignId, resumeId, timeoutMs, pollIntervalMs, onTimeout, signal };
	const item: ExportItem = { ...run, parameters, request, provider };
	switch (operation) {
		case 'export':
			return parameters.dataset === 'leads' ? await exportLeads(item) : await exportStatistics(item);
		case 'download':
			return await download(item);
		case 'start':
			return await start(item);
		case 'getStatus':
			return [{ json: describe(parameters, await lookUp(item)) }];
		case 'sendByEmail':
			return await sendByEmail(item);
	}
}

async function exportStatistics(item: ExportItem): Promise<INodeExecutionData[]> {
	const { jobs, provider, request, parameters } = item;
	const beganAt = monotonicMs();
	const end = await jobs.run(provider, request, async (ready) => await deliver(item, ready, monotonicMs() - beganAt));
	if (end.outcome === 'delivered') return end.result;
	return [{ json: describe(parameters, { status: 'pending', ...end.details, exportId: end.id }) }];
}

async function start({ jobs, provider, request, parameters }: ExportItem): Promise<INodeExecutionData[]> {
	const { job, details } = await jobs.start(provider, request);
	return [{ json: describe(parameters, { status: 'pending', ...details, exportId: job.id }) }];
}

async function sendByEmail({ client, jobs, provider, request, parameters }: ExportItem): Promise<INodeExecutionData[]> {
	const { job } = await jobs.start(provider, request);
	const details = await emailExport(client, { ...parameters, exportId: job.id }, request.signal);
	return [{ json: { ...describe(parameters, details), email: parameters.email } }];
}

/** With the patience of a read, and with advice about an export that lemlist does not know. */
async function lookUp({ client, parameters, request }: ExportItem): Promise<FinishedExport> {
	const { campaignId, exportId } = parameters;
	return await getExport(client, parameters, { signal: request.signal }).catch((error: unknown) => {
		if (!(error instanceof ServiceError)) throw error;
		throw error.with({
			advice: isUnknownExport(error)
				? 'lemlist forgets an export 2 hours after its start. Check that the ID belongs to this campaign, or start a new export.'
				: undefined,
			ids: { campaignId, exportId },
		});
	});
}

async function download(item: ExportItem): Promise<INodeExecutionData[]> {
	const { jobs, provider, request } = item;
	const details = await lookUp(item);
	const { exportId: id, status } = details;
	if (status !== 'done') {
		const advice =
			status === 'pending'
				? "Run the node again later, check with the operation Get Status first, or use the operation Export with the option 'Existing Export ID', which waits."
				: 'lemlist made no file. Start a new export.';
		throw notReady(provider, id, status, advice);
	}
	const job = { id, startedAt: monotonicMs(), own: false };
	const end = await jobs.finish(
		provider,
		{ ...request, onTimeout: 'fail' },
		{ job, end: { ended: 'ready', details } },
		async (ready) => await deliver(item, ready),
	);
	return end.outcome === 'delivered' ? end.result : [];
}

/** @param tookMs since the start, where lemlist does not say how long the export took */
async function deliver(
	item: ExportItem,
	{ id, details, source, signal }: ReadyJob<LemlistExport>,
	tookMs?: number,
): Promise<INodeExecutionData[]> {
	const { campaignId } = item.parameters;
	const { startedAt, endedAt, campaignName: name = campaignId } = details;
	const [startMs, endMs] = [milliseconds(startedAt), milliseconds(endedAt)];
	const durationMs = startMs !== undefined && endMs !== undefined ? endMs - startMs : tookMs;
	const json = { campaignId, campaignName: name, exportId: id, status: 'done', startedAt, endedAt, durationMs };
	return await csv(item, source, { name, date: new Date(endMs ?? Date.now()), json }, signal);
}

async function exportLeads(item: ExportItem): Promise<INodeExecutionData[]> {
	const { client, jobs, request, parameters } = item;
	const { campaignId, states } = parameters;
	return await jobs.withinTimeout(request, { ids: { campaignId }, kept: '' }, async (signal) => {
		const name = (await campaignName(client, campaignId, signal)) ?? campaignId;
		const json = { campaignId, campaignName: name, states: statesQuery(states).split(','), status: 'done' };
		return await csv(item, leadsFile(client, parameters), { name, date: new Date(), json }, signal);
	});
}

async function csv(
	{ context, parameters, request }: ExportItem,
	source: FileSource,
	{ name, date, json }: { name: string; date: Date; json: IDataObject },
	signal: AbortSignal,
): Promise<INodeExecutionData[]> {
	const { campaignId, output, binaryPropertyName, fileName: chosen } = parameters;
	const fileName = csvFileName({ chosen, name, date, timeZone: context.getTimezone() });
	const { itemIndex } = request;
	const wanted = { output, binaryPropertyName, fileName, itemIndex, of: `campaign ${campaignId}`, json };
	return await csvItems(context, source, wanted, signal);
}

function milliseconds(time: string | undefined): number | undefined {
	const parsed = time === undefined ? NaN : Date.parse(time);
	return Number.isNaN(parsed) ? undefined : parsed;
}

function describe(
	{ campaignId }: ExportParameters,
	{ exportId, campaignName: name, status, url, email, ...rest }: FinishedExport,
): IDataObject {
	return { campaignId, campaignName: name, exportId, status, ...rest, ...(url && { url }), ...(email && { email }) };
}
