import { isWebPage, parseBody } from '../../../../../nodes/shared/http/text';

describe('JSON', () => {
	test.each<[string, unknown]>([
		['{"id":1234567890123456789}', { id: '1234567890123456789' }],
		['[-9223372036854775808,9007199254740991]', ['-9223372036854775808', 9007199254740991]],
		['{"id":"1234567890123456789"}', { id: '1234567890123456789' }],
		['{"a":"say \\"1234567890123456789, \\\\","b":1}', { a: 'say "1234567890123456789, \\', b: 1 }],
		['[0.5000000000000000000,1e21,1234567890123456789.5]', [0.5, 1e21, Number('1234567890123456789.5')]],
		['{"1234567890123456789":7}', { '1234567890123456789': 7 }],
		['1234567890123456789', '1234567890123456789'],
		['no JSON: 1234567890123456789', 'no JSON: 1234567890123456789'],
	])('%s rounds no whole number', (text, body) => {
		expect(parseBody(text)).toEqual(body);
	});
});

describe('A web page', () => {
	test.each([
		'<!DOCTYPE html><title>No</title>',
		' \n<html lang="en">',
		'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">',
	])('is %s', (text) => {
		expect(isWebPage(text)).toBe(true);
	});

	test.each([
		'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
		'<Error><Code>NoSuchKey</Code></Error>',
		'Request has expired',
		'',
	])('is not %s', (text) => {
		expect(isWebPage(text)).toBe(false);
	});
});
