import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { ServiceError } from '../../../shared/n8n/serviceError';
import type { Call, CustomOperation } from '../../table/operation';
import { customVariables, email, newLeadFields, newLeadOptions } from './fields';
import { newLeadRequest } from './newLead';
import { sameLead } from './order';
import { leadSummary } from './summary';
import { filledVariables } from './variables';

/** A row of GET /leads/{email}: the lead in one of its campaigns. */
const leadRow = z.object({
	_id: z.string(),
	campaign: z.object({ id: z.string() }).nullish(),
	variables: z.record(z.unknown()).nullish(),
});

function isInCampaign(error: unknown): error is ServiceError {
	return (
		error instanceof ServiceError &&
		error.kind === 'refused' &&
		/already in (the|this) campaign/i.test(error.serviceSays ?? '')
	);
}

async function findLead({ client, parameters, signal }: Call): Promise<z.infer<typeof leadRow>> {
	const address = parameters.required('email');
	const { body } = await client.request({ path: path`/leads/${address}`, query: { version: 'v2' }, signal });
	const campaignId = campaignIdOf(parameters);
	const found = parseAnswer(z.array(leadRow), body, 'the lead').find(({ campaign }) => campaign?.id === campaignId);
	if (found) return found;
	throw new ServiceError('unexpected', {
		message: 'lemlist says that the lead is in the campaign, but does not find it there',
		description: `It was looked for by ${address}. It may have been deleted in this moment: run the node again.`,
		ids: { campaignId },
	});
}

/** Variables that the lead has are updated, others added: lemlist has a route for each, and refuses the other kind. */
async function writeVariables(
	{ client, parameters, signal }: Call,
	{ _id, variables }: z.infer<typeof leadRow>,
): Promise<void> {
	const present = variables ?? {};
	const onlyEmpty = parameters.collection('options').updateStrategy === 'fillEmptyOnly';
	const changes = Object.entries(filledVariables(parameters)).filter(([name]) => !onlyEmpty || !present[name]);
	const [known, added] = [true, false].map((wanted) =>
		Object.fromEntries(changes.filter(([name]) => Object.hasOwn(present, name) === wanted)),
	);
	for (const [method, query] of [
		['PATCH', known],
		['POST', added],
	] as const) {
		if (query && Object.keys(query).length > 0)
			await client.request({ method, path: path`/leads/${_id}/variables`, query, signal });
	}
}

async function updateLead(call: Call): Promise<IDataObject> {
	const { client, parameters, signal } = call;
	const campaignId = campaignIdOf(parameters);
	const lead = await findLead(call);
	const fields = parameters.filled('additionalFields');
	let result: IDataObject = { _id: lead._id, email: parameters.required('email'), campaignId };
	if (Object.keys(fields).length > 0) {
		const { updateStrategy } = parameters.filled('options');
		const route = path`/campaigns/${campaignId}/leads/${lead._id}`;
		const { body } = await client.request({
			method: 'PATCH',
			path: route,
			query: { updateStrategy },
			body: fields,
			signal,
		});
		result = body as IDataObject;
	}
	await writeVariables(call, lead);
	return result;
}

export const createOrUpdate: CustomOperation = {
	value: 'createOrUpdate',
	name: 'Create or Update',
	action: 'Create or update lead',
	description:
		'Add a lead to a campaign, or update it when it is in the campaign already. The field created of the output says which. Deduplication and enrichment options count for new leads only.',
	routes: [
		'POST /campaigns/{campaignId}/leads/',
		'GET /leads/{email}',
		'PATCH /campaigns/{campaignId}/leads/{leadId}',
		'PATCH /leads/{leadId}/variables',
		'POST /leads/{leadId}/variables',
	],
	fields: [campaignLocator, email, newLeadFields, customVariables, newLeadOptions],
	simplify: ['created', ...leadSummary],
	orderBy: (parameters) => sameLead(parameters.required('email')),
	async run(call) {
		const { client, parameters, signal } = call;
		const request = newLeadRequest(parameters, { email: parameters.required('email') });
		const created = await client.request({ ...request, signal }).catch((error: unknown) => {
			if (!isInCampaign(error)) throw error;
		});
		const json = created
			? { created: true, ...(created.body as IDataObject) }
			: { created: false, ...(await updateLead(call)) };
		return { json: [json] };
	},
};
