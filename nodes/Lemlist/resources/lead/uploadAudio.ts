import { multipartFile } from '../../../shared/http/multipart';
import { leadId, listCampaign } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import { step } from '../../fields/locators/sequence';
import { doneWithoutAnswer, isEmptyAnswer } from '../../table/emptyAnswers';
import { objectOf } from '../../table/json';
import type { CustomOperation } from '../../table/operation';
import { leadStepId } from './fields';
import { sameLead } from './order';

export const uploadAudio: CustomOperation = {
	value: 'uploadAudio',
	name: 'Upload Audio',
	action: 'Upload audio for lead',
	description: 'Upload the audio file of a voice message step for a lead, from a binary field of the item',
	routes: ['POST /leads/audio'],
	fields: [
		listCampaign,
		leadId,
		leadStepId,
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The name of the input field containing the file',
			description: 'The field of the input item that holds the audio file',
		},
	],
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
	async run({ context, client, parameters, itemIndex, signal }) {
		const field = parameters.required('binaryPropertyName');
		const { fileName = 'audio', mimeType } = context.helpers.assertBinaryData(itemIndex, field);
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, field);
		const { body } = await client.request({
			method: 'POST',
			path: '/leads/audio',
			query: { leadId: parameters.id('leadId', lead), stepId: parameters.id('stepId', step) },
			body: multipartFile('file', { fileName, mimeType, content }),
			signal,
		});
		return { json: [isEmptyAnswer(body) ? doneWithoutAnswer(uploadAudio, parameters) : objectOf(body)] };
	},
};
