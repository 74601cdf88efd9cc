import type { INodeProperties } from 'n8n-workflow';

import { webhookEvents } from '../shared/lemlist/activities/eventTypes';
import { filterParameters, triggerOptions } from '../shared/lemlist/activities/parameters';
import { fieldLabels, ItemParameters, type TriggerContext } from '../shared/n8n/parameters';

export const properties: INodeProperties[] = [
	...filterParameters(webhookEvents),
	triggerOptions([
		{
			displayName: 'Drop Duplicates',
			name: 'dropDuplicates',
			type: 'boolean',
			default: true,
			description: 'Whether to start only once when lemlist sends the same event again',
		},
	]),
];

const labels = fieldLabels(properties);

/** The reader of the node's parameters. */
export function parametersOf(context: TriggerContext): ItemParameters {
	return new ItemParameters(context, undefined, labels);
}
