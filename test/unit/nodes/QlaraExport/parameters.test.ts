import type { IExecuteFunctions } from 'n8n-workflow';

import { properties, readParameters } from '../../../../nodes/QlaraExport/parameters';

/** Reads one item's parameters as n8n gives them, in a workflow of Rome. */
function read(parameters: Record<string, unknown>) {
	const at = (name: string) =>
		name
			.split('.')
			.reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], parameters as unknown);
	const context = {
		getNodeParameter: (name: string, _item: number, fallback: unknown) => at(name) ?? fallback,
		getTimezone: () => 'Europe/Rome',
		getNode: () => ({ parameters }),
	};
	return readParameters(context as unknown as IExecuteFunctions, 0);
}

const EXPORT = { operation: 'export', output: 'file', binaryPropertyName: 'data' };
const reports = (more: object) => ({ ...EXPORT, dataset: 'deliveryReports', ...more });
const period = (startDate: unknown, endDate: unknown) => reports({ reportsFrom: 'period', startDate, endDate });

describe('What is to be exported', () => {
	test.each<[string, Record<string, unknown>, object]>([
		['all contacts', EXPORT, {}],
		['lists', { ...EXPORT, contactsFrom: 'lists', listIds: '1, 2,\n3' }, { listIds: ['1', '2', '3'] }],
		['contacts', { ...EXPORT, contactsFrom: 'contacts', contactIds: ['a', 7] }, { contactIds: ['a', '7'] }],
		['a campaign', reports({ reportsFrom: 'campaign', campaignId: 4711 }), { campaignId: '4711' }],
		[
			'a period of days, across the change of the clock',
			period('2026-03-01', '2026-03-31'),
			{ startDateTime: '2026-03-01T00:00:00+01:00', endDateTime: '2026-03-31T23:59:59.999+02:00' },
		],
		[
			'a period with times and zones',
			period('2026-01-01T08:30:00Z', '2026-01-02T08:30:00-05:00'),
			{ startDateTime: '2026-01-01T09:30:00+01:00', endDateTime: '2026-01-02T14:30:00+01:00' },
		],
		[
			'a period without zones',
			period('2026-01-01T08:30:00', '2026-01-01 09:00:00'),
			{ startDateTime: '2026-01-01T08:30:00+01:00', endDateTime: '2026-01-01T09:00:00+01:00' },
		],
	])('is sent exactly: %s', (_what, parameters, filters) => {
		expect(read(parameters).request?.filters).toEqual(filters);
		expect(read({ ...parameters, operation: 'start' }).request?.filters).toEqual(filters);
	});

	test.each<[string, Record<string, unknown>, RegExp]>([
		['no list', { ...EXPORT, contactsFrom: 'lists', listIds: ' , ' }, /^'List IDs' is empty$/],
		['an empty list', { ...EXPORT, contactsFrom: 'contacts', contactIds: [] }, /^'Contact IDs' is empty$/],
		['a list of objects', { ...EXPORT, contactsFrom: 'lists', listIds: [{ id: 1 }] }, /^'List IDs' must be a list of/],
		['no campaign', reports({ reportsFrom: 'campaign', campaignId: '' }), /^'Campaign ID' is empty$/],
		['no start', period('', '2026-01-01'), /^'Start Date' is empty$/],
		['no end', period('2026-01-01', undefined), /^'End Date' is empty$/],
		['no date', period('2026-02-31', '2026-03-01'), /^'Start Date' is not a date$/],
		['an end before the start', period('2026-02-01', '2026-01-01'), /^'End Date' is before 'Start Date'$/],
		['an unknown dataset', { ...EXPORT, dataset: 'messages' }, /^'Dataset' must be one of: contacts, deliveryReports$/],
		['an unknown scope', { ...EXPORT, contactsFrom: 'some' }, /^'Contacts From' must be one of: all, lists, contacts$/],
		[
			'an expression for a scope that gives nothing',
			{ ...EXPORT, contactsFrom: '' },
			/^'Contacts From' must be one of/,
		],
	])('is refused: %s', (_what, parameters, message) => {
		expect(() => read(parameters)).toThrow(message);
	});
});

describe('The rest', () => {
	test('has its defaults', () => {
		expect(read(EXPORT)).toEqual({
			operation: 'export',
			request: { dataset: 'contacts', filters: {} },
			exportId: '',
			atMost: Infinity,
			output: 'file',
			binaryPropertyName: 'data',
			fileName: undefined,
			pollIntervalMs: 0,
			timeoutMs: 30 * 60_000,
			onTimeout: 'fail',
			regenerateExpired: true,
		});
	});

	test('of an existing export needs no filters', () => {
		const resumed = read({ ...EXPORT, contactsFrom: 'lists', listIds: '', options: { resumeExportId: ' a ' } });
		expect(resumed).toMatchObject({ exportId: 'a', request: undefined });
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[{ operation: 'getStatus', exportId: ' ' }, /^'Export ID' is empty$/],
		[{ operation: 'getLink' }, /^'Export ID' is empty$/],
		[{ operation: 'getMany', limit: 0 }, /^'Limit' must be a whole number of at least 1$/],
		[{ ...EXPORT, options: { timeout: 2000 } }, /^'Timeout \(Minutes\)' must be a number from 0.001 to 1440$/],
		[{ ...EXPORT, options: { pollInterval: -1 } }, /^'Poll Interval \(Seconds\)' must be a number from 0 up$/],
		[{ ...EXPORT, binaryPropertyName: '' }, /^'Put Output File in Field' must be/],
		[{ operation: 'explode' }, /^'Operation' must be one of/],
	])('is refused where it is wrong: %j', (parameters, message) => {
		expect(() => read(parameters)).toThrow(message);
	});

	test('of Get Many is a limit, or all', () => {
		expect(read({ operation: 'getMany', limit: 5 }).atMost).toBe(5);
		expect(read({ operation: 'getMany', returnAll: true }).atMost).toBe(Infinity);
	});
});

test('The parameters have their public names and values', () => {
	const values = (name: string) =>
		properties
			.find((one) => one.name === name)!
			.options!.map((one) => (one as { value?: string; name: string }).value ?? one.name);
	expect([...new Set(properties.map(({ name }) => name))]).toEqual([
		'operation',
		'dataset',
		'contactsFrom',
		'listIds',
		'contactIds',
		'reportsFrom',
		'campaignId',
		'startDate',
		'endDate',
		'exportId',
		'output',
		'binaryPropertyName',
		'returnAll',
		'limit',
		'options',
	]);
	expect(values('operation').sort()).toEqual(
		['download', 'export', 'getLink', 'getMany', 'getStatus', 'regenerate', 'start'].sort(),
	);
	expect(values('dataset')).toEqual(['contacts', 'deliveryReports']);
	expect(values('contactsFrom')).toEqual(['all', 'lists', 'contacts']);
	expect(values('reportsFrom')).toEqual(['campaign', 'period']);
	expect(values('options')).toEqual([
		'resumeExportId',
		'fileName',
		'onTimeout',
		'pollInterval',
		'regenerateExpired',
		'timeout',
	]);
});
