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
			description:
				'Whether to start only once when lemlist sends the same event again. On also where the option is not added.',
		},
	]),
];

const labels = fieldLabels(properties);

/** The reader of the node's parameters. */
export function parametersOf(context: TriggerContext): ItemParameters {
	return new ItemParameters(context, undefined, labels);
}

/** The option Drop Duplicates: on where it was not added. */
export function dropsDuplicates(parameters: ItemParameters): boolean {
	const option = 'options.dropDuplicates';
	return parameters.raw(option) === undefined || parameters.boolean(option);
}
