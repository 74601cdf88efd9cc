import 'reflect-metadata';
import { tmpdir } from 'node:os';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { ExecuteContext, InstanceSettings } from 'n8n-core';
import {
	createRunExecutionData,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

import { fieldLabels, ItemParameters } from '../../../nodes/shared/n8n/parameters';
import type { Operation } from '../../../nodes/Lemlist/table/operation';
import { nodeProperties, operationFields } from '../../../nodes/Lemlist/table/properties';

const silent = () => {};
const silentLogger = { error: silent, warn: silent, info: silent, debug: silent, scoped: () => silentLogger };

/** n8n resolves no parameter without the address of its instance. */
const additionalData = {
	instanceBaseUrl: 'http://127.0.0.1:5678/',
	webhookWaitingBaseUrl: 'http://127.0.0.1:5678/webhook-waiting',
	formWaitingBaseUrl: 'http://127.0.0.1:5678/form-waiting',
	variables: {},
};

export interface OperationContext {
	context: IExecuteFunctions;
	parameters: ItemParameters;
}

/**
 * The parameters of an operation as n8n-core gives them to the node: defaults filled in, hidden ones dropped, the
 * campaign locator resolved.
 *
 * @param values as a workflow stores them
 */
export function operationContext(
	operation: Operation,
	values: Record<string, unknown> = {},
	{ timezone = 'Europe/Berlin', items = [{ json: {} }] }: { timezone?: string; items?: INodeExecutionData[] } = {},
): OperationContext {
	Container.set(InstanceSettings, { n8nFolder: tmpdir() } as InstanceSettings);
	Container.set(Logger, silentLogger as unknown as Logger);
	const properties = nodeProperties([{ value: 'any', name: 'Any', default: operation.value, operations: [operation] }]);
	const nodeType = { description: { name: 'lemlist', properties } } as unknown as INodeType;
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const node: INode = {
		id: 'node',
		name: 'Lemlist',
		type: 'lemlist',
		typeVersion: 1,
		position: [0, 0],
		parameters: { resource: 'any', operation: operation.value, ...values } as INodeParameters,
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings: { timezone },
	});
	const data = { main: [items] };
	const context = new ExecuteContext(
		workflow,
		workflow.getNode('Lemlist')!,
		additionalData as unknown as IWorkflowExecuteAdditionalData,
		'manual',
		createRunExecutionData({}),
		0,
		items,
		data,
		{ node, data, source: null },
		[],
	);
	return { context, parameters: new ItemParameters(context, 0, fieldLabels(operationFields(operation))) };
}
