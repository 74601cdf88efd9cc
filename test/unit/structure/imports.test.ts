import { LAYERS, reasonAgainst } from '../../../tools/lint/arrows';
import { importsOf, sourceFiles } from './sources';

const files = sourceFiles(['bench', 'credentials', 'nodes', 'scripts', 'simulator', 'test', 'tools']);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** Files that import each other in a circle: every group of them once (Tarjan's algorithm). */
function circles(): string[][] {
	const found: string[][] = [];
	const order = new Map<string, number>();
	const lowest = new Map<string, number>();
	const open: string[] = [];
	const visit = (file: string): void => {
		order.set(file, order.size);
		lowest.set(file, order.get(file)!);
		open.push(file);
		for (const next of imports.get(file) ?? []) {
			if (!order.has(next)) visit(next);
			if (open.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
		}
		if (lowest.get(file) !== order.get(file)) return;
		const circle = open.splice(open.indexOf(file));
		if (circle.length > 1 || imports.get(file)?.includes(file)) found.push(circle.sort());
	};
	for (const file of files) if (!order.has(file)) visit(file);
	return found;
}

test('All sources are looked at', () => {
	expect(files.length).toBeGreaterThan(300);
	expect([...imports.values()].flat().length).toBeGreaterThan(1_000);
});

test('No import goes the wrong way', () => {
	const wrong = [...imports].flatMap(([file, targets]) =>
		targets.flatMap((target) => {
			const reason = reasonAgainst(file, target);
			return reason === undefined ? [] : [`${file} → ${target}: ${reason}`];
		}),
	);
	expect(wrong).toEqual([]);
});

test('No files import each other in a circle', () => {
	expect(circles()).toEqual([]);
});

test('Every file of nodes/shared/ lies in a room', () => {
	const rooms = files.filter((file) => file.startsWith('nodes/shared/')).map((file) => file.split('/'));
	expect(rooms.filter((path) => path.length < 4)).toEqual([]);
	expect(LAYERS.filter((layer) => !rooms.some(([, , room]) => room === layer))).toEqual([]);
});
