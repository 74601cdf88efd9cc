import type { INodeProperties } from 'n8n-workflow';

import { campaignStatuses } from '../../../shared/lemlist/campaignStatuses';
import { emailStatuses } from '../../fields/emailStatuses';
import { stepId } from '../../fields/ids';

/** Where a file is made of a campaign: shown with the operations that give its numbers. */
export const exportNotice: INodeProperties = {
	displayName: "To get a campaign's statistics or leads as a CSV file, use the node 'Lemlist Export Campaign'",
	name: 'exportNotice',
	type: 'notice',
	default: '',
};

/** The switch and its condition, of POST and PATCH /campaigns: both go into a collection. */
export const autoReview: INodeProperties = {
	displayName: 'Auto Review',
	name: 'autoReview',
	type: 'boolean',
	default: true,
	description: 'Whether leads are launched as soon as they are added, without anybody looking at them',
};

export const autoReviewConditions: INodeProperties = {
	displayName: 'Auto Review Conditions',
	name: 'autoReviewConditions',
	type: 'multiOptions',
	options: emailStatuses,
	default: [],
	description: "With 'Auto Review', launch only leads whose email address has one of these results of the verification",
};

/** How the operations for many campaigns choose them. Read it with `selectedCampaigns`. */
export const campaignSelection: INodeProperties[] = [
	{
		displayName: 'Campaigns',
		name: 'campaignSelection',
		type: 'options',
		options: [
			{ name: 'All Campaigns', value: 'all', description: 'Every campaign of the team, archived ones included' },
			{ name: 'By ID', value: 'ids', description: 'The campaigns whose IDs you enter' },
			{ name: 'By Status', value: 'status', description: 'Every campaign in one of the chosen statuses' },
		],
		default: 'ids',
		description: 'The campaigns to work with',
	},
	{
		displayName: 'Campaign IDs',
		name: 'campaignIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. cam_A1B2C3D4E5F6G7H8I9, cam_B2C3D4E5F6G7H8I9J0',
		displayOptions: { show: { campaignSelection: ['ids'] } },
		description:
			'IDs separated by commas or line breaks, or an expression that returns an array. Any number: lemlist gets 100 at a time.',
	},
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		options: campaignStatuses,
		default: [],
		displayOptions: { show: { campaignSelection: ['status'] } },
		description: 'A campaign can be in several of them, such as Paused and Errors. Each campaign comes once.',
	},
];

export const stepToSkip: INodeProperties = {
	...stepId,
	description: "The step of the campaign's sequences to skip",
};
