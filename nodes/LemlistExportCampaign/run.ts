import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { csvFileName, uniqueFileName } from '../shared/csv/fileName';
import type { CsvRow } from '../shared/csv/rows';
import type { ServiceClient } from '../shared/http/client';
import { csvItems } from '../shared/jobs/csvFile';
import { hint } from '../shared/n8n/hints';
import type { FileSource } from '../shared/jobs/download';
import { notReady } from '../shared/jobs/messages';
import { type JobRequest, JobRunner, type ReadyJob } from '../shared/jobs/runJob';
import { monotonicMs } from '../shared/time/clock';
import { campaignName, campaignsOf } from '../shared/lemlist/campaigns';
import { statesQuery } from '../shared/lemlist/leadStates';
import { runParts } from '../shared/n8n/parts';
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

/** One campaign of an item, for an operation. */
interface ExportItem extends ExportRun {
	parameters: ExportParameters;
	/** Known from the list of campaigns. */
	knownName?: string;
	/** The name that somebody chose for the file, unlike that of any other file of the run. */
	chosenName?: string;
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
	if (parameters.campaignSelection === 'one') return await runCampaign(run, parameters, { itemIndex, signal });
	const { context, client } = run;
	const campaigns = await campaignsOf(client, { statuses: parameters.statuses, signal });
	if (campaigns.length === 0) {
		hint(context, 'lemlist has no campaign that fits the Campaign Selection, so this item gives no output items.');
	}
	return await runParts(
		context,
		{ itemIndex, signal },
		campaigns,
		({ _id, name }) => ({
			advice: `This is about the campaign ${name ? `"${name}", ${_id}` : _id}.`,
			ids: { campaignId: _id },
		}),
		async ({ _id, name }, either) =>
			await runCampaign(run, { ...parameters, campaignId: _id }, { itemIndex, signal: either, knownName: name }),
	);
}

async function runCampaign(
	run: ExportRun,
	parameters: ExportParameters,
	{ itemIndex, signal, knownName }: { itemIndex: number; signal: AbortSignal; knownName?: string },
): Promise<INodeExecutionData[]> {
	const { campaignId, exportId, operation, output, timeoutMs, pollIntervalMs, onTimeout, fileName } = parameters;
	const provider = new StatisticsExport(run.client, campaignId);
	const resumeId = operation === 'export' || operation === 'sendByEmail' ? exportId || undefined : undefined;
	const request = { itemIndex, subject: campaignId, resumeId, timeoutMs, pollIntervalMs, onTimeout, signal };
	// Now, and not when the file is there: so the first item gets the name as it is.
	const chosenName = output === 'file' && fileName ? nameOf(run, { chosen: fileName, name: '' }) : undefined;
	const item: ExportItem = { ...run, parameters, knownName, chosenName, request, provider };
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
	const { startedAt, endedAt, campaignName: name = item.knownName ?? campaignId } = details;
	const [startMs, endMs] = [milliseconds(startedAt), milliseconds(endedAt)];
	const durationMs = startMs !== undefined && endMs !== undefined ? endMs - startMs : tookMs && Math.round(tookMs);
	const json = { campaignId, campaignName: name, exportId: id, status: 'done', startedAt, endedAt, durationMs };
	return await csv(item, source, { name, date: new Date(endMs ?? Date.now()), json }, signal);
}

async function exportLeads(item: ExportItem): Promise<INodeExecutionData[]> {
	const { client, jobs, request, parameters, knownName } = item;
	const { campaignId, states } = parameters;
	return await jobs.withinTimeout(request, { ids: { campaignId }, kept: '' }, async (signal) => {
		const name = knownName ?? (await campaignName(client, campaignId, signal)) ?? campaignId;
		const json = { campaignId, campaignName: name, states: statesQuery(states).split(','), status: 'done' };
		return await csv(item, leadsFile(client, parameters), { name, date: new Date(), json }, signal);
	});
}

async function csv(
	{ context, parameters, chosenName, request }: ExportItem,
	source: FileSource,
	{ name, date, json }: { name: string; date: Date; json: IDataObject },
	signal: AbortSignal,
): Promise<INodeExecutionData[]> {
	const { campaignId, output, binaryPropertyName, addCampaign, columns } = parameters;
	const fileName = chosenName ?? (output === 'file' ? nameOf({ context }, { name, date }) : '');
	const { itemIndex } = request;
	const first: CsvRow = addCampaign ? { campaignId, campaignName: name } : {};
	const shape = { first, columns };
	const wanted = { output, binaryPropertyName, fileName, shape, itemIndex, of: `campaign ${campaignId}`, json };
	return await csvItems(context, source, wanted, signal);
}

function nameOf(
	{ context }: Pick<ExportRun, 'context'>,
	{ date = new Date(), ...names }: { chosen?: string; name: string; date?: Date },
): string {
	return uniqueFileName(context, csvFileName({ ...names, date, timeZone: context.getTimezone() }));
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
