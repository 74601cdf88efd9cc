import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { filterMethods } from '../shared/lemlist/activities/parameters';
import { toNodeError } from '../shared/n8n/nodeErrors';
import { properties } from './parameters';
import { poll } from './poll';

/** Starts a workflow for new activities in lemlist, which n8n looks for: for an n8n that lemlist cannot call. */
export class LemlistPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lemlist Polling Trigger',
		name: 'lemlistPollingTrigger',
		icon: { light: 'file:../../icons/lemlist.svg', dark: 'file:../../icons/lemlist.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		description: 'Start a workflow for new activities in lemlist, from an n8n without a public address',
		defaults: { name: 'Lemlist Polling Trigger' },
		polling: true,
		hints: [
			{
				message:
					'Where nothing fits in lemlist yet, a test gives made-up events to build with: <code>isSample</code> is true.',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
			},
		],
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'lemlistAccountApi', required: true }],
		properties,
	};

	methods = filterMethods;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			return await poll(this);
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
