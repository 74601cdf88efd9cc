import { Credentials } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** The fields of each credential by credential type name, e.g. `{ lemlistAccountApi: { apiKey, baseUrl } }`. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

type OptionGroup = Record<string, unknown>;

/**
 * Gives nodes their credentials and authenticates their requests as n8n's own credentials helper does: defaults fill
 * missing fields, expressions in them are resolved for the item, a function `authenticate` is called, and a generic one has its
 * expressions resolved.
 */
export class HarnessCredentialsHelper extends ICredentialsHelper {
	private readonly types: Map<string, ICredentialType>;

	constructor(
		types: ICredentialType[],
		private readonly data: CredentialData,
	) {
		super();
		this.types = new Map(types.map((type) => [type.name, type]));
	}

	has(type: string): boolean {
		return this.data[type] !== undefined;
	}

	getParentTypes(type: string): string[] {
		return this.types.get(type)?.extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const authenticate = this.types.get(type)?.authenticate;
		if (!authenticate) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);

		const resolve = (value: unknown) => resolveExpression(value, credentials, workflow, node);
		for (const [group, values] of Object.entries(authenticate.properties)) {
			const target = ((options as unknown as Record<string, OptionGroup>)[group] ??= {});
			for (const [key, value] of Object.entries(values as OptionGroup)) target[String(resolve(key))] = resolve(value);
		}
		return options;
	}

	/** No credential of this package signs in first; n8n then hands on what it has. */
	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return new Credentials({ id: details.id, name: details.name }, type);
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		_executeData?: IExecuteData,
		_raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.data[type];
		if (!data) throw new Error(`The engine harness was given no credential of type "${type}"`);
		const properties = this.getCredentialsProperties(type);
		const filled = NodeHelpers.getNodeParameters(
			properties,
			data as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (!values) return filled;
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = values;
		return workflow.expression.getParameterValue(
			filled as INodeParameters,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {
		throw new Error('The engine harness stores no credentials');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('The engine harness stores no credentials');
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types.get(type)?.properties ?? [];
	}
}

function resolveExpression(
	value: unknown,
	credentials: ICredentialDataDecryptedObject,
	workflow?: Workflow,
	node?: INode,
): unknown {
	if (typeof value !== 'string' || !value.startsWith('=') || !workflow || !node) return value;
	const keys = { $credentials: credentials } as Parameters<Workflow['expression']['getSimpleParameterValue']>[3];
	return workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '');
}
