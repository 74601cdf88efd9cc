import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/n8n/parameters';

export const sequenceId: INodeProperties = {
	displayName: 'Sequence ID',
	name: 'sequenceId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. seq_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the sequence, as Get Many gives it, or as "sequenceId" of a campaign',
};

export const stepId: INodeProperties = {
	displayName: 'Step ID',
	name: 'stepId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. stp_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the step, as Get Many of sequences gives it in "steps"',
};

export const variant: INodeProperties = {
	displayName: 'Variant',
	name: 'variant',
	type: 'options',
	default: 'B',
	options: [
		{ name: 'A', value: 'A' },
		{ name: 'B', value: 'B' },
	],
};

/** Writes to one sequence keep their order: each step's place depends on those before it. */
export function bySequence(parameters: ItemParameters): string {
	return `sequence ${parameters.required('sequenceId')}`;
}
