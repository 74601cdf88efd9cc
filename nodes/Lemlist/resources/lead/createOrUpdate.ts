import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { readPages } from '../../../shared/http/pages';
import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignIdOf } from '../../../shared/lemlist/campaigns';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { isEmptyAnswer } from '../../table/emptyAnswers';
import { objectOf } from '../../table/json';
import type { Call, CustomOperation } from '../../table/operation';
import { campaignLeads } from './campaignLeads';
import { newLeadRequest, noLeadAdded, readNewLead } from './newLead';
import { newLeadForm } from './newLeadForm';
import { sameNewLead } from './order';
import { leadSummary } from './summary';
import { checkLength } from './variables';

/** The lead in its campaign, with the variables that it has, empty ones too. */
interface FoundLead {
	_id: string;
	variables: Record<string, unknown>;
}

/** A row of GET /leads/{email}: the lead in one of its campaigns. */
const leadRow = z.object({
	_id: z.string(),
	campaign: z.object({ id: z.string() }).nullish(),
	variables: z.record(z.unknown()).nullish(),
});

/** A row of the campaign's leads: variables stand beside the fields. */
const campaignRow = z.object({ _id: z.string(), linkedinUrl: z.string().nullish() }).passthrough();

function isInCampaign(error: unknown): error is ServiceError {
	return (
		error instanceof ServiceError &&
		error.kind === 'refused' &&
		/already in (the|this) campaign/i.test(error.serviceSays ?? '')
	);
}

/** The same profile, however its address is written. */
function profileOf(linkedinUrl: string): string {
	const plain = linkedinUrl
		.trim()
		.toLowerCase()
		.replace(/[?#].*$/, '')
		.replace(/\/+$/, '');
	return plain.replace(/^https?:\/\/([a-z]{2,3}\.)?linkedin\.com/, '');
}

async function findByEmail({ client, parameters, signal }: Call, email: string): Promise<FoundLead | undefined> {
	const { body } = await client.request({ path: path`/leads/${email}`, query: { version: 'v2' }, signal });
	const campaignId = campaignIdOf(parameters);
	const found = parseAnswer(z.array(leadRow), body, 'the lead').find(({ campaign }) => campaign?.id === campaignId);
	return found && { _id: found._id, variables: found.variables ?? {} };
}

/** lemlist finds no lead by its profile, so that the leads of the campaign are looked through. */
async function findByProfile(
	{ client, parameters, signal }: Call,
	linkedinUrl: string,
): Promise<FoundLead | undefined> {
	const wanted = profileOf(linkedinUrl);
	const leads = campaignLeads(campaignIdOf(parameters));
	for await (const { fresh } of readPages(client, leads, { signal })) {
		const found = fresh.find((row) => profileOf(String(row.linkedinUrl ?? '')) === wanted);
		if (!found) continue;
		const { _id, ...variables } = parseAnswer(campaignRow, found, 'the lead');
		return { _id, variables };
	}
	return undefined;
}

async function findLead(call: Call): Promise<FoundLead> {
	const { parameters } = call;
	const { identity: known } = readNewLead(parameters);
	const found = await ('email' in known ? findByEmail(call, known.email) : findByProfile(call, known.linkedinUrl));
	if (found) return found;
	throw new ServiceError('unexpected', {
		message: 'lemlist says that the lead is in the campaign, but does not find it there',
		description: `It was looked for by ${Object.values(known).join()}. It may have been deleted in this moment: run the node again.`,
		ids: { campaignId: campaignIdOf(parameters) },
	});
}

/** Variables that the lead has are updated, others added: lemlist has a route for each, and refuses the other kind. */
function variableRequests({ parameters }: Call, { _id, variables }: FoundLead) {
	const onlyEmpty = parameters.collection('options').updateStrategy === 'fillEmptyOnly';
	const changes = Object.entries(readNewLead(parameters).variables).filter(([name]) => !onlyEmpty || !variables[name]);
	return (['PATCH', 'POST'] as const)
		.map((method) => ({
			method,
			path: path`/leads/${_id}/variables`,
			query: Object.fromEntries(changes.filter(([name]) => Object.hasOwn(variables, name) === (method === 'PATCH'))),
		}))
		.filter(({ query }) => Object.keys(query).length > 0);
}

async function updateLead(call: Call): Promise<IDataObject> {
	const { client, parameters, signal } = call;
	const campaignId = campaignIdOf(parameters);
	const lead = await findLead(call);
	const requests = variableRequests(call, lead);
	const { identity, fields, variablesIn } = readNewLead(parameters);
	for (const { query } of requests) checkLength(parameters, query, variablesIn);
	let result: IDataObject = { _id: lead._id, ...identity, campaignId };
	if (Object.keys(fields).length > 0) {
		const { updateStrategy } = parameters.settings('options');
		const route = path`/campaigns/${campaignId}/leads/${lead._id}`;
		const { body } = await client.request({
			method: 'PATCH',
			path: route,
			query: { updateStrategy },
			body: fields,
			signal,
		});
		if (!isEmptyAnswer(body)) result = objectOf(body);
	}
	for (const request of requests) {
		await client.request({ ...request, signal }).catch((error: unknown) => {
			if (!(error instanceof ServiceError)) throw error;
			const names = Object.keys(request.query).join(', ');
			throw error.with({
				advice: `The fields of the lead ${lead._id} were updated before; these variables perhaps not: ${names}.`,
				ids: { campaignId, leadId: lead._id },
			});
		});
	}
	return result;
}

export const createOrUpdate: CustomOperation = {
	value: 'createOrUpdate',
	name: 'Create or Update',
	action: 'Create or update lead',
	description: "Add a lead to a campaign, or update it when it is there already. The output's 'created' tells.",
	notice: 'The options for deduplication and enrichment count for new leads only.',
	routes: [
		'POST /campaigns/{campaignId}/leads/',
		'GET /leads/{email}',
		'GET /v2/campaigns/{campaignId}/export/leads',
		'PATCH /campaigns/{campaignId}/leads/{leadId}',
		'PATCH /leads/{leadId}/variables',
		'POST /leads/{leadId}/variables',
	],
	fields: newLeadForm,
	simplify: ['created', ...leadSummary],
	orderBy: sameNewLead,
	async run(call) {
		const { client, parameters, signal } = call;
		const created = await client.request({ ...newLeadRequest(parameters), signal }).catch((error: unknown) => {
			if (!isInCampaign(error)) throw error;
		});
		if (created && isEmptyAnswer(created.body)) throw noLeadAdded(parameters);
		const json = created
			? { created: true, ...objectOf(created.body) }
			: { created: false, ...(await updateLead(call)) };
		return { json: [json] };
	},
};
