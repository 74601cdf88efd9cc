import { resources } from '../../../../nodes/Lemlist/resources';
import { OrderedTasks, runOperation } from '../../../../nodes/Lemlist/table/runOperation';
import { ServiceError } from '../../../../nodes/shared/n8n/serviceError';
import { casesOf } from '../../../support/lemlist/generate';
import { operationContext } from '../../../support/lemlist/operationContext';
import { recordingClient } from '../../../support/lemlist/recordingClient';

const operations = resources.flatMap(({ value, operations: all }) =>
	all.map((operation) => [`${value} ${operation.value}`, operation] as const),
);

const file = { data: Buffer.from('audio').toString('base64'), mimeType: 'audio/mpeg', fileName: 'note.mp3' };

/** Answers under 200 that are none: half of an object, a text, and JSON that is no object. */
const BROKEN = ['{"_id": "cam_', 'Service starting', 42.5, ['Service starting'], [42.5]];

async function outcome(operation: (typeof operations)[number][1], body: unknown, simplify: boolean) {
	const { client } = recordingClient(() => body);
	const values = { ...casesOf(operation)[0]!.values, simplify, waitForResult: false };
	const { context, parameters } = operationContext(operation, values, {
		items: [{ json: {}, binary: { data: file } }],
	});
	const call = { context, client, parameters, itemIndex: 0, signal: new AbortController().signal };
	return await runOperation(operation, call, new OrderedTasks()).then(
		(items) => ({ items, error: undefined }),
		(error: unknown) => ({ items: [], error }),
	);
}

describe('An answer that is none', () => {
	test.each(operations)('of %s never becomes an output', async (name, operation) => {
		for (const body of BROKEN) {
			for (const simplify of [true, false]) {
				const { items, error } = await outcome(operation, body, simplify);
				if (error !== undefined) expect(error).toBeInstanceOf(ServiceError);
				for (const { json, binary } of items) {
					// A file is given as it is; what was deleted is said without the answer.
					if (binary) continue;
					expect(Object.keys(json)).not.toContain('0');
					// One for each person, of whom lemlist gave what is none as the reason.
					if (name === 'enrichment enrichMany') expect(json.enrichmentStatus).toMatch(/^(refused|unknown)$/);
					else for (const one of [body].flat()) expect(Object.values(json)).not.toContain(one);
				}
			}
		}
	});
});
