import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { downloadFile, type Download, type FileSource } from '../shared/jobs/download';
import type { ExportJob } from '../shared/jobs/provider';
import { STATUS_LIFETIME_MS, StartedExports } from '../shared/jobs/startedJobs';
import { waitForExport, type WaitEnd } from '../shared/jobs/wait';
import { campaignName } from '../shared/lemlist/campaigns';
import { Deadline, follow } from '../shared/time/cancellation';
import { Places } from '../shared/time/places';
import { readRows, storeFile } from '../shared/csv/output';
import { LemlistError } from '../shared/n8n/errors';
import { csvFileName } from '../shared/csv/fileName';
import { statesQuery } from '../shared/lemlist/leadStates';
import type { LemlistClient } from '../shared/http/client';
import { leadsFile } from './leadsExport';
import type { ExportParameters } from './parameters';
import {
	emailExport,
	exportFile,
	getExport,
	isUnknownExport,
	type LemlistExport,
	startExport,
	statisticsProvider,
} from './statisticsExport';

/** So many files are read at once: more would only share the same line. */
const DOWNLOADS_AT_ONCE = 3;

type FinishedExport = LemlistExport & { exportId: string };

function milliseconds(time: string | undefined): number | undefined {
	const parsed = time === undefined ? NaN : Date.parse(time);
	return Number.isNaN(parsed) ? undefined : parsed;
}

function minutes(ms: number): string {
	return ms < 90_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`;
}

const RESUME_ADVICE = (exportId: string) =>
	`It may still run at lemlist. Either allow more time in the option 'Timeout', or get the file later: with the operation Download, or with the option 'Existing Export ID', and the ID ${exportId}. lemlist knows it for 2 hours after the start.`;

/** Runs the operations of the node, for all items of one execution. */
export class Exporter {
	private readonly running: Places;

	private readonly downloading = new Places(DOWNLOADS_AT_ONCE);

	private readonly started: StartedExports;

	/** The user's Stop. Once a start is on its way, only this ends it: its ID must not get lost. */
	private readonly stop?: AbortSignal;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly client: LemlistClient,
		maxConcurrency: number,
	) {
		this.running = new Places(maxConcurrency);
		this.started = new StartedExports(context);
		this.stop = context.getExecutionCancelSignal?.();
	}

	async run(parameters: ExportParameters, itemIndex: number, signal: AbortSignal): Promise<INodeExecutionData[]> {
		switch (parameters.operation) {
			case 'export':
				return parameters.dataset === 'leads'
					? await this.exportLeads(parameters, itemIndex, signal)
					: await this.exportStatistics(parameters, itemIndex, signal);
			case 'download':
				return await this.download(parameters, itemIndex, signal);
			case 'start': {
				const { job, details } = await this.startOrResume(parameters, itemIndex, signal);
				return [{ json: this.describe(parameters, { status: 'pending', ...details, exportId: job.exportId }) }];
			}
			case 'getStatus': {
				const details = await this.getExport(parameters, signal);
				return [{ json: this.describe(parameters, details) }];
			}
			case 'sendByEmail': {
				const { job } = parameters.exportId
					? { job: { exportId: parameters.exportId } }
					: await this.startOrResume(parameters, itemIndex, signal);
				const details = await emailExport(this.client, { ...parameters, exportId: job.exportId }, signal);
				return [
					{ json: { ...this.describe(parameters, { ...details, exportId: job.exportId }), email: parameters.email } },
				];
			}
		}
	}

	private async exportStatistics(
		parameters: ExportParameters,
		itemIndex: number,
		signal: AbortSignal,
	): Promise<INodeExecutionData[]> {
		const beganAt = Date.now();
		// A place is held while the export runs at lemlist; its download waits in a queue of its own.
		const { job, end } = await this.running.run(async () => {
			const start = await this.startOrResume(parameters, itemIndex, signal);
			return { job: start.job, end: await this.wait(parameters, start.job, signal) };
		}, signal);

		if (end.ended === 'timeout' && parameters.onTimeout === 'returnPending') {
			const details = { status: 'pending', ...end.details, exportId: job.exportId };
			return [{ json: this.describe(parameters, details) }];
		}
		if (end.ended !== 'ready') {
			if (end.ended !== 'timeout') this.started.remove(itemIndex, parameters.campaignId);
			throw this.endedWithoutFile(parameters, job.exportId, end);
		}
		return await this.deliver(
			parameters,
			{ ...end.details, exportId: job.exportId },
			itemIndex,
			signal,
			Date.now() - beganAt,
		).catch((error: unknown) => {
			if (error instanceof LemlistError && error.kind === 'export')
				this.started.remove(itemIndex, parameters.campaignId);
			throw error;
		});
	}

	/** The export of an earlier try or of the user's choice, or a new one. Sent at most once. */
	private async startOrResume(
		{ campaignId, exportId, operation }: ExportParameters,
		itemIndex: number,
		signal: AbortSignal,
	): Promise<{ job: ExportJob; details?: LemlistExport }> {
		if (operation === 'export' && exportId) return { job: { exportId, startedAt: Date.now(), own: false } };
		const earlier = this.started.find(itemIndex, campaignId);
		if (earlier) return { job: earlier };
		signal.throwIfAborted();
		const details = await startExport(this.client, campaignId, follow(this.stop));
		const job = { exportId: details.exportId, startedAt: Date.now(), own: true };
		this.started.add(itemIndex, campaignId, job);
		// All that survives a crash of n8n: with this line, the export can be picked up again.
		this.report('info', `Started lemlist export ${job.exportId} of campaign ${campaignId}`);
		return { job, details };
	}

	private async wait(
		parameters: ExportParameters,
		job: ExportJob,
		signal: AbortSignal,
	): Promise<WaitEnd<LemlistExport>> {
		const provider = statisticsProvider(this.client, parameters.campaignId);
		return await waitForExport(provider, job, {
			pollIntervalMs: parameters.pollIntervalMs,
			deadlineAt: Math.min(Date.now() + parameters.timeoutMs, job.startedAt + STATUS_LIFETIME_MS),
			signal,
			pollTurn: async (untilDeadline) => await this.client.limits.polls.acquire(untilDeadline),
			onProgress: (progress) => this.report('debug', `lemlist export ${job.exportId}: ${progress}`),
		}).catch((error: unknown) => {
			if (!(error instanceof LemlistError)) throw error;
			throw error.with({
				advice: `The export ${job.exportId} may still run at lemlist: get its file with the operation Download.`,
				ids: { campaignId: parameters.campaignId, exportId: job.exportId },
			});
		});
	}

	private endedWithoutFile(
		{ campaignId }: ExportParameters,
		exportId: string,
		end: Exclude<WaitEnd<LemlistExport>, { ended: 'ready' }>,
	): LemlistError {
		const ids = { campaignId, exportId };
		switch (end.ended) {
			case 'failed':
				return new LemlistError('export', {
					message: `The export ended without a file: ${end.reason}`,
					description: `Run the node again to start a new export. If it stays so, ask lemlist about the export ${exportId}.`,
					ids,
				});
			case 'missing':
				return new LemlistError('export', {
					message: 'lemlist does not know the export any more',
					description: `${end.reason}. It is ${exportId}. lemlist forgets an export 2 hours after its start, and one of another campaign or team is unknown, too. Run the node without its ID to start a new one.`,
					ids,
				});
			case 'timeout':
				return new LemlistError('export', {
					message: `The export was not done after ${minutes(end.waitedMs)}`,
					description: `Export ${exportId}, last status: ${end.details?.status ?? 'unknown'}${end.progress ? ` (${end.progress})` : ''}. ${RESUME_ADVICE(exportId)}`,
					ids,
				});
		}
	}

	private async getExport({ campaignId, exportId }: ExportParameters, signal: AbortSignal): Promise<FinishedExport> {
		const details = await getExport(this.client, campaignId, exportId, signal).catch((error: unknown) => {
			if (!(error instanceof LemlistError)) throw error;
			throw error.with({
				advice: isUnknownExport(error)
					? 'lemlist forgets an export 2 hours after its start. Check that the ID belongs to this campaign, or start a new export.'
					: undefined,
				ids: { campaignId, exportId },
			});
		});
		return { ...details, exportId };
	}

	private async download(
		parameters: ExportParameters,
		itemIndex: number,
		signal: AbortSignal,
	): Promise<INodeExecutionData[]> {
		const details = await this.getExport(parameters, signal);
		if (details.status === 'done') return await this.deliver(parameters, details, itemIndex, signal);
		throw new LemlistError('export', {
			message: `The export is not ready: its status is "${details.status}"`,
			description:
				details.status === 'pending'
					? "Run the node again later, check with the operation Get Status first, or use the operation Export with the option 'Existing Export ID', which waits."
					: 'lemlist made no file. Start a new export.',
			ids: { campaignId: parameters.campaignId, exportId: parameters.exportId },
		});
	}

	private async deliver(
		parameters: ExportParameters,
		finished: FinishedExport,
		itemIndex: number,
		signal: AbortSignal,
		waitedMs?: number,
	): Promise<INodeExecutionData[]> {
		const startedAt = milliseconds(finished.startedAt);
		const endedAt = milliseconds(finished.endedAt);
		const durationMs = startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : waitedMs;
		const { campaignName: name = parameters.campaignId, exportId } = finished;
		const date = new Date(endedAt ?? Date.now());
		const ids = { campaignId: parameters.campaignId, exportId };
		return await this.withinTimeout(parameters, ids, signal, async (untilDeadline) => {
			const provider = statisticsProvider(this.client, parameters.campaignId);
			const source = exportFile(this.client, provider, finished, untilDeadline);
			return await this.output(parameters, source, { name, date, itemIndex }, untilDeadline, {
				campaignId: parameters.campaignId,
				campaignName: name,
				exportId,
				status: 'done',
				startedAt: finished.startedAt,
				endedAt: finished.endedAt,
				durationMs,
			});
		});
	}

	private async exportLeads(
		parameters: ExportParameters,
		itemIndex: number,
		signal: AbortSignal,
	): Promise<INodeExecutionData[]> {
		const { campaignId, states } = parameters;
		return await this.withinTimeout(parameters, { campaignId }, signal, async (untilDeadline) => {
			const name = (await campaignName(this.client, campaignId, untilDeadline)) ?? campaignId;
			const source = leadsFile(this.client, { campaignId, states }, untilDeadline);
			return await this.output(parameters, source, { name, date: new Date(), itemIndex }, untilDeadline, {
				campaignId,
				campaignName: name,
				states: statesQuery(states).split(','),
				status: 'done',
			});
		});
	}

	/** Runs a download when it is its turn, and for no longer than the timeout; its errors carry the ids. */
	private async withinTimeout<T>(
		{ timeoutMs }: ExportParameters,
		ids: { campaignId: string; exportId?: string },
		signal: AbortSignal,
		download: (untilDeadline: AbortSignal) => Promise<T>,
	): Promise<T> {
		return await this.downloading.run(async () => {
			const deadline = new Deadline(timeoutMs, signal);
			return await download(deadline.signal)
				.catch((error: unknown) => {
					if (deadline.expired) {
						throw new LemlistError('unreachable', {
							message: `The file did not arrive within ${minutes(timeoutMs)}`,
							description: `Allow more time in the option 'Timeout'.${ids.exportId ? ` lemlist keeps the file of the export ${ids.exportId} for 24 hours: the operation Download gets it.` : ''}`,
							ids,
						});
					}
					throw error instanceof LemlistError ? error.with({ ids }) : error;
				})
				.finally(() => deadline.clear());
		}, signal);
	}

	/** One item with the file, or one item per row. */
	private async output(
		{ campaignId, output, binaryPropertyName, fileName: chosen }: ExportParameters,
		source: FileSource,
		{ name, date, itemIndex }: { name: string; date: Date; itemIndex: number },
		signal: AbortSignal,
		json: IDataObject,
	): Promise<INodeExecutionData[]> {
		if (output === 'rows') {
			const rows = await downloadFile(source, async (body) => await readRows(body, itemIndex, signal), signal);
			this.warnAboutSize(rows, campaignId);
			if (rows.result.length === 0)
				this.hint(`The export of campaign ${campaignId} has no rows, so this item gives no output items.`);
			return rows.result;
		}
		const fileName = csvFileName({ chosen, name, date, timeZone: this.context.getTimezone() });
		const file = await downloadFile(source, async (body) => await storeFile(this.context, body, fileName), signal);
		this.warnAboutSize(file, campaignId);
		return [
			{
				json: { ...json, fileName: file.result.fileName ?? fileName, fileSize: file.bytes },
				binary: { [binaryPropertyName]: file.result },
			},
		];
	}

	private warnAboutSize({ bytes, expectedBytes }: Download<unknown>, campaignId: string): void {
		if (expectedBytes === undefined || bytes <= expectedBytes) return;
		this.hint(
			`The file of campaign ${campaignId} has ${bytes} bytes, lemlist named ${expectedBytes}. It arrived whole; lemlist may count differently.`,
		);
	}

	private describe(
		{ campaignId }: ExportParameters,
		{ exportId, campaignName: name, status, url, email, ...rest }: FinishedExport,
	): IDataObject {
		return { campaignId, campaignName: name, exportId, status, ...rest, ...(url && { url }), ...(email && { email }) };
	}

	private hint(message: string): void {
		this.context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
	}

	private report(level: 'info' | 'debug', message: string): void {
		this.context.logger[level](message);
		this.context.sendMessageToUI(message);
	}
}
