import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { campaign, campaignLocator, searchCampaigns } from '../campaigns';
import { user } from '../users';

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
			description: 'Only events of this campaign. Leave empty for all, or for those of an option below.',
			modes: campaignLocator.modes?.map((mode) =>
				mode.name === 'list' ? { ...mode, placeholder: 'Any campaign' } : mode,
			),
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

/** The options that filter, of both triggers. */
const FILTER_OPTIONS: INodeProperties[] = [
	{
		displayName: 'First Occurrence Only',
		name: 'isFirst',
		type: 'boolean',
		default: true,
		description: 'Whether to leave out what lemlist marks as a repetition for the lead, such as a second open',
	},
	{
		displayName: 'Ignore Bots',
		name: 'ignoreBots',
		type: 'boolean',
		default: true,
		description: 'Whether to leave out what lemlist marks as done by a bot, such as opens by mail filters',
	},
	{
		displayName: 'More Campaign Names or IDs',
		name: 'campaignIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getCampaigns' },
		default: [],
		description:
			'Also these campaigns. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Sender Names or IDs',
		name: 'senders',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getUsers' },
		default: [],
		description:
			'Only events of these senders. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];

/** The options of a trigger: those of both, and its own; in the order in which n8n shows options. */
export function triggerOptions(own: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...FILTER_OPTIONS, ...own].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}

/** `methods` of a node with these parameters: what their lists hold. */
export const filterMethods = {
	listSearch: { searchCampaigns },
	loadOptions: { getCampaigns: campaign.loadOptions, getUsers: user.loadOptions },
};
