import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../../../nodes/Lemlist/table/operation';
import { operationFields } from '../../../nodes/Lemlist/table/properties';
import { facts, nameOf, type FieldFacts } from './facts';

export type Values = Record<string, unknown>;

/** One way to fill in the form of an operation. */
export interface Case {
	name: string;
	values: Values;
}

/** A value that lemlist's reference allows. */
function sampleOf({ type, enum: choices, itemsEnum, properties }: FieldFacts): unknown {
	if (choices) return choices[0];
	if (type.startsWith('array')) return itemsEnum ?? ['sample'];
	if (type === 'integer' || type === 'number') return 1;
	if (type === 'boolean') return true;
	if (type === 'object')
		return Object.fromEntries(Object.entries(properties ?? {}).map(([name, field]) => [name, sampleOf(field)]));
	return 'sample';
}

/** For JSON fields: every documented field of the operation's bodies that is not a parameter of its own. */
function documentedBody(operation: Operation, field: INodeProperties): Values {
	const routes = facts.filter((route) => operation.routes.includes(nameOf(route)));
	const bodies = Object.assign({}, ...routes.map(({ body }) => body ?? {})) as Record<string, FieldFacts>;
	const own = bodies[field.name];
	if (own?.properties) return sampleOf(own) as Values;
	const parameters = new Set(operationFields(operation).map(({ name }) => name));
	const documented = Object.entries(bodies).filter(([name]) => !parameters.has(name));
	// Where nothing is documented, the JSON field is there for what nobody knows yet.
	if (documented.length === 0 && routes.some(({ openBody, certainty }) => openBody || certainty === 'medium'))
		return { anything: true };
	return Object.fromEntries(documented.map(([name, fact]) => [name, sampleOf(fact)]));
}

const choices = (field: INodeProperties) => ((field.options ?? []) as INodePropertyOptions[]).map(({ value }) => value);

/** The ID that the mode By ID of a locator shows. */
function exampleId({ modes = [] }: INodeProperties): string {
	return /^e\.g\. (\S+)/.exec(modes.find(({ name }) => name === 'id')?.placeholder ?? '')?.[1] ?? '';
}

/** A value that a person might enter: what the placeholder shows, or something of the right type. */
export function valueOf(operation: Operation, field: INodeProperties): unknown {
	switch (field.type) {
		case 'string': {
			const shown = /^e\.g\. (.+)$/s.exec(field.placeholder ?? '')?.[1];
			return shown ?? (typeof field.default === 'string' && field.default !== '' ? field.default : 'sample');
		}
		case 'number':
			// A default below zero stands for nothing in particular, and is not sent.
			return Math.max(Number(field.default) || 1, field.typeOptions?.minValue ?? 1, 1);
		case 'boolean':
			return true;
		case 'options':
			return choices(field).find((value) => value === field.default) ?? choices(field)[0];
		case 'multiOptions':
			return choices(field);
		case 'dateTime':
			return '2026-01-31T08:00:00';
		case 'json':
			return JSON.stringify(documentedBody(operation, field));
		case 'resourceLocator':
			return { __rl: true, mode: 'id', value: exampleId(field) };
		case 'collection':
			return Object.fromEntries(
				((field.options ?? []) as INodeProperties[]).map((item) => [item.name, valueOf(operation, item)]),
			);
		case 'resourceMapper':
			return { mappingMode: 'defineBelow', value: { email: 'ann@example.com', firstName: 'Ann', region: 'EMEA' } };
		case 'fixedCollection':
			return Object.fromEntries(
				((field.options ?? []) as INodePropertyCollection[]).map(({ name, values }) => {
					const entry = Object.fromEntries(values.map((item) => [item.name, valueOf(operation, item)]));
					return [name, field.typeOptions?.multipleValues ? [entry] : entry];
				}),
			);
		default:
			throw new Error(`No value for a field of the type "${field.type}" (${field.name})`);
	}
}

/** Every other value that one field of the form can take: each option, each boolean. */
function variants(field: INodeProperties): unknown[] {
	if (field.type === 'boolean') return [false];
	if (field.type === 'options') return choices(field);
	if (field.type === 'multiOptions') return choices(field).map((value) => [value]);
	return [];
}

/** The form filled in completely, and again for each choice that it offers, one at a time. */
export function casesOf(operation: Operation): Case[] {
	const fields = operationFields(operation).filter(({ type }) => type !== 'notice' && type !== 'hidden');
	const complete: Values = Object.fromEntries(fields.map((field) => [field.name, valueOf(operation, field)]));
	const cases: Case[] = [{ name: 'complete', values: complete }];
	const collections = fields.filter(({ type }) => type === 'collection');
	if (collections.length > 0) {
		cases.push({
			name: 'only the required',
			values: { ...complete, ...Object.fromEntries(collections.map(({ name }) => [name, {}])) },
		});
	}
	for (const field of fields) {
		for (const value of variants(field))
			cases.push({ name: `${field.name} = ${JSON.stringify(value)}`, values: { ...complete, [field.name]: value } });
		if (field.type !== 'collection') continue;
		for (const item of (field.options ?? []) as INodeProperties[]) {
			for (const value of variants(item)) {
				const collection = { ...(complete[field.name] as Values), [item.name]: value };
				cases.push({
					name: `${field.name}.${item.name} = ${JSON.stringify(value)}`,
					values: { ...complete, [field.name]: collection },
				});
			}
		}
	}
	return cases;
}
