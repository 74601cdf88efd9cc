import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/Lemlist/resources';
import type { Operation } from '../../nodes/Lemlist/table/operation';
import { node, start, workflow } from '../../tools/engine';
import { exampleParameters } from '../../tools/lemlist/exampleParameters';
import { createExampleWorld, type ExampleWorld } from '../../tools/lemlist/exampleWorld';
import type { GeneratedFiles } from './files';
import { previewText, schemaOfAll } from './jsonSchema';

/** n8n looks here, beside the node, for `<resource>/<operation>.json`. */
export const SCHEMA_FOLDER = 'nodes/Lemlist/__schema__/v1.0.0';

/** For operations that upload; the others do not look at it. */
const FILE = { data: Buffer.from('audio').toString('base64'), mimeType: 'audio/mpeg', fileName: 'note.mp3' };

/** Whether it leaves lemlist as it found it. */
function onlyReads({ routes }: Operation): boolean {
	return routes.every((route) => route.startsWith('GET '));
}

async function outputOf(world: ExampleWorld, resource: string, operation: Operation): Promise<IDataObject[]> {
	const values = { ...world.values, ...world.special[`${resource}.${operation.value}`] };
	const lemlist = node('Lemlist', 'n8n-nodes-lemlist.lemlist', {
		resource,
		operation: operation.value,
		...exampleParameters(operation, values),
	});
	const run = await world.n8n.run(workflow([start(), lemlist]), {
		pinnedInput: [{ json: {}, binary: { data: FILE } }],
	});
	if (run.error) throw new Error([run.error.message, run.error.description].join(' '));
	const items = run.items('Lemlist');
	if (items.length === 0) throw new Error('It gives no item');
	return items.map(({ json }) => json);
}

/** The preview of every operation's output, made from what the node gives of the simulator's answers. */
export async function outputSchemas(): Promise<GeneratedFiles> {
	const files: GeneratedFiles = new Map();
	const failures: string[] = [];
	const all = resources.flatMap(({ value, operations }) => operations.map((operation) => ({ value, operation })));
	let world: ExampleWorld | undefined;
	try {
		for (const { value: resource, operation } of all) {
			world ??= await createExampleWorld();
			try {
				const schema = schemaOfAll(await outputOf(world, resource, operation));
				files.set(`${SCHEMA_FOLDER}/${resource}/${operation.value}.json`, previewText(schema));
			} catch (error) {
				failures.push(`${resource}, ${operation.value}: ${(error as Error).message}`);
			}
			if (onlyReads(operation)) continue;
			await world.end();
			world = undefined;
		}
	} finally {
		await world?.end();
	}
	if (failures.length === 0) return files;
	throw new Error(`What these operations need belongs into tools/lemlist/exampleWorld.ts:\n${failures.join('\n')}`);
}
