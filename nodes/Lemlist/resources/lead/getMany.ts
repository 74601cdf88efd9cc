import type { IDataObject } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { leadStates } from '../../../shared/lemlist/leadStates';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { filters, options } from '../../fields/frames';
import type { Call, CustomOperation } from '../../table/operation';
import { entriesWanted, readList } from '../../table/readList';
import { CAMPAIGN_LEADS_PAGING, campaignLeads } from './campaignLeads';

/** GET /campaigns/{campaignId}/leads/ gives at most so many, and has no second page. */
const LONGEST_LIGHT_LIST = 500;

function isLight(parameters: ItemParameters): boolean {
	const { idsOnly } = parameters.collection('options');
	return idsOnly === true || idsOnly === 'true';
}

function lightListState(parameters: ItemParameters, states: string[]): string | undefined {
	if (states.length === 0 || states.includes('all')) return undefined;
	if (states.length === 1) return states[0];
	throw parameters.refuse(
		'filters',
		'has several states',
		"With the option 'IDs and States Only' lemlist filters by one state. Choose one, or turn the option off.",
	);
}

async function fullList(call: Call): Promise<IDataObject[]> {
	const { parameters } = call;
	const states = parameters.choices('filters.states');
	return await readList(call, campaignLeads(campaignIdOf(parameters), states));
}

/** Without a state lemlist gave all leads to some, and none to others (both recorded 2026): then `all` is asked for. */
async function lightList(call: Call): Promise<IDataObject[]> {
	const { parameters } = call;
	const state = lightListState(parameters, parameters.choices('filters.states'));
	const found = await lightListOf(call, state);
	return found.length === 0 && state === undefined ? await lightListOf(call, 'all') : found;
}

async function lightListOf(call: Call, state: string | undefined): Promise<IDataObject[]> {
	const wanted = entriesWanted(call.parameters);
	const limit = Math.min(wanted, LONGEST_LIGHT_LIST);
	const leads = await readList(call, {
		what: 'the leads',
		request: { path: path`/campaigns/${campaignIdOf(call.parameters)}/leads/`, query: { state, limit } },
		paging: { by: 'none' },
	});
	if (wanted <= LONGEST_LIGHT_LIST || leads.length < LONGEST_LIGHT_LIST) return leads;
	throw new ServiceError('input', {
		message: `lemlist gives the IDs and states of ${LONGEST_LIGHT_LIST} leads only, and the campaign has at least as many`,
		description: "Turn the option 'IDs and States Only' off to get all, or set the limit to 500 for the newest.",
	});
}

export const getMany: CustomOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many leads',
	description: 'Get the leads of a campaign with their fields and state. All columns come without Simplify.',
	routes: ['GET /v2/campaigns/{campaignId}/export/leads', 'GET /campaigns/{campaignId}/leads/'],
	fields: [
		campaignLocator,
		filters({
			displayName: 'States',
			name: 'states',
			type: 'multiOptions',
			options: leadStates,
			default: [],
			description: 'The last state that a lead must have; none chosen means all leads',
		}),
		options({
			displayName: 'IDs and States Only',
			name: 'idsOnly',
			type: 'boolean',
			default: true,
			description:
				'Whether to get only the IDs and states of the newest leads, at most 500, which is quicker in large campaigns',
		}),
	],
	paging: CAMPAIGN_LEADS_PAGING,
	simplify: [
		'_id',
		'email',
		'firstName',
		'lastName',
		'companyName',
		'jobTitle',
		'phone',
		'linkedinUrl',
		'emailStatus',
		'lastState',
		'stateSystem',
		'status',
		'contactId',
		'state',
	],
	run: async (call) => ({ json: await (isLight(call.parameters) ? lightList(call) : fullList(call)) }),
};
