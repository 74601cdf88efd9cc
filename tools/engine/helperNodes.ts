import { createHash } from 'node:crypto';
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { NodeTypeMap } from './nodeTypes';

/** Type names of the nodes every engine knows. */
export const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
export const NO_OP = 'n8n-nodes-base.noOp';
export const READ_BINARY = 'harness.readBinary';
export const LOOP = 'harness.loop';

function describe(type: string, description: Partial<INodeTypeDescription>): INodeTypeDescription {
	const name = type.slice(type.indexOf('.') + 1);
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...description,
	};
}

/** Starts a workflow: emits the run's start items, or one empty item. */
class ManualTrigger implements INodeType {
	description = describe(MANUAL_TRIGGER, { group: ['trigger'], inputs: [] });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

class NoOp implements INodeType {
	description = describe(NO_OP, {});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Stands for whichever node uses the file next: reads it as such nodes do and emits what it got. */
class ReadBinary implements INodeType {
	description = describe(READ_BINARY, {
		properties: [{ displayName: 'Input Binary Field', name: 'binaryPropertyName', type: 'string', default: 'data' }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const read = this.getInputData().map(async (_, item) => {
			const property = this.getNodeParameter('binaryPropertyName', item) as string;
			const { fileName, mimeType } = this.helpers.assertBinaryData(item, property);
			const content = await this.helpers.getBinaryDataBuffer(item, property);
			const sha256 = createHash('sha256').update(content).digest('hex');
			return { json: { fileName, mimeType, size: content.length, sha256 }, pairedItem: { item } };
		});
		return [await Promise.all(read)];
	}
}

/**
 * Sends its input round a loop: `passes` times to its second output ("loop"), then to the first ("done"), the order
 * of n8n's Loop Over Items.
 */
class Loop implements INodeType {
	description = describe(LOOP, {
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['done', 'loop'],
		properties: [{ displayName: 'Passes', name: 'passes', type: 'number', default: 1 }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node');
		const pass = (context.pass as number | undefined) ?? 0;
		context.pass = pass + 1;
		const again = pass < (this.getNodeParameter('passes', 0) as number);
		return again ? [[], this.getInputData()] : [this.getInputData(), []];
	}
}

/** New instances of the helper nodes, by type name. */
export function helperNodes(): NodeTypeMap {
	return {
		[MANUAL_TRIGGER]: new ManualTrigger(),
		[NO_OP]: new NoOp(),
		[READ_BINARY]: new ReadBinary(),
		[LOOP]: new Loop(),
	};
}
