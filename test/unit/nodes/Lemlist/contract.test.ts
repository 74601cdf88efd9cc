import type { Operation } from '../../../../nodes/Lemlist/table/operation';
import { operationFields } from '../../../../nodes/Lemlist/table/properties';
import { resources } from '../../../../nodes/Lemlist/resources';
import { OrderedTasks, runOperation } from '../../../../nodes/Lemlist/table/runOperation';
import { ServiceError } from '../../../../nodes/shared/n8n/serviceError';
import { facts, nameOf } from '../../../support/lemlist/facts';
import { casesOf, type Values } from '../../../support/lemlist/generate';
import { operationContext } from '../../../support/lemlist/operationContext';
import { recordingClient, type Sent } from '../../../support/lemlist/recordingClient';
import { check } from '../../../support/lemlist/violations';

const operations = resources.flatMap(({ value, operations: all }) =>
	all.map((operation) => [`${value} ${operation.value}`, operation] as const),
);

/** Groups of routes that the node does not cover yet; one that it covers, it covers whole. */
const TO_COME = [
	'CRM',
	'Companies',
	'Contact Sourcing',
	'Contacts',
	'Deliverability Alerts',
	'Email Accounts',
	'Enrichment Providers',
	'Enrichment Waterfalls',
	'Fields',
	'Files',
	'Inbox',
	'Message Templates',
	'People Database',
	'Sender Picture',
	'Senders',
	'Signal Agents',
	'Snippets',
	'Tasks',
	'lemwarm',
];
const covered = facts.filter(({ group }) => !TO_COME.includes(group));

/** Routes that no operation calls, and why. */
const NOT_CALLED: Record<string, string> = {
	'GET /campaigns/{campaignId}/export/start': 'in the node Lemlist Export Campaign',
	'GET /campaigns/{campaignId}/export/{exportId}/status': 'in the node Lemlist Export Campaign',
	'PUT /campaigns/{campaignId}/export/{exportId}/email/{email}': 'in the node Lemlist Export Campaign',
	'DELETE /campaigns/{campaignId}/leads/': 'names no lead: what it unsubscribes is not documented',
};

/** Settings that no operation offers, and why. */
const NOT_OFFERED: Record<string, string> = {
	'GET /campaigns page': 'offset says the same',
	'GET /schedules offset': 'page says the same',
	'GET /leads email': 'GET /leads/{email} gives the same, for every campaign',
	'GET /activities startDate': 'another name of minDate',
	'GET /activities endDate': 'another name of maxDate',
	'POST /hooks zapId': "Zapier's own",
	'POST /v2/enrichments/bulk metadata': 'can stand in the list of people',
};

/** Just enough of an answer for an operation to go on to its next request. */
function answer({ method, path }: Sent): unknown {
	if (path === '/enrich' || /^\/leads\/[^/]+\/enrich$/.test(path)) return { id: 'enr_1' };
	if (path === '/v2/enrichments/bulk') return [{ id: 'enr_1' }];
	if (/\/sequences$/.test(path)) return {};
	if (
		method === 'GET' &&
		/^\/(activities|campaigns|hooks|schedules|team\/senders)$|\/variables$|\/branches$|\/leads\/?$|\/schedules\/$|\/reports$/.test(
			path,
		)
	)
		return [];
	return { _id: 'x_1', id: 'enr_1' };
}

/** For operations that upload. */
const file = { data: Buffer.from('audio').toString('base64'), mimeType: 'audio/mpeg', fileName: 'note.mp3' };

/** Runs an operation, and gives what it sent and what stopped it. */
async function run(operation: Operation, values: Values): Promise<{ sent: Sent[]; error?: unknown }> {
	const { client, sent } = recordingClient(answer);
	const ended = new AbortController();
	// Operations that wait for a result would wait for minutes.
	const timer = setTimeout(() => ended.abort(new Error('The test waits no longer')), 200);
	try {
		const { context, parameters } = operationContext(operation, values, {
			items: [{ json: {}, binary: { data: file } }],
		});
		await runOperation(
			operation,
			{ context, client, parameters, itemIndex: 0, signal: ended.signal },
			new OrderedTasks(),
		);
		return { sent };
	} catch (error) {
		return { sent, error };
	} finally {
		clearTimeout(timer);
	}
}

/** Names in the query and in the body, or in the entries of a body that is a list. */
function settingsOf({ query = {}, body = {} }: Sent): string[] {
	const bodies = Array.isArray(body) ? body : [body];
	return [query, ...bodies].flatMap((part) =>
		Object.entries(part)
			.filter(([, value]) => value !== undefined && value !== '')
			.map(([name]) => name),
	);
}

const wasRefused = (error: unknown) => error instanceof ServiceError && error.kind === 'input';

const reached = new Map<string, number>();
/** Such as `POST /enrich findEmail`. */
const settingsSent = new Set<string>();

describe('The requests of the operation', () => {
	test.each(operations)('%s are as lemlist documents them', async (_name, operation) => {
		const found = new Set<string>();
		let requests = 0;
		for (const { name, values } of casesOf(operation)) {
			const { sent, error } = await run(operation, values);
			requests += sent.length;
			if (sent.length === 0 && !wasRefused(error)) found.add(`${name}: nothing was sent (${String(error)})`);
			for (const request of sent) {
				const { route, violations } = check(operation.routes, request);
				if (route) {
					reached.set(nameOf(route), (reached.get(nameOf(route)) ?? 0) + 1);
					for (const setting of settingsOf(request)) settingsSent.add(`${nameOf(route)} ${setting}`);
				}
				for (const violation of violations) found.add(`${request.method} ${request.path}: ${violation}`);
			}
		}
		expect([...found]).toEqual([]);
		expect(requests).toBeGreaterThan(0);
	});

	test.each(operations)(
		'%s keep an id or email with /, #, ? and + in one segment of the path',
		async (_name, operation) => {
			const hostile = 'a+b/../c#d?e%2F é@example.com';
			const texts = operationFields(operation).filter(
				({ type, required }) => ['string', 'resourceLocator'].includes(type) && required,
			);
			const complete = casesOf(operation)[0]!.values;
			for (const { name } of texts) {
				const { sent } = await run(operation, { ...complete, [name]: hostile });
				for (const { method, path } of sent) {
					const { route } = check(operation.routes, { method, path });
					expect([`${method} ${path}`, route !== undefined]).toEqual([`${method} ${path}`, true]);
				}
			}
		},
	);

	test.each(operations)('%s are not sent while something required is empty', async (_name, operation) => {
		const complete = casesOf(operation)[0]!.values;
		const required = operationFields(operation).filter(
			(field) => field.required && ['string', 'resourceLocator'].includes(field.type) && !field.displayOptions,
		);
		for (const field of required) {
			const empty = field.type === 'string' ? '  ' : { __rl: true, mode: 'id', value: '' };
			const { sent, error } = await run(operation, { ...complete, [field.name]: empty });
			expect([field.name, sent, wasRefused(error)]).toEqual([field.name, [], true]);
		}
	});
});

describe('The routes of lemlist', () => {
	test('are all called by some operation, but those with a reason', () => {
		const wanted = covered.map(nameOf);
		const missing = wanted.filter((route) => !reached.has(route) && !NOT_CALLED[route]);
		console.log(
			`Contract: ${operations.length} operations, ${wanted.filter((route) => reached.has(route)).length} of ${wanted.length} routes, ${[...reached.values()].reduce((sum, count) => sum + count, 0)} requests checked`,
		);
		expect(missing).toEqual([]);
	});

	test('can be called with every setting that is documented, but those with a reason', () => {
		const used = new Set(operations.flatMap(([, { routes }]) => routes));
		const documented = facts
			.filter((route) => covered.includes(route) || used.has(nameOf(route)))
			.filter((route) => !NOT_CALLED[nameOf(route)] && !route.multipart)
			.flatMap((route) =>
				Object.keys({ ...route.query, ...route.body, ...route.bodyItem }).map(
					(setting) => `${nameOf(route)} ${setting}`,
				),
			);
		const missing = documented.filter((setting) => !settingsSent.has(setting));
		console.log(
			`Contract: ${documented.length - missing.length} of ${documented.length} documented settings can be set`,
		);
		expect(missing.sort()).toEqual(Object.keys(NOT_OFFERED).sort());
	});

	test('to come are in groups that lemlist has', () => {
		expect(TO_COME.filter((name) => !facts.some(({ group }) => group === name))).toEqual([]);
	});

	test('that must not be called are not', () => {
		expect(Object.keys(NOT_CALLED).filter((route) => reached.has(route))).toEqual([]);
	});

	test.each(operations)('of %s are documented, and current', (_name, operation) => {
		const documented = facts.map(nameOf);
		expect(operation.routes.filter((route) => !documented.includes(route))).toEqual([]);
		expect(operation.routes.length).toBeGreaterThan(0);
	});
});
