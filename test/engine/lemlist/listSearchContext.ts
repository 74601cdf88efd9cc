import 'reflect-metadata';
import { ExternalSecretsProxy, LoadOptionsContext } from 'n8n-core';
import {
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node';
import { HarnessCredentialsHelper } from '../../../tools/engine/credentials';
import { HarnessNodeTypes } from '../../../tools/engine/nodeTypes';
import { API_KEY } from '../world';

const TYPE = 'n8n-nodes-lemlist.lemlist';

/** The context that n8n gives to a list search: a node of its own that has the values of the panel. */
export function listSearchContext(baseUrl: string, parameters: INodeParameters, path: string): ILoadOptionsFunctions {
	const workflow = new Workflow({
		nodes: [
			{
				id: 'node',
				name: 'Temp-Node',
				type: TYPE,
				typeVersion: 1,
				position: [0, 0],
				parameters,
				credentials: { lemlistAccountApi: { id: '1', name: 'lemlist' } },
			},
		],
		connections: {},
		active: false,
		nodeTypes: new HarnessNodeTypes({ [TYPE]: new Lemlist() }),
	});
	const credential = { apiKey: API_KEY, baseUrl };
	const additionalData = {
		credentialsHelper: new HarnessCredentialsHelper([new LemlistAccountApi()], { lemlistAccountApi: credential }),
		externalSecretsProxy: new ExternalSecretsProxy(),
		currentNodeParameters: parameters,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, workflow.getNode('Temp-Node')!, additionalData, `parameters.${path}`);
}

/** One question of the panel. */
export interface Question {
	/** `resource.operation` */
	operation: string;
	/** Where the locator is, such as `filters.leadId`. */
	path: string;
	parameters?: INodeParameters;
	/** What the person types. */
	text?: string;
	token?: string;
}

/** Asks the node for the list of a locator, as the panel does. */
export async function listFor(baseUrl: string, method: string, question: Question): Promise<INodeListSearchResult> {
	const [resource, operation] = question.operation.split('.');
	const parameters = { resource: resource!, operation: operation!, ...question.parameters };
	const search = new Lemlist().methods.listSearch[method]!;
	return await search.call(listSearchContext(baseUrl, parameters, question.path), question.text, question.token);
}
