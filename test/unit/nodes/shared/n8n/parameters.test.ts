import { DateTime } from 'luxon';
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { fieldLabels, ItemParameters } from '../../../../../nodes/shared/n8n/parameters';
import { campaignLocator } from '../../../../../nodes/shared/lemlist/campaigns';
import type { RequestOperation } from '../../../../../nodes/Lemlist/table/operation';
import { operationContext } from '../../../../support/lemlist/operationContext';

const field = (name: string, type: INodeProperties['type'], more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: `The ${name}`,
	name,
	type,
	default: '',
	...more,
});

const operation: RequestOperation = {
	value: 'do',
	name: 'Do',
	action: 'Do',
	description: 'Does something',
	routes: [],
	fields: [
		field('text', 'string'),
		field('number', 'number', { default: 1 }),
		field('flag', 'boolean', { default: false }),
		field('list', 'string'),
		field('when', 'dateTime'),
		field('json', 'json'),
		field('hidden', 'string', { displayOptions: { show: { flag: [true] } } }),
		field('filters', 'collection', {
			default: {},
			options: [
				field('status', 'string'),
				field('count', 'number'),
				field('only', 'boolean'),
				field('types', 'multiOptions'),
				{ ...campaignLocator, required: false },
			],
		}),
		field('pairs', 'fixedCollection', {
			default: {},
			typeOptions: { multipleValues: true },
			options: [{ displayName: 'Pairs', name: 'pairs', values: [field('name', 'string'), field('value', 'string')] }],
		}),
		campaignLocator,
	],
	request: () => ({ path: '/' }),
};

const parametersOf = (values: Record<string, unknown> = {}, timezone?: string) =>
	operationContext(operation, values, { timezone }).parameters;

describe('A text', () => {
	test('comes without the spaces around it, and a number as text', () => {
		expect(parametersOf({ text: '  a b ' }).text('text')).toBe('a b');
		expect(parametersOf({ text: '={{ 42 }}' }).text('text')).toBe('42');
	});

	test.each(['={{ ({}) }}', '={{ [1] }}', '={{ true }}'])('%j is refused', (text) => {
		expect(() => parametersOf({ text }).text('text')).toThrow("'The text' must be a text");
		expect(() => parametersOf({ text }).required('text')).toThrow("'The text' must be a text");
	});

	test.each(['', '   ', '={{ $json.nothing }}', '={{ null }}'])(
		'that is required and is %j is refused by its name in the panel',
		(text) => {
			expect(() => parametersOf({ text }).required('text')).toThrow("'The text' is empty");
		},
	);

	test('of a parameter that is not shown is empty, and not an error', () => {
		expect(parametersOf({ hidden: 'x' }).text('hidden')).toBe('');
		expect(parametersOf().raw('hidden')).toBeUndefined();
	});
});

describe('An ID', () => {
	const kind = {
		what: 'an account',
		form: 'starts with acc_',
		isId: (text: string) => /^acc_\w+$/.test(text),
		advice: 'Choose it.',
	};
	const forms: Array<[string, (id: unknown) => unknown]> = [
		['a plain text', (id) => id],
		['a choice from the list', (value) => ({ __rl: true, mode: 'list', value })],
		['an entry By ID', (value) => ({ __rl: true, mode: 'id', value })],
		['a choice without a mark, as defaults store it', (value) => ({ mode: 'id', value })],
		['an expression', (value) => `={{ ${JSON.stringify(value)} }}`],
		['an expression that gives a choice', (value) => `={{ (${JSON.stringify({ mode: 'id', value })}) }}`],
	];

	test.each(forms)('is read from %s, at the top and in a collection', (_form, form) => {
		expect(parametersOf({ campaignId: form(' acc_1 ') }).id('campaignId', kind)).toBe('acc_1');
		const inside = parametersOf({ filters: { campaignId: form('acc_1'), status: 'x' } });
		expect(inside.optionalId('filters.campaignId', kind)).toBe('acc_1');
		expect(inside.filled('filters')).toEqual({ campaignId: 'acc_1', status: 'x' });
	});

	test.each(forms)('that is empty is refused or left out: %s', (_form, form) => {
		expect(() => parametersOf({ campaignId: form('') }).id('campaignId', kind)).toThrow("'Campaign' is empty");
		const inside = parametersOf({ filters: { campaignId: form('') } });
		expect(inside.optionalId('filters.campaignId', kind)).toBeUndefined();
		expect(inside.filled('filters')).toEqual({});
	});

	test('of another kind is refused, also where none is needed', () => {
		const wrong = expect.objectContaining({
			kind: 'input',
			message: "'Campaign' is not an account ID",
			description: 'An account ID starts with acc_, got "lea_1". Choose it.',
		}) as Error;
		expect(() => parametersOf({ campaignId: 'lea_1' }).id('campaignId', kind)).toThrow(wrong);
		expect(() => parametersOf({ campaignId: 'lea_1' }).optionalId('campaignId', kind)).toThrow(wrong);
	});

	test('in a text field is that of a locator which the field had before', () => {
		expect(parametersOf({ text: { __rl: true, mode: 'list', value: ' acc_1 ' } }).required('text')).toBe('acc_1');
		expect(() => parametersOf({ text: { __rl: true, mode: 'list', value: '' } }).required('text')).toThrow(
			"'The text' is empty",
		);
	});
});

describe('A number', () => {
	test.each([
		[5, 5],
		['={{ "7" }}', 7],
		['={{ " 8.5 " }}', 8.5],
	])('%j is read', (number, expected) => {
		expect(parametersOf({ number }).number('number')).toBe(expected);
	});

	test.each(['={{ "" }}', '={{ "many" }}', '={{ NaN }}', '={{ null }}', '={{ [1] }}'])('%j is refused', (number) => {
		expect(() => parametersOf({ number }).number('number')).toThrow("'The number' must be a number");
	});

	test.each([
		[{ lowest: 1, highest: 10 }, 0, "'The number' must be a number from 1 to 10"],
		[{ lowest: 1, highest: 10 }, 10.5, "'The number' must be a number from 1 to 10"],
		[{ lowest: 0 }, -1, "'The number' must be a number from 0 up"],
		[{ lowest: 0 }, '={{ Infinity }}', "'The number' must be a number from 0 up"],
	])('must be in the bounds %j: %j is refused', (bounds, number, message) => {
		expect(() => parametersOf({ number }).number('number', bounds)).toThrow(message);
	});

	test('has another value only where nothing came', () => {
		expect(parametersOf({ number: '={{ null }}' }).number('number', { fallback: 3 })).toBe(3);
		expect(parametersOf().number('filters.count', { fallback: 3 })).toBe(3);
		expect(parametersOf({ filters: { count: 0 } }).number('filters.count', { fallback: 3 })).toBe(0);
		expect(() => parametersOf({ number: '={{ "" }}' }).number('number', { fallback: 3 })).toThrow("'The number'");
	});

	test.each([1.5, 0, '={{ "many" }}', '={{ "" }}', '={{ null }}'])('that must be whole: %j is refused', (number) => {
		expect(() => parametersOf({ number }).wholeNumber('number', { lowest: 1 })).toThrow(
			"'The number' must be a whole number of at least 1",
		);
	});

	test('that must be whole may be a text', () => {
		expect(parametersOf({ number: '={{ "7" }}' }).wholeNumber('number', { lowest: 1 })).toBe(7);
	});
});

describe('One of several values', () => {
	test('is read, and another one where nothing came', () => {
		expect(parametersOf({ text: 'a' }).oneOf('text', ['a', 'b'])).toBe('a');
		expect(parametersOf({}).oneOf('notThere', ['a', 'b'], 'b')).toBe('b');
	});

	test.each(['c', '', '={{ 1 }}', '={{ ["a"] }}', '={{ null }}', '={{ $json.nothing }}'])(
		'is refused when it is %j',
		(text) => {
			expect(() => parametersOf({ text }).oneOf('text', ['a', 'b'], 'b')).toThrow("'The text' must be one of: a, b");
		},
	);
});

test.each([
	[true, true],
	['={{ "true" }}', true],
	['={{ "false" }}', false],
	['={{ 1 }}', false],
])('The boolean %j means %s', (flag, expected) => {
	expect(parametersOf({ flag }).boolean('flag')).toBe(expected);
});

test.each([
	['a, b ,,c', ['a', 'b', 'c']],
	['a\nb\r\n c', ['a', 'b', 'c']],
	['={{ ["a,b", " c "] }}', ['a,b', 'c']],
	['={{ null }}', []],
	['', []],
])('The list %j is %j', (list, expected) => {
	expect(parametersOf({ list }).list('list')).toEqual(expected);
});

describe('A list that must hold something', () => {
	test('has each value once', () => {
		expect(parametersOf({ list: 'a,b,a' }).requiredList('list', 'Enter some.')).toEqual(['a', 'b']);
	});

	test('is refused when it is empty', () => {
		expect(() => parametersOf({ list: ' , ' }).requiredList('list', 'Enter some.')).toThrow(
			expect.objectContaining({ message: "'The list' is empty", description: 'Enter some.' }),
		);
	});
});

describe('A list of words', () => {
	test('takes any word', () => {
		expect(parametersOf({ list: 'a, aNewOne ' }).words('list', 'a list of things')).toEqual(['a', 'aNewOne']);
		expect(parametersOf({ list: '' }).words('list', 'a list of things')).toEqual([]);
	});

	test.each(['a&b=c', '={{ ({ a: true }) }}', '={{ [{ name: "a" }] }}'])('%j is refused', (list) => {
		expect(() => parametersOf({ list }).words('list', 'a list of things')).toThrow(
			"'The list' must be a list of things",
		);
	});
});

describe('What a locator chose', () => {
	const byUrl = { __rl: true, mode: 'url', value: 'https://app.lemlist.com/teams/tea_1/campaigns/cam_abc/leads' };
	const none = { __rl: true, mode: 'list', value: '' };

	test('is the ID in it, at the top or in a collection', () => {
		expect(parametersOf({ campaignId: byUrl }).chosen('campaignId')).toBe('cam_abc');
		expect(parametersOf({ filters: { campaignId: byUrl } }).chosen('filters.campaignId')).toBe('cam_abc');
		expect(parametersOf({ campaignId: byUrl }).isChosen('campaignId')).toBe(true);
	});

	test.each([[{}], [{ filters: {} }], [{ filters: { campaignId: none } }], [{ filters: { campaignId: ' ' } }]])(
		'may be nothing: %j',
		(values) => {
			expect(parametersOf(values).isChosen('filters.campaignId')).toBe(false);
		},
	);

	test('may be a number or an object from an expression, which are no IDs, and not nothing', () => {
		const byId = (value: unknown) => ({ campaignId: { __rl: true, mode: 'id', value } });
		expect(parametersOf(byId(42)).chosen('campaignId')).toBe('42');
		expect(parametersOf(byId({ id: 1 })).chosen('campaignId')).toBe('{"id":1}');
	});

	test('is empty where nothing was', () => {
		expect(parametersOf({ campaignId: none }).chosen('campaignId')).toBe('');
	});
});

describe('A collection', () => {
	test('is {} where nothing was added', () => {
		expect(parametersOf().collection('filters')).toEqual({});
		expect(parametersOf({ filters: '={{ null }}' }).collection('filters')).toEqual({});
	});

	test('without its empty values still has 0 and false', () => {
		expect(
			parametersOf({ filters: { status: '={{ null }}', count: 0, only: false, types: [] } }).filled('filters'),
		).toEqual({ count: 0, only: false });
		expect(parametersOf({ filters: { status: '', types: ['a'] } }).filled('filters')).toEqual({ types: ['a'] });
	});

	test('of changes keeps empty values, which clear a field, and must not be empty itself', () => {
		expect(parametersOf({ filters: { status: '' } }).changes('filters')).toEqual({ status: '' });
		expect(() => parametersOf().changes('filters')).toThrow("'The filters' is empty");
	});
});

describe('A date', () => {
	test('without a zone is meant in that of the workflow', () => {
		expect(parametersOf({ when: '2026-01-31T08:00:00' }, 'America/New_York').date('when')).toBe(
			'2026-01-31T13:00:00.000Z',
		);
	});

	test("can be a Luxon DateTime, as n8n's $now", () => {
		const { parameters } = operationContext(operation, {});
		expect(parameters.toDate(DateTime.fromISO('2026-07-01T00:00:00+02:00'), 'when')).toBe('2026-06-30T22:00:00.000Z');
	});

	test('may be left out where it is optional', () => {
		expect(parametersOf({ when: '' }).optionalDate('when')).toBeUndefined();
		expect(parametersOf({ when: '={{ "" }}' }).optionalDate('when')).toBeUndefined();
		expect(() => parametersOf({ when: '={{ null }}' }).optionalDate('when')).toThrow("'The when' is empty");
		expect(parametersOf({ when: '={{ $now.toISO() }}' }).optionalDate('when')).toMatch(/Z$/);
		expect(() => parametersOf({ when: 'soon' }).optionalDate('when')).toThrow("'The when' is not a date");
	});

	test.each(['', 'tomorrow', '31.01.2026'])('%j is refused', (when) => {
		expect(() => parametersOf({ when }).date('when')).toThrow("'The when' is not a date");
	});
});

describe('JSON', () => {
	test.each([
		['{"a": 1}', { a: 1 }],
		['={{ ({ a: 1 }) }}', { a: 1 }],
		['', {}],
		['  ', {}],
	])('%j is read', (json, expected) => {
		expect(parametersOf({ json }).json('json')).toEqual(expected);
	});

	test.each(['{', '[1]', '"text"', '3', 'null'])('%j is refused', (json) => {
		expect(() => parametersOf({ json }).json('json')).toThrow("'The json' is not a JSON object");
	});
});

test('Pairs become an object; one without a name is refused', () => {
	expect(
		parametersOf({
			pairs: {
				pairs: [
					{ name: ' city ', value: 'Köln' },
					{ name: 'x', value: '' },
				],
			},
		}).pairs('pairs'),
	).toEqual({ city: 'Köln', x: '' });
	expect(parametersOf().pairs('pairs')).toEqual({});
	expect(() => parametersOf({ pairs: { pairs: [{ name: ' ', value: 'x' }] } }).pairs('pairs')).toThrow(
		"'The pairs' has an entry without a name",
	);
});

describe('A refusal', () => {
	test('names a field of a collection as the panel shows it', () => {
		expect(() => parametersOf({ filters: { count: 'x' } }).number('filters.count')).toThrow(
			"'The count' must be a number",
		);
	});

	test('shows the value, not too long', () => {
		const refusal = parametersOf().mustBe('text', 'a word', 'x'.repeat(500));
		expect(refusal).toMatchObject({ kind: 'input', message: "'The text' must be a word" });
		expect(refusal.description).toMatch(
			/^It is "x{59} for this item\. Check the value, or what its expression returns\.$/,
		);
		expect(parametersOf().mustBe('text', 'a word', undefined).description).toMatch(/^It is empty/);
	});
});

describe('The parameters of a trigger', () => {
	const values: Record<string, unknown> = { events: ['a'], options: { isFirst: true }, 'options.isFirst': true };
	const context = {
		getNodeParameter: (name: string, fallback: unknown, options?: unknown) =>
			name === 'campaignId' && options ? 'cam_1' : (values[name] ?? fallback),
		getTimezone: () => 'Europe/Berlin',
	} as unknown as IPollFunctions;
	const parameters = new ItemParameters(context, undefined, fieldLabels(operation.fields));

	test('are read without an item', () => {
		expect(parameters.list('events')).toEqual(['a']);
		expect(parameters.boolean('options.isFirst')).toBe(true);
		expect(parameters.chosen('campaignId')).toBe('cam_1');
		expect(parameters.text('missing')).toBe('');
		expect(parameters.toDate('2026-01-31T08:00:00', 'when')).toBe('2026-01-31T07:00:00.000Z');
	});
});
