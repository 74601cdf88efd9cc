import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { parseAnswer } from '../../../shared/lemlist/answers';
import type { RequestOperation } from '../../table/operation';
import { newLeadRequest, noLeadAdded } from './newLead';
import { newLeadForm } from './newLeadForm';
import { sameNewLead } from './order';
import { leadSummary } from './summary';

const newLead = z.object({ _id: z.string() }).passthrough();

export const create: RequestOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create lead',
	description: 'Add a lead to a campaign. Needs an email or a LinkedIn URL. Fails when it is there already.',
	routes: ['POST /campaigns/{campaignId}/leads/'],
	fields: newLeadForm,
	simplify: leadSummary,
	request: newLeadRequest,
	// Anything else under 200 is no lead that was added.
	output: (body) => parseAnswer(newLead, body, 'the new lead') as IDataObject,
	withoutAnswer: noLeadAdded,
	orderBy: sameNewLead,
};
