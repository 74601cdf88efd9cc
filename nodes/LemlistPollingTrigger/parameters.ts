import type { INodeProperties } from 'n8n-workflow';

import { activityEvents } from '../shared/lemlist/activities/eventTypes';
import { filterParameters, triggerOptions } from '../shared/lemlist/activities/parameters';
import { fieldLabels, ItemParameters, type TriggerContext } from '../shared/n8n/parameters';

export const properties: INodeProperties[] = [
	...filterParameters(activityEvents),
	triggerOptions([
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			default: '',
			description:
				'Also start for activities since then when the workflow is activated for the first time. Without it, only for those after the activation.',
		},
	]),
];

const labels = fieldLabels(properties);

/** The reader of the node's parameters. */
export function parametersOf(context: TriggerContext): ItemParameters {
	return new ItemParameters(context, undefined, labels);
}
