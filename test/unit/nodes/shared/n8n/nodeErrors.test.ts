import { inspect } from 'node:util';
import { NodeApiError, type JsonObject, NodeOperationError } from 'n8n-workflow';

import { errorJson, toActivationError, toNodeError } from '../../../../../nodes/shared/n8n/nodeErrors';
import { isHtml } from '../../../../../nodes/shared/http/text';
import { isTemporary, ServiceError, type ServiceErrorKind } from '../../../../../nodes/shared/n8n/serviceError';
import { refusal } from '../../../../support/refusal';
import { executeContext } from '../../../../support/nodeContext';

const node = executeContext().getNode();

describe('the error that leaves a node', () => {
	it.each<[ServiceErrorKind, unknown]>([
		['refused', NodeApiError],
		['unreachable', NodeApiError],
		['unreadable', NodeApiError],
		['unexpected', NodeApiError],
		['redirected', NodeApiError],
		['input', NodeOperationError],
		['export', NodeOperationError],
	])('has the class n8n has for it: %s', (kind, errorClass) => {
		expect(toNodeError(node, new ServiceError(kind, { message: 'Something' }))).toBeInstanceOf(errorClass);
	});

	it.each<ServiceErrorKind>(['refused', 'input'])('keeps message, description and item (%s)', (kind) => {
		const error = new ServiceError(kind, { message: 'What happened', description: 'How to get on' });
		expect(toNodeError(node, error, 4)).toMatchObject({
			message: 'What happened',
			description: 'How to get on',
			context: { itemIndex: 4 },
		});
		expect(toNodeError(node, error).context.itemIndex).toBeUndefined();
	});

	it('has the HTTP status as its code, and none where there was no answer', () => {
		expect(toNodeError(node, refusal(404, 'Campaign not found'))).toMatchObject({ httpCode: '404' });
		expect(toNodeError(node, new ServiceError('unreachable', { message: 'No answer' }))).toMatchObject({
			httpCode: null,
		});
	});

	it.each(['EPERM', 'ECONNRESET', 'ENOENT', 'eacces', 'GETADDRINFO'])(
		'keeps a message in which n8n finds the code %s',
		(code) => {
			const message = `lemlist says: Export with id exp_${code}x not found (HTTP 404)`;
			for (const kind of ['refused', 'export'] as const) {
				expect(toNodeError(node, new ServiceError(kind, { message, status: 404 })).message).toBe(message);
			}
		},
	);

	it("keeps lemlist's words where n8n has a text of its own for the status", () => {
		for (const status of [400, 401, 403, 404, 429, 500, 503]) {
			expect(toNodeError(node, refusal(status, 'Own words')).message).toBe(`lemlist says: Own words (HTTP ${status})`);
		}
	});

	it('carries the ids a person needs', () => {
		const error = new ServiceError('export', { message: 'Failed', ids: { exportId: 'axp_1' } }).with({
			ids: { campaignId: 'cam_1' },
		});
		expect(toNodeError(node, error).context).toMatchObject({ ids: { campaignId: 'cam_1', exportId: 'axp_1' } });
	});

	it('stays the same when it is one of n8n already, and gets its item', () => {
		for (const error of [new NodeApiError(node, { message: 'x' } as JsonObject), new NodeOperationError(node, 'x')]) {
			expect(toNodeError(node, error, 2)).toBe(error);
			expect(error.context.itemIndex).toBe(2);
			expect(toNodeError(node, error, 3).context.itemIndex).toBe(2);
		}
	});

	it('is made of anything else that was thrown', () => {
		expect(toNodeError(node, new TypeError('x is not a function'), 1)).toMatchObject({
			message: 'x is not a function',
			context: { itemIndex: 1 },
		});
		expect(toNodeError(node, 'just a text', 1)).toMatchObject({ message: 'just a text' });
	});
});

describe('the error of a workflow that cannot be activated', () => {
	it.each<ServiceErrorKind>(['refused', 'input'])(
		'says everything in its message: n8n 1 shows the description of the one class only, n8n 2 the message of the other (%s)',
		(kind) => {
			const error = new ServiceError(kind, { message: 'EPERMx happened', description: 'How to get on' });
			const shown = toActivationError(node, error);
			expect(shown).toBeInstanceOf(NodeOperationError);
			expect(shown.message).toBe('EPERMx happened. How to get on');
		},
	);

	it('is its message alone where nothing more is known', () => {
		expect(toActivationError(node, new TypeError('x is not a function')).message).toBe('x is not a function');
	});
});

describe('the json of a failed item', () => {
	it('has only the keys by which n8n knows it', () => {
		const error = refusal(404, 'Campaign not found').with({ ids: { campaignId: 'cam_1' } });
		const json = errorJson(toNodeError(node, error, 7));
		expect(Object.keys(json).sort()).toEqual(['details', 'error']);
		expect(json).toEqual({
			error: 'lemlist says: Campaign not found (HTTP 404)',
			details: { itemIndex: 7, httpCode: '404', description: error.description, campaignId: 'cam_1' },
		});
	});

	it('leaves out what is not known', () => {
		expect(errorJson(toNodeError(node, new ServiceError('input', { message: 'Empty' }), 0))).toEqual({
			error: 'Empty',
			details: { itemIndex: 0 },
		});
	});

	it('can be stored as JSON', () => {
		const json = errorJson(toNodeError(node, new Error('Any'), 0));
		expect(JSON.parse(JSON.stringify(json))).toEqual(json);
	});
});

describe('an error that more is said about', () => {
	it('keeps what it was', () => {
		const error = refusal(502, 'Bad Gateway');
		const more = error.with({ advice: 'An export may be running.', ids: { campaignId: 'cam_1' } });
		expect(more).toMatchObject({
			kind: 'refused',
			status: 502,
			serviceSays: 'Bad Gateway',
			message: error.message,
			ids: { campaignId: 'cam_1' },
		});
		expect(more.description).toBe(`${error.description} An export may be running.`);
		expect(error.ids).toBeUndefined();
	});
});

describe('the cause of an error', () => {
	const cause = Object.assign(new Error('Request failed'), { config: { headers: { Authorization: 'Basic s3cret' } } });

	it('is kept for a debugger, whatever is said about the error later', () => {
		const error = new ServiceError('unreachable', { message: 'No answer', cause }).with({ advice: 'Wait.' });
		expect(error.cause).toBe(cause);
		expect(JSON.stringify(error)).not.toContain('s3cret');
	});

	it('is never shown: it may hold the request with its key', () => {
		const nodeError = toNodeError(node, new ServiceError('unreachable', { message: 'No answer', cause }), 0);
		expect(JSON.stringify(nodeError)).not.toContain('s3cret');
		expect(JSON.stringify(errorJson(nodeError))).not.toContain('s3cret');
		expect(inspect(nodeError, { depth: 10 })).not.toContain('s3cret');
	});
});

describe('a failure that may pass', () => {
	it.each([408, 429, 500, 502, 503, 504, 599])('is an HTTP %d', (status) => {
		expect(isTemporary(refusal(status, ''))).toBe(true);
	});

	it.each([200, 400, 401, 402, 403, 404, 405, 409, 422])('is not an HTTP %d', (status) => {
		expect(isTemporary(refusal(status, ''))).toBe(false);
	});

	it.each<[ServiceErrorKind, boolean]>([
		['unreachable', true],
		['unreadable', true],
		['input', false],
		['unexpected', false],
		['redirected', false],
		['export', false],
	])('of kind %s: %s', (kind, expected) => {
		expect(isTemporary(new ServiceError(kind, { message: 'x' }))).toBe(expected);
	});

	it('is nothing that this package did not make', () => {
		for (const error of [new Error('ECONNRESET'), undefined, null, 'text', { status: 503 }])
			expect(isTemporary(error)).toBe(false);
	});
});

describe('a web page', () => {
	it.each([
		'<!DOCTYPE html>',
		'\n <html lang="en">',
		'\uFEFF<!doctype HTML>',
		'<head>',
		'<body>',
		'<!-- x --><html>',
		'<?xml version="1.0"?>',
	])('begins like %j', (text) => {
		expect(isHtml(text)).toBe(true);
	});

	it.each(['', 'email,state', '"<html>"', '{"a":"<html>"}', 'Campaign <b>not</b> found', '<3 lemlist', '< html'])(
		'is not %j',
		(text) => {
			expect(isHtml(text)).toBe(false);
		},
	);
});
