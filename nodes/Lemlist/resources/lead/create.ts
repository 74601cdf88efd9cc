import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';
import { customVariables, newLeadEmail, newLeadFields, newLeadOptions } from './fields';
import { newLeadRequest, noLeadAdded } from './newLead';
import { sameNewLead } from './order';
import { leadSummary } from './summary';

const newLead = z.object({ _id: z.string() }).passthrough();

export const create: RequestOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create lead',
	description: 'Add a lead to a campaign. Needs an email or a LinkedIn URL. Fails when it is there already.',
	routes: ['POST /campaigns/{campaignId}/leads/'],
	fields: [campaignLocator, newLeadEmail, newLeadFields, customVariables, newLeadOptions],
	simplify: leadSummary,
	request: newLeadRequest,
	// Anything else under 200 is no lead that was added.
	output: (body) => parseAnswer(newLead, body, 'the new lead') as IDataObject,
	withoutAnswer: noLeadAdded,
	orderBy: sameNewLead,
};
