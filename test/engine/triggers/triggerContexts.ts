import 'reflect-metadata';
import { EventEmitter } from 'node:events';

import { ExternalSecretsProxy, HookContext, PollContext, WebhookContext } from 'n8n-core';
import {
	deepCopy,
	Workflow,
	type IDataObject,
	type IHookFunctions,
	type INode,
	type INodeParameters,
	type INodeType,
	type IPollFunctions,
	type IWebhookData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { HarnessCredentialsHelper } from '../../../tools/engine/credentials';
import { HarnessNodeTypes } from '../../../tools/engine/nodeTypes';

/** A trigger in a workflow, as n8n holds it between two calls. */
export interface TriggerSetup {
	nodeType: INodeType;
	parameters: INodeParameters;
	credential: { apiKey: string; baseUrl: string };
	/** What n8n saved of the workflow's static data; changed by the contexts. */
	staticData?: IDataObject;
	/** Where n8n is reached; n8n's WEBHOOK_URL. */
	n8nUrl?: string;
	nodeId?: string;
	/** Why n8n calls the hooks; `activate` if not given. */
	activation?: WorkflowActivateMode;
}

/** What the editor's "Listen for test event" is for n8n. */
export interface ContextMode {
	isTest?: boolean;
}

/** A request and its answer, as Express gives them to n8n; `answer` fills while the node answers. */
interface HttpExchange {
	answer: { status?: number; body?: unknown };
	request: object;
	response: FakeResponse;
}

/** What the node uses of Express's response; a test emits `finish` when it was sent. */
export interface FakeResponse extends EventEmitter {
	statusCode: number;
	status(status: number): FakeResponse;
	json(sent: unknown): FakeResponse;
}

const WEBHOOK_ID = '0e9f2a6b-5f0a-4f7b-9d3c-7b1f1a2c3d4e';

function exchange(body: unknown): HttpExchange {
	const answer: HttpExchange['answer'] = {};
	const response: FakeResponse = Object.assign(new EventEmitter(), {
		statusCode: 200,
		status: (status: number) => {
			answer.status = status;
			response.statusCode = status;
			return response;
		},
		json: (sent: unknown) => {
			answer.body = sent;
			return response;
		},
	});
	return { answer, request: { body, headers: {}, params: {}, query: {} }, response };
}

function parts({
	nodeType,
	parameters,
	credential,
	staticData = {},
	n8nUrl = 'http://127.0.0.1:5678',
	nodeId = 'node',
}: TriggerSetup) {
	const type = `n8n-nodes-lemlist.${nodeType.description.name}`;
	const node: INode = {
		id: nodeId,
		name: nodeType.description.displayName,
		type,
		typeVersion: 1,
		position: [0, 0],
		webhookId: WEBHOOK_ID,
		parameters: deepCopy(parameters),
		credentials: { lemlistAccountApi: { id: '1', name: 'lemlist' } },
	};
	const workflow = new Workflow({
		id: 'workflow',
		name: 'Workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: new HarnessNodeTypes({ [type]: nodeType }),
		staticData,
		settings: { timezone: 'Europe/Paris' },
	});
	const additionalData = {
		credentialsHelper: new HarnessCredentialsHelper([new LemlistAccountApi()], { lemlistAccountApi: credential }),
		externalSecretsProxy: new ExternalSecretsProxy(),
		variables: {},
		instanceBaseUrl: `${n8nUrl}/`,
		webhookBaseUrl: `${n8nUrl}/webhook`,
		webhookTestBaseUrl: `${n8nUrl}/webhook-test`,
		webhookWaitingBaseUrl: `${n8nUrl}/webhook-waiting`,
		formWaitingBaseUrl: `${n8nUrl}/form-waiting`,
	} as unknown as IWorkflowExecuteAdditionalData;
	return { node: workflow.getNode(node.name) as INode, workflow, additionalData };
}

function webhookData(setup: TriggerSetup, isTest: boolean): IWebhookData {
	return { webhookDescription: setup.nodeType.description.webhooks?.[0], isTest } as unknown as IWebhookData;
}

/** The context of `checkExists`, `create` and `delete`. */
export function hookContext(setup: TriggerSetup, { isTest = false }: ContextMode = {}): IHookFunctions {
	const { node, workflow, additionalData } = parts(setup);
	const mode: WorkflowExecuteMode = isTest ? 'manual' : 'trigger';
	return new HookContext(
		workflow,
		node,
		additionalData,
		mode,
		isTest ? 'manual' : (setup.activation ?? 'activate'),
		webhookData(setup, isTest),
	);
}

/** The context of `webhook()` for a call with this body. n8n saves the static data after it. */
export function webhookContext(setup: TriggerSetup, body: unknown, { isTest = false }: ContextMode = {}) {
	const { node, workflow, additionalData } = parts(setup);
	const http = exchange(body);
	Object.assign(additionalData, { httpRequest: http.request, httpResponse: http.response });
	const context: IWebhookFunctions = new WebhookContext(
		workflow,
		node,
		additionalData,
		isTest ? 'manual' : 'webhook',
		webhookData(setup, isTest),
		[],
		null,
	);
	return { context, answer: http.answer, response: http.response };
}

/** The context of `poll()`. */
export function pollContext(setup: TriggerSetup, mode: 'trigger' | 'manual' = 'trigger'): IPollFunctions {
	const { node, workflow, additionalData } = parts(setup);
	return new PollContext(workflow, node, additionalData, mode, 'activate');
}

/** The static data as n8n keeps it in its database: through JSON, whatever a restart may have done. */
export function saved(staticData: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}
