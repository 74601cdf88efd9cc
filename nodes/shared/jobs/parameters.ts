import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../n8n/parameters';

/** How long and how often to look at a job. Times in ms. */
export interface Patience {
	/** 0 = as the service advises. */
	pollIntervalMs: number;
	timeoutMs: number;
	onTimeout: 'fail' | 'returnPending';
}

export const onTimeout: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	default: 'fail',
	description: 'What to do when the export is not done in time',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Stop with a message that tells how to get the file later' },
		{
			name: 'Return Pending Item',
			value: 'returnPending',
			description: 'Go on with an item of status "pending" and the export ID, for a loop with Wait and Get Status',
		},
	],
};

/** @param description what 0 means */
export function pollInterval(description: string): INodeProperties {
	return {
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description,
	};
}

/** The longest and the usual time to wait, in minutes. */
export interface TimeoutBounds {
	longest: number;
	usual: number;
}

export function timeout({ longest, usual }: TimeoutBounds, description: string): INodeProperties {
	return {
		displayName: 'Timeout (Minutes)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 0.05, maxValue: longest, numberPrecision: 2 },
		default: usual,
		description,
	};
}

/** Reads `onTimeout`, `pollInterval` and `timeout` of the node's options. @throws ServiceError of kind `input` */
export function readPatience(parameters: ItemParameters, { longest, usual }: TimeoutBounds): Patience {
	const minutes = parameters.number('options.timeout', { lowest: 0.001, highest: longest, fallback: usual });
	return {
		pollIntervalMs: parameters.number('options.pollInterval', { lowest: 0, fallback: 0 }) * 1000,
		timeoutMs: minutes * 60_000,
		onTimeout: parameters.oneOf('options.onTimeout', ['fail', 'returnPending'], 'fail'),
	};
}

/** For operations that wait for nothing. */
export function noPatience({ usual }: TimeoutBounds): Patience {
	return { pollIntervalMs: 0, timeoutMs: usual * 60_000, onTimeout: 'fail' };
}
