import { LAYERS } from '../../../tools/lint/arrows';
import { readSource, sourceFiles } from './sources';

const SERVICES = /lemlist|qlara/i;

test.each(LAYERS)('Nothing in nodes/shared/%s/ names a service, not even in a comment', (layer) => {
	const named = sourceFiles([`nodes/shared/${layer}`]).flatMap((file) =>
		readSource(file)
			.split('\n')
			.flatMap((line, index) => (SERVICES.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
	);
	expect(named).toEqual([]);
});
