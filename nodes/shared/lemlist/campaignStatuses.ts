import type { INodePropertyOptions } from 'n8n-workflow';

/** Statuses of a campaign (enum of GET /campaigns). */
export const campaignStatuses: INodePropertyOptions[] = [
	{ name: 'Archived', value: 'archived' },
	{ name: 'Draft', value: 'draft' },
	{ name: 'Ended', value: 'ended' },
	{ name: 'Errors', value: 'errors' },
	{ name: 'Paused', value: 'paused' },
	{ name: 'Running', value: 'running' },
];
