import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvLine, inChunks } from '../engine/csv';
import type { Resource, Routes } from '../engine/world';
import { Campaigns, type Campaign } from './campaigns';
import { hasState, Leads, type Lead } from './leads';

/** What the leads export is told besides the leads. */
export class LeadsExport {
	/** What it holds without `state`: nothing was recorded to be in it, though `all` is documented as the default. */
	withoutState: 'none' | 'all' = 'none';
}

const COLUMNS_BEFORE_VARIABLES = [
	'emailStatus',
	'email',
	'firstName',
	'lastName',
	'picture',
	'phone',
	'linkedinUrl',
	'timezone',
	'companyName',
	'companyDomain',
	'icebreaker',
] as const;
const COLUMNS_AFTER_VARIABLES = ['lastState', 'status', '_id'] as const;

interface LeadsExportRequest {
	Params: { campaignId: string };
	Querystring: { state?: string; format?: string };
}

const routes: Routes = (api, world) => {
	const settings = world.store(LeadsExport);
	const leads = world.store(Leads);

	const answer = async ({ params, query, team }: FastifyRequest<LeadsExportRequest>, reply: FastifyReply) => {
		const campaign = world.store(Campaigns).require(team, params.campaignId);
		const states = query.state || (settings.withoutState === 'all' ? 'all' : '');
		const selected = select(leads.of(campaign), states);
		const asJson = query.format === 'json';
		const body = asJson ? leadsJson(selected) : leadsCsv(selected, customFields(leads.values(), campaign));
		reply.type(asJson ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8');
		return reply.send(Readable.from(inChunks(body), { objectMode: false }));
	};

	api.get<LeadsExportRequest>('/v2/campaigns/:campaignId/export/leads', { config: { kind: 'leadsFile' } }, answer);
	// The deprecated form answers the same.
	api.get<LeadsExportRequest>('/campaigns/:campaignId/export/leads', { config: { kind: 'leadsFile' } }, answer);
};

function* select(leads: Iterable<Lead>, states: string): Generator<Lead> {
	for (const lead of leads) if (hasState(lead, states)) yield lead;
}

/** The custom columns: every variable that one of the campaign's leads has; generated leads have `jobTitle`. */
function customFields(leads: Iterable<Lead>, { _id, simulation }: Campaign): string[] {
	const names = new Set<string>(simulation.generatedLeads > 0 ? ['jobTitle'] : []);
	for (const lead of leads) {
		if (lead.campaignId === _id) for (const name of Object.keys(lead.variables)) names.add(name);
	}
	return [...names];
}

/** A leads export as CSV: documented columns with the custom fields between icebreaker and lastState. */
function* leadsCsv(leads: Iterable<Lead>, variables: readonly string[]): Generator<string> {
	yield csvLine([...COLUMNS_BEFORE_VARIABLES, ...variables, ...COLUMNS_AFTER_VARIABLES]);
	for (const lead of leads) {
		yield csvLine([
			...COLUMNS_BEFORE_VARIABLES.map((column) => lead[column]),
			...variables.map((name) => lead.variables[name] ?? ''),
			...COLUMNS_AFTER_VARIABLES.map((column) => lead[column]),
		]);
	}
}

/** A leads export as a JSON array, with the custom fields as plain fields. */
function* leadsJson(leads: Iterable<Lead>): Generator<string> {
	let separator = '[';
	for (const lead of leads) {
		const before = COLUMNS_BEFORE_VARIABLES.map((column) => [column, lead[column]]);
		const after = COLUMNS_AFTER_VARIABLES.map((column) => [column, lead[column]]);
		yield (
			separator + JSON.stringify({ ...Object.fromEntries(before), ...lead.variables, ...Object.fromEntries(after) })
		);
		separator = ',';
	}
	yield separator === '[' ? '[]' : ']';
}

export const leadsExport = { store: LeadsExport, routes } satisfies Resource;
