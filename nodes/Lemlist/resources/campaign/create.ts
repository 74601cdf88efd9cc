import { additionalFields } from '../../fields/frames';
import { madeWithoutAnswer } from '../../table/emptyAnswers';
import type { RequestOperation } from '../../table/operation';
import { autoReview, autoReviewConditions } from './fields';

export const create: RequestOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create campaign',
	description: 'Create a campaign with an empty sequence and a default schedule, whose IDs are in the output',
	routes: ['POST /campaigns'],
	fields: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Product launch DACH',
			description: 'The name of the campaign',
		},
		additionalFields(autoReview, autoReviewConditions, {
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '',
			placeholder: 'e.g. America/New_York',
			description: 'The time zone of the schedule, as an IANA name. lemlist takes Europe/Paris if there is none.',
		}),
	],
	simplify: [
		'_id',
		'name',
		'state',
		'emoji',
		'sequenceId',
		'scheduleIds',
		'senders',
		'createdAt',
		'createdBy',
		'teamId',
	],
	request: (parameters) => ({
		method: 'POST',
		path: '/campaigns',
		body: { name: parameters.required('name'), ...parameters.filled('additionalFields') },
	}),
	withoutAnswer: () => madeWithoutAnswer('the new campaign'),
	// New campaigns have nothing to do with one another.
	orderBy: () => undefined,
};
