import { ApiError } from '../engine/apiError';
import { seedOf } from '../engine/random';
import { type Resource, type Routes, Store } from '../engine/world';
import { Campaigns, type Campaign } from './campaigns';
import { Leads } from './leads';
import { checkSize } from './statisticsCsv';
import {
	EXPORT_DEFAULTS,
	type ExportDefaults,
	type ExportedFile,
	type ExportSettings,
	fileSizeOf,
	type IdName,
} from './statisticsFile';

const HOUR = 3_600_000;
/** lemlist forgets the status of an export 2 h after its start; the answer is then a 404. */
export const STATUS_LIFETIME = 2 * HOUR;
/** lemlist deletes the file 24 h after the export is done. */
export const FILE_LIFETIME = 24 * HOUR;

/** One export as the simulator keeps it. Its status is not stored but follows from the clock. */
export interface ExportRecord extends ExportedFile {
	id: string;
	teamId: string;
	campaignId: string;
	campaignName: string;
	fileName: string;
	/** Milliseconds since 1970. */
	startedAt: number;
	/** The number of leads, which the progress counts up to. */
	total: number;
	/** The address that `PUT …/email/{email}` asked to notify. */
	email?: string;
}

/** When the export ends or ended, in milliseconds since 1970. */
export function endOf(record: ExportRecord): number {
	return record.startedAt + record.settings.durationMs;
}

/** Exports by id. */
export class StatisticsExports extends Store<ExportRecord> {
	/** Settings of every export; a change counts from the next start. */
	readonly defaults: ExportDefaults = { ...EXPORT_DEFAULTS };
	/** The other origin that serves files, such as http://127.0.0.1:5001. */
	foreignUrl = '';
	private readonly next: Array<{ campaignId?: string; settings: Partial<ExportSettings> }> = [];

	/** Sets how the next export behaves, over campaign settings and defaults: the next of this campaign, or the next of any. */
	setNext(settings: Partial<ExportSettings>, campaignId?: string): void {
		this.next.push({ campaignId, settings });
	}

	/** Starts an export, as GET …/export/start does. */
	start(campaign: Campaign): ExportRecord {
		const next = this.next.findIndex(({ campaignId }) => campaignId === undefined || campaignId === campaign._id);
		const nextSettings = next < 0 ? {} : this.next.splice(next, 1)[0]?.settings;
		const settings = { ...this.defaults, ...campaign.simulation.exports, ...nextSettings };
		if (settings.content === undefined) checkSize(settings.size, settings.layout);
		const id = this.world.createId(settings.startShape === 'legacy' ? 'exp' : 'axp');
		const slug = campaign.name
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '_')
			.replace(/^_|_$/g, '');
		const record: ExportRecord = {
			id,
			teamId: campaign.teamId,
			campaignId: campaign._id,
			campaignName: campaign.name,
			fileName: `fil_${id}_${slug}.csv`,
			startedAt: this.world.clock.now(),
			total: this.world.store(Leads).count(campaign) || 100,
			seed: seedOf(id),
			settings,
		};
		this.set(id, record);
		return record;
	}

	/** The export of a campaign, unless it does not exist or lemlist has forgotten it (2 h after its start). */
	of({ _id }: Campaign, exportId: string): ExportRecord | undefined {
		const record = this.get(exportId);
		const expired = record !== undefined && this.world.clock.now() - record.startedAt >= STATUS_LIFETIME;
		return record?.campaignId === _id && !expired ? record : undefined;
	}

	/** The export that a file belongs to, whatever its status and age. */
	ofFile(fileName: string): ExportRecord | undefined {
		return [...this.values()].find((record) => record.fileName === fileName);
	}

	/** The most exports that were running at the same time, by the clock. */
	maxAtOnce(): number {
		const exports = [...this.values()];
		const runningAt = (time: number) =>
			exports.filter((record) => record.startedAt <= time && time < endOf(record)).length;
		return Math.max(0, ...exports.map(({ startedAt }) => runningAt(startedAt)));
	}

	/** The URL that a status answer names for an export's file; undefined if it is published nowhere. */
	urlOf({ fileName, settings }: ExportRecord, host: string): string | undefined {
		if (settings.fileOrigin === 'none') return undefined;
		// The host the client asked for, so that `localhost` and `127.0.0.1` both stay one origin.
		const folder = settings.fileOrigin === 'own' ? `http://${host}/api/files/exports` : `${this.foreignUrl}/exports`;
		const { urlLifetimeMs } = settings;
		const query = urlLifetimeMs === undefined ? '' : `?expires=${Math.ceil(this.world.clock.now() + urlLifetimeMs)}`;
		return `${folder}/${fileName}${query}`;
	}
}

const PROGRESS_STEPS = 6;

/**
 * The export as lemlist's status answers show it.
 * @param url the download URL, if the file is published
 */
export function describeExport(record: ExportRecord, now: number, url: string | undefined): Record<string, unknown> {
	const { settings } = record;
	const finished = now >= endOf(record);
	const common = {
		...identify(record.id, settings.idNames ?? (finished ? ['_id', 'id'] : ['id'])),
		teamId: record.teamId,
		campaignId: record.campaignId,
		campaignName: record.campaignName,
		status: finished ? settings.finalStatus : 'pending',
		startedAt: isoDate(record.startedAt),
	};
	const email = record.email === undefined ? {} : { email: record.email };
	if (!finished) return { ...common, ...pendingProgress(record, now), ...email };
	const done = settings.finalStatus === 'done';
	return {
		...common,
		progressIndex: PROGRESS_STEPS,
		progressTime: Math.floor(endOf(record)),
		progressLastStepDuration: 0,
		progressType: settings.finalStatus,
		progress: 0,
		total: 0,
		...(done &&
			settings.fileSize !== 'absent' && {
				fileSize: settings.fileSize === 'right' ? fileSizeOf(record) : settings.fileSize,
			}),
		endedAt: isoDate(endOf(record)),
		...(done && url !== undefined && { url }),
		...email,
		...settings.statusOverrides,
	};
}

/** The answer to start, in the shape the export's settings ask for. */
function describeStart(record: ExportRecord): Record<string, unknown> {
	const { id, teamId, campaignId, campaignName, settings } = record;
	const startedAt = isoDate(record.startedAt);
	if (settings.startShape === 'legacy') {
		return { ok: true, status: { exportId: id, teamId, campaignId, status: 'pending', startedAt } };
	}
	return {
		_id: id,
		id,
		teamId,
		campaignId,
		campaignName,
		status: 'pending',
		startedAt,
		...pendingProgress(record, record.startedAt),
	};
}

function pendingProgress({ startedAt, settings, total }: ExportRecord, now: number): Record<string, unknown> {
	const stepMs = settings.durationMs / PROGRESS_STEPS;
	// An export of no duration still answers its start as pending, an endless one stays in its first step.
	const step = stepMs > 0 ? Math.floor((now - startedAt) / stepMs) : 0;
	const starting = step === 0;
	return {
		progressIndex: step,
		progressTime: Math.floor(starting ? startedAt : startedAt + step * stepMs),
		progressLastStepDuration: starting ? 0 : Math.floor(stepMs),
		progressType: starting ? 'starting' : 'processing',
		progress: starting ? 0 : Math.floor((total * (now - startedAt)) / settings.durationMs),
		total: starting ? 0 : total,
	};
}

function identify(id: string, names: IdName[]): Record<string, string> {
	return Object.fromEntries(names.map((name) => [name, id]));
}

function isoDate(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}

interface OfExport {
	Params: { campaignId: string; exportId: string };
}

const routes: Routes = (api, world) => {
	const exports = world.store(StatisticsExports);
	const campaigns = world.store(Campaigns);
	const statusAnswer = (record: ExportRecord, host: string) => ({
		ok: true,
		status: describeExport(record, world.clock.now(), exports.urlOf(record, host)),
	});

	api.get<{ Params: { campaignId: string } }>(
		'/campaigns/:campaignId/export/start',
		{ config: { kind: 'start' } },
		async ({ params, team }) => describeStart(exports.start(campaigns.require(team, params.campaignId))),
	);

	api.get<OfExport>(
		'/campaigns/:campaignId/export/:exportId/status',
		{ config: { kind: 'status' } },
		async ({ params, team, host }) => {
			const record = exports.of(campaigns.require(team, params.campaignId), params.exportId);
			if (record === undefined) throw new ApiError(404, { ok: false, message: 'Export with id not found' });
			return statusAnswer(record, host);
		},
	);

	api.put<OfExport & { Params: { email: string } }>(
		'/campaigns/:campaignId/export/:exportId/email/:email',
		{ config: { kind: 'email' } },
		async ({ params, team, host }) => {
			const record = exports.of(campaigns.require(team, params.campaignId), params.exportId);
			if (record === undefined) throw new ApiError(404, 'Export not found');
			record.email = params.email;
			return statusAnswer(record, host);
		},
	);
};

export const exports = { store: StatisticsExports, routes } satisfies Resource;
