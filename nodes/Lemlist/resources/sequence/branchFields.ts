import type { INodeProperties } from 'n8n-workflow';

import { branch } from '../../fields/locators/sequence';
import { emailStatuses } from '../../fields/emailStatuses';
import { customField, customOperator, customValue, delayType } from './conditionFields';

export const branchSequenceId: INodeProperties = branch.field;

/** What a branch of a condition can hold, sorted by display name. Which of them count depends on the condition. */
export const branchSettings: INodeProperties[] = [
	{
		displayName: 'Call Statuses',
		name: 'callStatusFilter',
		type: 'string',
		default: '',
		description: 'For the condition Call Done: the call statuses that lead here, separated by commas',
	},
	customField,
	customOperator,
	customValue,
	{
		displayName: 'Delay',
		name: 'delay',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description: 'Days to wait for the condition',
	},
	delayType,
	{
		displayName: 'Email Statuses',
		name: 'emailStatusFilter',
		type: 'multiOptions',
		default: ['deliverable'],
		options: emailStatuses,
		description: 'For the condition Has Email Address: the statuses that lead here',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. High score',
		description: 'The name of the branch',
	},
	{
		displayName: 'Score Comparator',
		name: 'scoreComparator',
		type: 'options',
		default: '$gte',
		options: [
			{ name: 'At Least', value: '$gte' },
			{ name: 'Less Than', value: '$lt' },
		],
		description: 'For the condition Has Score: how the score is compared with the threshold',
	},
	{
		displayName: 'Score Threshold',
		name: 'scoreThreshold',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 50,
		description: 'For the condition Has Score: from 0 to 100',
	},
];
