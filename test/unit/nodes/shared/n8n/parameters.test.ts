import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

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

	test.each(['', '   ', '={{ $json.nothing }}', '={{ null }}', '={{ ({}) }}'])(
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

describe('A number', () => {
	test.each([
		[5, 5],
		['={{ "7" }}', 7],
		['={{ " 8.5 " }}', 8.5],
	])('%j is read', (number, expected) => {
		expect(parametersOf({ number }).number('number')).toBe(expected);
	});

	test.each(['={{ "" }}', '={{ "many" }}', '={{ NaN }}', '={{ null }}', '={{ [1] }}'])('%j is refused', (number) => {
		expect(() => parametersOf({ number }).number('number')).toThrow("'The number' is not a number");
	});
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

describe('A campaign', () => {
	const byUrl = { __rl: true, mode: 'url', value: 'https://app.lemlist.com/teams/tea_1/campaigns/cam_abc/leads' };
	const none = { __rl: true, mode: 'list', value: '' };

	test('is read from the locator, at the top or in a collection', () => {
		expect(parametersOf({ campaignId: byUrl }).campaignId()).toBe('cam_abc');
		expect(parametersOf({ filters: { campaignId: byUrl } }).optionalCampaignId('filters.campaignId')).toBe('cam_abc');
	});

	test.each([[{}], [{ filters: {} }], [{ filters: { campaignId: none } }], [{ filters: { campaignId: '' } }]])(
		'may be left out where it is optional: %j',
		(values) => {
			expect(parametersOf(values).optionalCampaignId('filters.campaignId')).toBeUndefined();
		},
	);

	test('is refused when it is empty or something else, also where it is optional', () => {
		expect(() => parametersOf({ campaignId: none }).campaignId()).toThrow("'Campaign' is empty");
		expect(() =>
			parametersOf({ filters: { campaignId: { ...none, mode: 'id', value: 'lea_1' } } }).optionalCampaignId(
				'filters.campaignId',
			),
		).toThrow("'Campaign' is not a campaign ID");
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
