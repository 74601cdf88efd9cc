import 'reflect-metadata';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { ExecuteContext, InstanceSettings, LoadOptionsContext } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { campaignLocator } from '../../nodes/shared/lemlist/campaigns';

/** An API key as lemlist makes them: 32 letters and digits. */
export const API_KEY = 'f4e1d0c9b8a7968574635241f0e9d8c7';
export const ORIGIN = 'https://api.lemlist.com';
export const BASE_URL = `${ORIGIN}/api`;

export interface ContextOptions {
	apiKey?: string;
	baseUrl?: string;
	/** Default: one item. */
	items?: INodeExecutionData[];
	continueOnFail?: boolean;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
	/** Default: lemlist's. */
	credential?: ICredentialType;
}

const silent = () => {};
const silentLogger = { error: silent, warn: silent, info: silent, debug: silent, scoped: () => silentLogger };

const node: INode = {
	id: 'node',
	name: 'Lemlist',
	type: 'lemlist',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function nodeTypesWith(credential: ICredentialType): INodeTypes {
	const nodeType = {
		description: { properties: [campaignLocator], credentials: [{ name: credential.name, required: true }] },
	} as unknown as INodeType;
	return { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) };
}

/** n8n's credentials helper, as far as a request needs it. */
function credentialsHelper({ authenticate }: ICredentialType, data: ICredentialDataDecryptedObject) {
	return {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async () => ({ ...data }),
		preAuthentication: async () => undefined,
		authenticate: async (credentials: ICredentialDataDecryptedObject, _type: string, options: IHttpRequestOptions) =>
			typeof authenticate === 'function' ? await authenticate(credentials, options) : options,
	};
}

function parts({
	apiKey = API_KEY,
	baseUrl = BASE_URL,
	continueOnFail = false,
	credential = new LemlistAccountApi(),
}: ContextOptions) {
	// n8n-core would make a settings file in the home folder, and write to the console.
	Container.set(InstanceSettings, {} as InstanceSettings);
	Container.set(Logger, silentLogger as unknown as Logger);
	const ownNode: INode = {
		...node,
		credentials: { [credential.name]: { id: '1', name: 'Mine' } },
		...(continueOnFail && { onError: 'continueRegularOutput' as const }),
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [ownNode],
		connections: {},
		active: false,
		nodeTypes: nodeTypesWith(credential),
	});
	const additionalData = {
		// n8n resolves no expression without the address of its instance.
		instanceBaseUrl: 'http://127.0.0.1:5678/',
		webhookWaitingBaseUrl: 'http://127.0.0.1:5678/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1:5678/form-waiting',
		variables: {},
		credentialsHelper: credentialsHelper(credential, { apiKey, baseUrl }),
	} as unknown as IWorkflowExecuteAdditionalData;
	return { ownNode, workflow, additionalData };
}

/** The context n8n-core gives to `execute`, with its real request helpers. */
export function executeContext(options: ContextOptions = {}): IExecuteFunctions {
	const { ownNode, workflow, additionalData } = parts(options);
	const data = { main: [options.items ?? [{ json: {} }]] };
	return new ExecuteContext(
		workflow,
		ownNode,
		additionalData,
		'manual',
		createRunExecutionData({}),
		0,
		data.main[0]!,
		data,
		{ node: ownNode, data, source: null },
		[],
		options.signal,
	);
}

/** The context n8n-core gives to the list search of a parameter. */
export function loadOptionsContext(options: ContextOptions = {}): ILoadOptionsFunctions {
	const { ownNode, workflow, additionalData } = parts(options);
	return new LoadOptionsContext(workflow, ownNode, additionalData, 'parameters.campaignId');
}
