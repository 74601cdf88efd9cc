import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
	NodeApiError,
	NodeConnectionTypes,
	NodeOperationError,
	sleep,
	type IAuthenticate,
	type ICredentialType,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { createEngine, loop, node, noOp, readBinary, start, workflow, type Engine } from '../../../tools/engine';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A node that does what the running test says. */
class Toy implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Toy',
		name: 'toy',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Toy' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'functionApi' }, { name: 'genericApi' }],
		properties: [{ displayName: 'Text', name: 'text', type: 'string', default: '', required: true }],
	};

	execute: Execute = async () => [[]];
}

class ToyCredential implements ICredentialType {
	displayName = 'Toy';

	properties: INodeProperties[] = [
		{ displayName: 'Key', name: 'key', type: 'string', default: '' },
		{ displayName: 'User', name: 'user', type: 'string', default: 'default-user' },
	];

	constructor(
		readonly name: string,
		readonly authenticate: IAuthenticate,
	) {}
}

const functionApi = new ToyCredential('functionApi', async ({ key }, request) => {
	return { ...request, headers: { ...request.headers, 'x-key': String(key) } };
});

const genericApi = new ToyCredential('genericApi', {
	type: 'generic',
	properties: {
		auth: { username: '={{ $credentials.user }}', password: '={{ $credentials.key }}' },
		headers: { 'x-fixed': 'fixed' },
	},
});

let toy: Toy;
let engine: Engine;

beforeEach(async () => {
	toy = new Toy();
	engine = await createEngine({
		nodes: { 'test.toy': toy },
		credentialTypes: [functionApi, genericApi],
		credentials: { functionApi: { key: 'secret-key' }, genericApi: { key: 'secret-key' } },
	});
});

afterEach(() => engine.close());

const toyNode = (settings = {}) => node('Toy', 'test.toy', { text: '={{ $json.name }}' }, settings);

const twoItems = [{ json: { name: 'Ann' } }, { json: { name: 'Bob' } }];

/** Emits the parameter "Text" of each item; an item named Bob fails. */
async function failForBob(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData().map((_, item): INodeExecutionData => {
		const text = this.getNodeParameter('text', item) as string;
		if (text !== 'Bob') return { json: { text }, pairedItem: { item } };
		const error = new NodeOperationError(this.getNode(), 'Bob is not wanted', { itemIndex: item });
		if (!this.continueOnFail()) throw error;
		return { json: { error: error.message }, pairedItem: { item } };
	});
	return [items];
}

describe('a run', () => {
	it.each(['manual', 'trigger'] as const)('takes the given items through the workflow in %s mode', async (mode) => {
		let seenMode = '';
		toy.execute = async function () {
			seenMode = this.getMode();
			return [this.getInputData().map((_, item) => ({ json: { hello: this.getNodeParameter('text', item) } }))];
		};

		const run = await engine.run(workflow([start(), toyNode(), noOp('End')]), { mode, pinnedInput: twoItems });

		expect(run.status).toBe('success');
		expect(run.items('End').map(({ json }) => json)).toEqual([{ hello: 'Ann' }, { hello: 'Bob' }]);
		expect(run.items('Toy')[1]?.pairedItem).toEqual({ item: 1 });
		expect(seenMode).toBe(mode);
	});

	it('starts with one empty item if none is given', async () => {
		const run = await engine.run(workflow([start(), noOp('End')]));

		expect(run.items('End')).toEqual([{ json: {}, pairedItem: { item: 0 } }]);
	});

	it('leaves the given items and the workflow as they were, so that both can be used again', async () => {
		toy.execute = async function () {
			const [item] = this.getInputData();
			if (item) item.json.name = 'changed';
			return [this.getInputData()];
		};
		const json = workflow([start(), toyNode()]);
		const before = JSON.stringify([json, twoItems]);

		await engine.run(json, { pinnedInput: twoItems });

		expect(JSON.stringify([json, twoItems])).toBe(before);
	});

	it('does not start while a required parameter is empty', async () => {
		await expect(engine.run(workflow([start(), node('Toy', 'test.toy')]))).rejects.toThrow(
			'Parameter "Text" is required',
		);
	});

	it('tells a node that was not reached from one that is not there', async () => {
		const run = await engine.run(workflow([start(), noOp('Off')], []));

		expect(run.nodeRuns('Off')).toEqual([]);
		expect(run.items('Off')).toEqual([]);
		expect(() => run.items('On')).toThrow('no node "On"');
	});

	it('keeps log calls apart from those of runs at the same time, and hands them on at once', async () => {
		toy.execute = async function () {
			const name = this.getNodeParameter('text', 0) as string;
			this.logger.info(`started ${name}`, { cause: new Error('why') });
			await new Promise((resolve) => setImmediate(resolve));
			this.logger.warn(`finished ${name}`);
			return [[]];
		};
		const heard: string[] = [];
		const runFor = async (name: string) =>
			await engine.run(workflow([start(), toyNode()]), {
				pinnedInput: [{ json: { name } }],
				onLog: ({ message }) => heard.push(message),
			});

		const [ann, bob] = await Promise.all([runFor('Ann'), runFor('Bob')]);

		expect(ann.logs).toMatchObject([
			{ level: 'info', message: 'started Ann', metadata: { cause: { name: 'Error', message: 'why' } } },
			{ level: 'warn', message: 'finished Ann' },
		]);
		expect(bob.logs.map(({ message }) => message)).toEqual(['started Bob', 'finished Bob']);
		expect(heard.sort()).toEqual(['finished Ann', 'finished Bob', 'started Ann', 'started Bob']);
	});

	it('shows console messages in manual mode only, and hints always', async () => {
		toy.execute = async function () {
			this.sendMessageToUI('half way');
			this.addExecutionHints({ message: 'a hint', location: 'outputPane' });
			return [this.getInputData()];
		};
		const json = workflow([start(), toyNode()]);

		const manual = await engine.run(json, { pinnedInput: twoItems });
		const production = await engine.run(json, { mode: 'trigger', pinnedInput: twoItems });

		expect(manual.uiMessages).toEqual([{ source: '[Node: "Toy"]', messages: ['half way'] }]);
		expect(production.uiMessages).toEqual([]);
		expect(production.hints).toEqual([{ message: 'a hint', location: 'outputPane' }]);
	});

	it('waits by the fake clock of a test', async () => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
		try {
			toy.execute = async function () {
				await sleep(3_600_000);
				return [this.getInputData()];
			};

			const { finished } = engine.start(workflow([start(), toyNode()]), { pinnedInput: twoItems });
			await jest.advanceTimersByTimeAsync(3_600_000);

			expect(await finished).toMatchObject({ status: 'success' });
		} finally {
			jest.useRealTimers();
		}
	});

	it('gives as text whatever a user could read of it', async () => {
		toy.execute = async function () {
			this.logger.info('in the log', { detail: 'in the metadata' });
			this.sendMessageToUI('in the console');
			return [[{ json: { text: 'in the output' } }]];
		};

		const text = (await engine.run(workflow([start(), toyNode()]), { pinnedInput: twoItems })).toText();

		for (const part of ['in the log', 'in the metadata', 'in the console', 'in the output']) {
			expect(text).toContain(part);
		}
	});
});

describe('files', () => {
	it('are stored on disk and read by the next node', async () => {
		const content = Buffer.from('email\r\nann@example.com\r\n');
		toy.execute = async function () {
			const data = await this.helpers.prepareBinaryData(Readable.from([content]), 'leads.csv', 'text/csv');
			return [[{ json: {}, binary: { data }, pairedItem: 0 }]];
		};

		const run = await engine.run(workflow([start(), toyNode(), readBinary('Read')]), { pinnedInput: twoItems });

		const sha256 = createHash('sha256').update(content).digest('hex');
		expect(run.items('Read')[0]?.json).toEqual({
			fileName: 'leads.csv',
			mimeType: 'text/csv',
			size: content.length,
			sha256,
		});
		const file = run.items('Toy')[0]?.binary?.data;
		expect(file?.id).toMatch(/^filesystem-v2:/);
		expect(await engine.binary(file)).toEqual(content);
	});
});

describe('errors', () => {
	it('end the run and are kept as n8n stores them', async () => {
		toy.execute = async function () {
			throw new NodeApiError(
				this.getNode(),
				{ message: 'refused', httpCode: '403' },
				{ message: 'Access was refused', description: 'Check the key', itemIndex: 1 },
			);
		};

		const run = await engine.run(workflow([start(), toyNode(), noOp('End')]), { pinnedInput: twoItems });

		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			message: 'Access was refused',
			description: 'Check the key',
			httpCode: '403',
			context: { itemIndex: 1 },
		});
		expect(run.error).not.toBeInstanceOf(Error);
		expect(run.nodeRuns('Toy')[0]?.error).toEqual(run.error);
		expect(run.nodeRuns('End')).toEqual([]);
	});

	it('go on with the items under "continue (using regular output)"', async () => {
		toy.execute = failForBob;
		const json = workflow([start(), toyNode({ onError: 'continueRegularOutput' }), noOp('End')]);

		const run = await engine.run(json, { pinnedInput: twoItems });

		expect(run.status).toBe('success');
		expect(run.items('End').map(({ json }) => json)).toEqual([{ text: 'Ann' }, { error: 'Bob is not wanted' }]);
	});

	it('go to the second output, with their input, under "continue (using error output)"', async () => {
		toy.execute = failForBob;
		const json = workflow(
			[start(), toyNode({ onError: 'continueErrorOutput' }), noOp('End'), noOp('Errors')],
			['Start -> Toy -> End', 'Toy[1] -> Errors'],
		);

		const run = await engine.run(json, { pinnedInput: twoItems });

		expect(run.items('End').map(({ json }) => json)).toEqual([{ text: 'Ann' }]);
		expect(run.items('Errors').map(({ json }) => json)).toEqual([{ name: 'Bob', error: 'Bob is not wanted' }]);
		expect(run.items('Toy', 1)).toHaveLength(1);
	});
});

describe('Retry On Fail', () => {
	const retry = { retryOnFail: true, maxTries: 4, waitBetweenTries: 1 };

	it('calls the node again within the same run, with the same node context', async () => {
		const tries: unknown[] = [];
		toy.execute = async function () {
			const context = this.getContext('node');
			context.tries = ((context.tries as number | undefined) ?? 0) + 1;
			tries.push([context.tries, this.getWorkflowDataProxy(0).$runIndex]);
			if (context.tries < 3) throw new NodeOperationError(this.getNode(), 'Not yet');
			return [this.getInputData()];
		};

		const run = await engine.run(workflow([start(), toyNode(retry)]), { pinnedInput: twoItems });

		expect(run.status).toBe('success');
		expect(tries).toEqual([
			[1, 0],
			[2, 0],
			[3, 0],
		]);
		expect(run.nodeRuns('Toy')).toHaveLength(1);
	});

	it('gives up after the last try', async () => {
		let calls = 0;
		toy.execute = async function () {
			calls += 1;
			throw new NodeOperationError(this.getNode(), 'Never');
		};

		const run = await engine.run(workflow([start(), toyNode(retry)]), { pinnedInput: twoItems });

		expect(run.error?.message).toBe('Never');
		expect(calls).toBe(4);
	});

	it('calls a node again that throws because it was stopped, with the signal already set', async () => {
		const aborted: Array<boolean | undefined> = [];
		const handle = { cancel: () => {} };
		toy.execute = async function () {
			aborted.push(this.getExecutionCancelSignal()?.aborted);
			handle.cancel();
			throw new NodeOperationError(this.getNode(), 'Stopped');
		};

		const run = engine.start(workflow([start(), toyNode(retry)]), { pinnedInput: twoItems });
		handle.cancel = run.cancel;

		await run.finished;
		expect(aborted).toEqual([false, true, true, true]);
	});
});

describe('Stop', () => {
	it('sets the signal of the running node and runs no further node', async () => {
		let reportRunning = () => {};
		const running = new Promise<void>((resolve) => {
			reportRunning = resolve;
		});
		toy.execute = async function () {
			const stopped = new Promise<void>((resolve) => this.onExecutionCancellation(resolve));
			reportRunning();
			await stopped;
			this.logger.info('stopped');
			return [[{ json: { done: 'so far' } }]];
		};

		const handle = engine.start(workflow([start(), toyNode(), noOp('End')]), { pinnedInput: twoItems });
		await running;
		handle.cancel();
		const run = await handle.finished;

		expect(run.status).toBe('canceled');
		expect(run.items('Toy')).toMatchObject([{ json: { done: 'so far' } }]);
		expect(run.nodeRuns('End')).toEqual([]);
		expect(run.logs).toMatchObject([{ message: 'stopped' }]);
	});
});

describe('a loop', () => {
	it('brings each pass to the node with a higher run index', async () => {
		toy.execute = async function () {
			const { $runIndex } = this.getWorkflowDataProxy(0);
			return [this.getInputData().map(({ json }) => ({ json: { ...json, [`pass${String($runIndex)}`]: true } }))];
		};
		const json = workflow(
			[start(), loop('Loop', 3), toyNode(), noOp('End')],
			['Start -> Loop -> End', 'Loop[1] -> Toy -> Loop'],
		);

		const run = await engine.run(json, { pinnedInput: [{ json: { name: 'Ann' } }] });

		expect(run.nodeRuns('Toy')).toHaveLength(3);
		expect(run.items('Toy', 0, 0)[0]?.json).toEqual({ name: 'Ann', pass0: true });
		expect(run.items('End')[0]?.json).toEqual({ name: 'Ann', pass0: true, pass1: true, pass2: true });
	});
});

describe('credentials', () => {
	let server: Server;
	let url: string;
	let received: IncomingHttpHeaders[];

	beforeEach(async () => {
		received = [];
		server = createServer((request, response) => {
			received.push(request.headers);
			response.end('{}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterEach(() => new Promise((resolve) => server.close(resolve)));

	const requestWith = (credential: string): Execute =>
		async function () {
			await this.helpers.httpRequestWithAuthentication.call(this, credential, { url });
			return [[]];
		};

	it('authenticate with a function', async () => {
		toy.execute = requestWith('functionApi');

		const run = await engine.run(workflow([start(), toyNode()]), { pinnedInput: twoItems });

		expect(run.error).toBeUndefined();
		expect(received).toMatchObject([{ 'x-key': 'secret-key' }]);
	});

	it('authenticate with a generic description, whose expressions see defaults, too', async () => {
		toy.execute = requestWith('genericApi');

		await engine.run(workflow([start(), toyNode()]), { pinnedInput: twoItems });

		const authorization = `Basic ${Buffer.from('default-user:secret-key').toString('base64')}`;
		expect(received).toMatchObject([{ authorization, 'x-fixed': 'fixed' }]);
	});

	it('are missing for a node that says it has none', async () => {
		toy.execute = requestWith('functionApi');

		const run = await engine.run(workflow([start(), toyNode({ credentials: {} })]), { pinnedInput: twoItems });

		expect(run.error?.message).toBe('Node does not require credentials');
		expect(received).toEqual([]);
	});
});

describe('workflow()', () => {
	it('refuses a connection to a node that is not there', () => {
		expect(() => workflow([start(), noOp('End')], ['Start -> Ende'])).toThrow('no node "Ende"');
	});
});
