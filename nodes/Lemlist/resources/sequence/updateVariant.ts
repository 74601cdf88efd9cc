import { path } from '../../../shared/http/path';
import { updateFields } from '../../fields/frames';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { altMessage, altMessagePremium } from './messageFields';
import { bySequence } from './order';

export const updateVariant: RequestOperation = {
	value: 'updateVariant',
	name: 'Update A/B Test Variant',
	action: 'Update A/B test variant of step',
	description: 'Change variant B of a step that is A/B tested, also while the campaign is running',
	routes: ['PATCH /sequences/{sequenceId}/steps/{stepId}/ab-test'],
	fields: [
		listCampaign,
		sequenceId,
		stepId,
		updateFields(
			altMessage,
			altMessagePremium,
			{
				displayName: 'CC',
				name: 'cc',
				type: 'string',
				default: '',
				placeholder: 'e.g. boss@example.com, team@example.com',
				description: 'Email addresses that get a copy, separated by commas',
			},
			{
				displayName: 'Message',
				name: 'message',
				type: 'string',
				typeOptions: { rows: 6 },
				default: '',
				description: 'The text of variant B; HTML for an email',
			},
			{
				displayName: 'Plain Text',
				name: 'plainText',
				type: 'boolean',
				default: false,
				description: 'Whether the email is sent as plain text',
			},
			{
				displayName: 'Subject',
				name: 'subject',
				type: 'string',
				default: '',
				description: 'The subject of variant B, at most 400 characters',
			},
		),
	],
	request: (parameters) => {
		const fields = parameters.changes('updateFields');
		return {
			method: 'PATCH',
			path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/ab-test`,
			body: { ...fields, ...('cc' in fields && { cc: parameters.toList(fields.cc, 'cc') }) },
		};
	},
	orderBy: bySequence,
};
