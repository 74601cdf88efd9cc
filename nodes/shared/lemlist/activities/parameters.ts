import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { campaignLocator } from '../campaigns';

/** What both triggers ask first: which events, and of which campaign. Read them with `readFilter`. */
export function filterParameters(events: INodePropertyOptions[]): INodeProperties[] {
	return [
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			default: [],
			required: true,
			description: 'What starts the workflow. Type to search, for example "linkedin" or "replied".',
			options: events,
		},
		{
			...campaignLocator,
			required: false,
			description: 'Only events of this campaign. Leave empty for all campaigns.',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
	];
}

/** The option that both triggers share. */
export const isFirstOption: INodeProperties = {
	displayName: 'First Occurrence Only',
	name: 'isFirst',
	type: 'boolean',
	default: true,
	description: 'Whether to start only for the first event of its type for a lead, such as the first of several opens',
};
