import { UnrecognizedNodeTypeError } from 'n8n-core';
import { NodeHelpers, type INodeType, type INodeTypes, type IVersionedNodeType } from 'n8n-workflow';

/** Node classes by full type name (`<package>.<description.name>`), e.g. `n8n-nodes-lemlist.lemlistExportCampaign`. */
export type NodeTypeMap = Record<string, INodeType | IVersionedNodeType>;

/** The node types a workflow of the harness can use, in the form n8n-core asks for. */
export class HarnessNodeTypes implements INodeTypes {
	constructor(private readonly types: NodeTypeMap) {}

	getByName(type: string): INodeType | IVersionedNodeType {
		const nodeType = this.types[type];
		if (!nodeType) throw new UnrecognizedNodeTypeError('the engine harness', type);
		return nodeType;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes() {
		return Object.fromEntries(Object.keys(this.types).map((type) => [type, {}]));
	}
}
