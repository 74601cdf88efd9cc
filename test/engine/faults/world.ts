import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { QlaraApi } from '../../../credentials/QlaraApi.credentials';
import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node';
import { LemlistExportCampaign } from '../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { QlaraExport } from '../../../nodes/QlaraExport/QlaraExport.node';
import {
	type Clock,
	type QlaraSimulator,
	type RecordedRequest,
	type Simulator,
	startQlaraSimulator,
	startSimulator,
} from '../../../simulator';
import { createEngine, type Engine } from '../../../tools/engine';
import { API_KEY } from '../world';

export { API_KEY } from '../world';

/** A file of an export, longer than what a broken answer lets through. */
export const ROWS = 200;
export const CSV = `email,name\n${Array.from({ length: ROWS }, (_one, row) => `p${row}@example.com,P ${row}\n`).join('')}`;

/** How many campaigns there are: three pages. */
export const CAMPAIGNS = 250;

/** Exports take so long (ms of the simulator's clock). */
const EXPORT_MS = 2000;

/** Both services and an n8n with their nodes, for all cells of the matrix. */
export interface FaultWorld {
	lemlist: Simulator;
	qlara: QlaraSimulator;
	n8n: Engine;
	/** The requests to all four origins. */
	requests(): RecordedRequest[];
	/** Forgets what a cell has left behind. */
	reset(): void;
	end(): Promise<void>;
}

/** The services' clock goes with the fake time that passes, and not with what n8n's clock is set to. */
function passingClock(): Clock {
	const began = Date.now();
	let offset = 0;
	return { now: () => began + performance.now() + offset, advance: (ms) => (offset += ms) };
}

export async function createFaultWorld(): Promise<FaultWorld> {
	const clock = passingClock();
	const exports = { durationMs: EXPORT_MS, content: CSV };
	const common = { apiKey: API_KEY, clock, rateLimit: false as const };
	const lemlist = await startSimulator({ ...common, exports });
	const qlara = await startQlaraSimulator({ ...common, exports });
	const n8n = await createEngine({
		nodes: {
			'n8n-nodes-lemlist.lemlist': new Lemlist(),
			'n8n-nodes-lemlist.lemlistExportCampaign': new LemlistExportCampaign(),
			'n8n-nodes-lemlist.qlaraExport': new QlaraExport(),
		},
		credentialTypes: [new LemlistAccountApi(), new QlaraApi()],
		credentials: {
			lemlistAccountApi: { apiKey: API_KEY, baseUrl: lemlist.baseUrl },
			qlaraApi: { apiKey: API_KEY, baseUrl: qlara.baseUrl },
		},
	});
	const logs = [lemlist.requests, lemlist.files.requests, qlara.requests, qlara.files.requests];
	for (let campaign = 0; campaign < CAMPAIGNS; campaign++) lemlist.state.addCampaign();
	return {
		lemlist,
		qlara,
		n8n,
		requests: () => logs.flat(),
		reset: () => {
			for (const log of logs) log.length = 0;
			for (const { faults } of [lemlist, qlara]) faults.clear();
			for (const { _id } of [...lemlist.state.campaigns.values()].slice(CAMPAIGNS)) lemlist.state.campaigns.delete(_id);
			for (const store of [lemlist.state.exports, lemlist.state.enrichments.records, qlara.state.exports])
				store.clear();
			lemlist.state.activities.length = 0;
		},
		end: async () => {
			n8n.close();
			await Promise.all([lemlist.close(), qlara.close()]);
		},
	};
}
