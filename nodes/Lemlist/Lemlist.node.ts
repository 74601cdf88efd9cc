import { CREDENTIAL, lemlistClient } from '../shared/lemlist/service';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { listSearches } from '../shared/lemlist/locator';
import { ItemCredential } from '../shared/n8n/itemCredential';
import { runItems } from '../shared/n8n/items';
import { ServiceClient } from '../shared/http/client';
import { fieldLabels, ItemParameters } from '../shared/n8n/parameters';
import { locators } from './fields/locators';
import { leadColumns } from './resources/lead/columns';
import { nodeProperties, operationFields } from './table/properties';
import { findOperation, resources } from './resources';
import { OrderedTasks, runOperation } from './table/runOperation';

/** The lemlist API: campaigns, leads, statistics and the rest, one operation per item. */
export class Lemlist implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lemlist',
		name: 'lemlist',
		icon: { light: 'file:../../icons/lemlist.svg', dark: 'file:../../icons/lemlist.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with campaigns, leads, statistics and everything else in lemlist',
		defaults: { name: 'Lemlist' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'lemlistAccountApi', required: true }],
		properties: nodeProperties(resources),
	};

	methods = { listSearch: listSearches(locators), resourceMapping: { leadColumns } };

	/** Programmatic: requests share a rate limit, lists span pages, and several operations wait or split their work. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const order = new OrderedTasks();
		const credential = new ItemCredential(this, CREDENTIAL);
		let client: Promise<ServiceClient> | undefined;
		return await runItems(this, async (itemIndex, signal) => {
			const resource = this.getNodeParameter('resource', itemIndex);
			const value = this.getNodeParameter('operation', itemIndex);
			const operation = findOperation(resource, value);
			const parameters = new ItemParameters(this, itemIndex, fieldLabels(operationFields(operation)));
			client ??= lemlistClient(this);
			return await runOperation(
				operation,
				{ context: this, client: await client, parameters, itemIndex, signal },
				order,
				async () => await credential.check(itemIndex, signal),
			);
		});
	}
}
