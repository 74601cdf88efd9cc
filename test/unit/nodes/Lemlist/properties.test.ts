import type { INodeProperties } from 'n8n-workflow';

import type { RequestOperation, Resource } from '../../../../nodes/Lemlist/table/operation';
import { nodeProperties, operationFields } from '../../../../nodes/Lemlist/table/properties';

const id: INodeProperties = {
	displayName: 'Lead ID',
	name: 'leadId',
	type: 'string',
	default: '',
	displayOptions: { show: { findBy: ['id'] } },
};

function operation(value: string, more: Partial<RequestOperation> = {}): RequestOperation {
	return {
		value,
		name: value,
		action: `Do ${value}`,
		description: 'Does it',
		routes: [],
		fields: [],
		request: () => ({ path: '/' }),
		...more,
	};
}

const lead: Resource = {
	value: 'lead',
	name: 'Lead',
	default: 'getMany',
	operations: [operation('get', { fields: [id], simplify: ['_id'] }), operation('getMany', { paging: { by: 'none' } })],
};
const team: Resource = { value: 'team', name: 'Team', default: 'get', operations: [operation('get')] };

describe("The node's parameters", () => {
	const properties = nodeProperties([lead, team]);
	const named = (name: string) => properties.filter((property) => property.name === name);

	test('begin with the resource, then its operations with their default', () => {
		expect(properties[0]).toMatchObject({
			name: 'resource',
			options: [
				{ name: 'Lead', value: 'lead' },
				{ name: 'Team', value: 'team' },
			],
		});
		expect(
			named('operation').map(({ default: value, displayOptions }) => [value, displayOptions?.show?.resource]),
		).toEqual([
			['getMany', ['lead']],
			['get', ['team']],
		]);
		expect(named('operation')[0]?.options).toEqual([
			{ name: 'get', value: 'get', action: 'Do get', description: 'Does it' },
			{ name: 'getMany', value: 'getMany', action: 'Do getMany', description: 'Does it' },
		]);
	});

	test('of an operation are shown for it alone, besides their own condition', () => {
		expect(named('leadId')).toEqual([
			{ ...id, displayOptions: { show: { findBy: ['id'], resource: ['lead'], operation: ['get'] } } },
		]);
		expect(id.displayOptions).toEqual({ show: { findBy: ['id'] } });
	});

	test('of a list come along: Return All, and Limit while it is off', () => {
		expect(named('returnAll')[0]?.displayOptions).toEqual({ show: { resource: ['lead'], operation: ['getMany'] } });
		expect(named('limit')[0]).toMatchObject({
			default: 50,
			typeOptions: { minValue: 1 },
			displayOptions: { show: { returnAll: [false], operation: ['getMany'] } },
		});
	});

	test('have Simplify where there is something to leave out', () => {
		expect(named('simplify').map(({ displayOptions }) => displayOptions?.show?.operation)).toEqual([['get']]);
		expect(operationFields(lead.operations[0]!).map(({ name }) => name)).toEqual(['leadId', 'simplify']);
	});
});
