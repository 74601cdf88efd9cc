import 'reflect-metadata';
import { ExternalSecretsProxy, PollContext } from 'n8n-core';
import {
	deepCopy,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { HarnessCredentialsHelper } from './credentials';
import { HarnessNodeTypes } from './nodeTypes';

/** A workflow with a polling trigger. */
export interface PollerSetup {
	nodeType: INodeType;
	credentialType: ICredentialType;
	/** Asked before each look: one key for all looks would make them wait for its rate limit in real time. */
	credential: () => ICredentialDataDecryptedObject;
	parameters: INodeParameters;
}

/** The static data as n8n keeps it in its database. */
function throughJson(staticData: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}

/** n8n processes so far: what a node keeps in memory is not there in the next one. */
let processes = 0;

/**
 * n8n around a polling trigger: it calls it when the workflow is activated and then whenever it is told to, with one
 * context for all calls of an activation, and saves the static data where n8n does: after the activation, and after a
 * call that gave something, and not after others.
 */
export class Poller {
	/** What n8n has in its database. */
	saved: IDataObject = {};

	nodeId = 'node';

	/** What the node is called; n8n keeps a node's own static data under it. */
	name = 'Trigger';

	parameters: INodeParameters;

	private workflow?: Workflow;

	private context?: PollContext;

	private process = ++processes;

	/** n8n reads it before each request. */
	private readonly credential: ICredentialDataDecryptedObject = {};

	constructor(private readonly setup: PollerSetup) {
		this.parameters = setup.parameters;
	}

	/** Activates the workflow, or activates it anew after a change. Gives what the first call gave. */
	async activate(mode: WorkflowActivateMode = 'activate'): Promise<IDataObject[]> {
		const { nodeType, credentialType } = this.setup;
		const type = `n8n-nodes-lemlist.${nodeType.description.name}`;
		const credentialName = credentialType.name;
		const node: INode = {
			id: this.nodeId,
			name: this.name,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: deepCopy(this.parameters),
			credentials: { [credentialName]: { id: '1', name: 'account' } },
		};
		this.workflow = new Workflow({
			id: `workflow-${this.process}`,
			name: 'Workflow',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes: new HarnessNodeTypes({ [type]: nodeType }),
			staticData: throughJson(this.saved),
			settings: { timezone: 'Europe/Paris' },
		});
		const additionalData = {
			credentialsHelper: new HarnessCredentialsHelper([credentialType], { [credentialName]: this.credential }),
			externalSecretsProxy: new ExternalSecretsProxy(),
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
		const ofWorkflow = this.workflow.getNode(this.name) as INode;
		this.context = new PollContext(this.workflow, ofWorkflow, additionalData, 'trigger', mode);
		const items = await this.poll();
		this.save();
		return items;
	}

	/** n8n ends and starts again: only what it saved is left. */
	async restart(): Promise<IDataObject[]> {
		this.process = ++processes;
		return await this.activate('init');
	}

	/** One call, as n8n makes it every minute; gives the json of the items. */
	async poll(): Promise<IDataObject[]> {
		if (!this.context) throw new Error('The workflow is not active');
		Object.assign(this.credential, this.setup.credential());
		const items = await this.setup.nodeType.poll?.call(this.context);
		if (!items) return [];
		this.save();
		return items.flat().map(({ json }) => json);
	}

	private save(): void {
		this.saved = throughJson(this.workflow?.staticData as IDataObject);
	}
}
