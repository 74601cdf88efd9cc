import type { INodeProperties } from 'n8n-workflow';

/** Statuses of a campaign (enum of GET /campaigns). */
export const campaignStatuses = [
	{ name: 'Archived', value: 'archived' },
	{ name: 'Draft', value: 'draft' },
	{ name: 'Ended', value: 'ended' },
	{ name: 'Errors', value: 'errors' },
	{ name: 'Paused', value: 'paused' },
	{ name: 'Running', value: 'running' },
];

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
	options: [
		{ name: 'Deliverable', value: 'deliverable' },
		{ name: 'Risky', value: 'risky' },
		{ name: 'Undeliverable', value: 'undeliverable' },
		{ name: 'Unverified', value: 'unverified' },
	],
	default: [],
	description: "With 'Auto Review', launch only leads whose email address has one of these results of the verification",
};

export const stepId: INodeProperties = {
	displayName: 'Step ID',
	name: 'stepId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. stp_A1B2C3D4E5F6G7H8I',
	description: "The step to skip: the '_id' of a step of the campaign's sequences",
};
