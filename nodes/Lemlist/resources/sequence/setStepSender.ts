import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId, userId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import { user } from '../../../shared/lemlist/users';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const setStepSender: RequestOperation = {
	value: 'setStepSender',
	name: 'Set Step Sender',
	action: 'Set sender of step',
	description: 'Have one user send a step, by channel for email, LinkedIn, WhatsApp and SMS steps',
	routes: ['PUT /sequences/{sequenceId}/steps/{stepId}/sender'],
	fields: [
		listCampaign,
		sequenceId,
		stepId,
		{ ...userId, description: 'The user who sends the step' },
		{
			displayName: 'Channel',
			name: 'channel',
			type: 'json',
			default: '',
			description:
				'What the user sends with, as a JSON object in the form that Get Step Sender gives: its type (email, linkedin, whatsapp or phone), its ID and perhaps an alias. Empty for calls, manual tasks and API calls.',
		},
	],
	request: (parameters) => {
		const channel = parameters.json('channel');
		return {
			method: 'PUT',
			path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/sender`,
			body: { userId: parameters.id('userId', user), ...(Object.keys(channel).length > 0 && { channel }) },
		};
	},
	orderBy: bySequence,
};
