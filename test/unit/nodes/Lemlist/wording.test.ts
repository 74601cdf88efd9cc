import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { Lemlist } from '../../../../nodes/Lemlist/Lemlist.node';
import { operationFields } from '../../../../nodes/Lemlist/table/properties';
import { resources } from '../../../../nodes/Lemlist/resources';

/** n8n's rules of wording, which its linter checks in literals only and not in the table of operations. */

const operations = resources.flatMap(({ value, operations: all }) =>
	all.map((operation) => [`${value} ${operation.value}`, operation] as const),
);
const { description } = new Lemlist();

/** A field with all that is inside it. */
function withInner(field: INodeProperties): INodeProperties[] {
	const inner = (
		(field.options ?? []) as Array<INodeProperties | INodePropertyCollection | INodePropertyOptions>
	).flatMap((option) => {
		if ('values' in option) return option.values;
		return 'type' in option ? [option] : [];
	});
	return [field, ...inner.flatMap(withInner)];
}

const fields = operations.flatMap(([name, operation]) =>
	operationFields(operation)
		.flatMap(withInner)
		.map((field) => [`${name}: ${field.name}`, field] as const),
);

const optionsOf = (field: INodeProperties) =>
	((field.options ?? []) as INodePropertyOptions[]).filter((option) => 'value' in option);

/** The order of n8n's linter; days of the week and a choice of everything have their own. */
const ORDERED_BY_MEANING = new Set(['weekdays']);
const sorted = (names: string[]) => names.slice().sort((a, b) => a.localeCompare(b, 'en'));

/** Sentences end with a full stop only where there are several. */
function hasRightEnd(text: string): boolean {
	const sentences = text.replace(/e\.g\./g, 'eg').split(/[.!?]\s+(?=[\w'"])/).length;
	return sentences > 1 ? /[.!?)]$/.test(text) : !text.endsWith('.');
}

describe('Resources', () => {
	test('are singular, in Title Case and camelCase, sorted, each once', () => {
		const names = resources.map(({ name }) => name);
		expect(names).toEqual(sorted(names));
		expect(new Set(names).size).toBe(names.length);
		for (const { name, value } of resources) {
			expect(name).toMatch(/^[A-Z][A-Za-z]*( [A-Z][A-Za-z]*)*$/);
			expect(name).not.toMatch(/[^s]s$/);
			expect(value).toMatch(/^[a-z][A-Za-z]*$/);
		}
	});

	test.each(resources.map((resource) => [resource.value, resource] as const))(
		'"%s" has sorted operations with values of their own, and a default among them',
		(_name, resource) => {
			const names = resource.operations.map(({ name }) => name);
			expect(names).toEqual(sorted(names));
			const values = resource.operations.map(({ value }) => value);
			expect(new Set(values).size).toBe(values.length);
			expect(values).toContain(resource.default);
		},
	);

	test('are chosen by the lists of the node', () => {
		const [resourceField] = description.properties;
		expect(optionsOf(resourceField!).map(({ value }) => value)).toEqual(resources.map(({ value }) => value));
		expect(resources.map(({ value }) => value)).toContain(resourceField?.default);
	});
});

describe('Operation', () => {
	test.each(operations)('%s has a description that n8n does not cut', (_name, { description }) => {
		expect(description.length).toBeLessThanOrEqual(100);
	});

	test.each(operations.filter(([name]) => /delete|skipStep|selectWinner/.test(name)))(
		'%s has a notice in the panel, since it takes something away',
		(_name, { notice }) => {
			expect(notice).toEqual(expect.any(String));
		},
	);

	test.each(operations.filter(([, { value, fields }]) => /^enrich|Crm$/.test(value) && fields.length > 0))(
		'%s says in the panel that it spends credits',
		(_name, { notice }) => {
			expect(notice).toContain('credits');
		},
	);

	test.each(operations)(
		'%s has a name in Title Case and an action in sentence case without articles',
		(_name, { value, name, action }) => {
			expect(value).toMatch(/^[a-z][A-Za-z]*$/);
			for (const word of name.split(' ')) expect(word).toMatch(/^([A-Z].*|by|with|of|from|to|or|for|and|in|as|on)$/);
			expect(action).toMatch(/^[A-Z]/);
			expect(action).not.toMatch(/\b(a|an|the)\b(?!\/)/);
			const words = action
				.split(' ')
				.slice(1)
				.filter((word) => !/^(A\/B|CRM|ID|IDs|CSV|LinkedIn|URL|API|WhatsApp|SMS)$/.test(word));
			expect(words).toEqual(words.map((word) => word.toLowerCase()));
			expect(action).not.toMatch(/\.$/);
		},
	);

	test.each(operations)('%s describes itself without repeating its action', (_name, { action, description: text }) => {
		expect(text).toMatch(/^[A-Z]/);
		expect(text.length).toBeGreaterThan(action.length);
		expect([text, hasRightEnd(text)]).toEqual([text, true]);
	});

	test.each(operations.filter(([, { value }]) => value === 'getMany'))(
		'%s is called "Get Many", with many in its action',
		(_name, operation) => {
			expect(operation.name).toBe('Get Many');
			expect(operation.action).toMatch(/^Get many \w+s|^Get many activities/);
			expect(operation.paging).toBeDefined();
		},
	);

	test.each(operations.filter(([, { value }]) => /^(delete|remove|erase|reset)/.test(value)))(
		'%s says "Delete", "Remove", "Erase" or "Reset"',
		(_name, { name, action }) => {
			expect(name).toMatch(/^(Delete|Remove|Erase|Reset)/);
			expect(action).toMatch(/^(Delete|Remove|Erase|Reset)/);
		},
	);
});

describe('Field', () => {
	test.each(fields)('%s is described in the words of n8n', (_name, field) => {
		if (field.type === 'notice') return;
		const { type, description: text, placeholder, name, displayName } = field;
		expect(displayName).toMatch(
			/^([A-Z][\w/]*)( ([A-Z][\w/]*|\([^)]*\)|by|with|of|from|to|or|for|and|in|as|on|at|the))*$/,
		);
		if (text !== undefined) expect([text, hasRightEnd(text)]).toEqual([text, true]);
		if (type === 'boolean') expect(text).toMatch(/^Whether /);
		if (type === 'string' && /email/i.test(name) && !field.typeOptions) expect(placeholder).toMatch(/@/);
		if (placeholder && type !== 'collection' && type !== 'fixedCollection') expect(placeholder).toMatch(/^e\.g\. /);
		if (type === 'collection') expect(placeholder).toMatch(/^Add /);
	});

	test.each(fields.filter(([, { type }]) => type === 'collection'))(
		'%s sorts what can be added, and requires none of it',
		(_name, field) => {
			const inner = (field.options ?? []) as INodeProperties[];
			expect(inner.map(({ displayName }) => displayName)).toEqual(sorted(inner.map(({ displayName }) => displayName)));
			expect(inner.filter(({ required }) => required)).toEqual([]);
		},
	);

	test.each(fields.filter(([, { type }]) => type === 'options' || type === 'multiOptions'))(
		'%s offers each value once, in the order of their names',
		(_name, field) => {
			const choices = optionsOf(field);
			expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
			// "All …" stands first.
			const names = choices.filter(({ value }) => value !== 'all').map(({ name }) => name);
			if (names.length >= 5 && !ORDERED_BY_MEANING.has(field.name)) expect(names).toEqual(sorted(names));
			if (field.type === 'options') expect(choices.map(({ value }) => value)).toContain(field.default);
		},
	);

	test('names are the same for the same thing everywhere', () => {
		const labels = new Map<string, Set<string>>();
		for (const [, { name, displayName }] of fields.filter(([, { type }]) => type !== 'options' && type !== 'boolean')) {
			labels.set(name, (labels.get(name) ?? new Set()).add(displayName));
		}
		const ids = [...labels].filter(([name]) => /Id$/.test(name));
		expect(ids.filter(([, names]) => names.size > 1).map(([name, names]) => [name, ...names])).toEqual([]);
		const isLocator = (name: string) =>
			fields.some(([, field]) => field.name === name && field.type === 'resourceLocator');
		// A locator chooses the thing itself: its ID is one of several ways to name it.
		for (const [name, [displayName]] of ids)
			expect([name, / ID$/.test(displayName!)]).toEqual([name, !isLocator(name)]);
	});
});
