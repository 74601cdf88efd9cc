import type { IDataObject } from 'n8n-workflow';

import { newPosition, StoredPosition } from '../../../../nodes/LemlistPollingTrigger/position';

const NODE = 'node';
const FRONTIER = Date.UTC(2026, 10, 20);

function saved() {
	const position = { ...newPosition('{}', FRONTIER - 1_000, FRONTIER), step: 3, lookedAt: FRONTIER };
	const known = { hours: { '498000': 'abcdefg' }, undated: '' };
	return { position, known } as unknown as { position: IDataObject; known: IDataObject };
}

function stored(slot: unknown, node: IDataObject = {}): StoredPosition {
	return new StoredPosition(NODE, { lemlistPollingTrigger: { [NODE]: slot } } as IDataObject, node);
}

describe('A position that was damaged', () => {
	it.each<[string, unknown]>([
		['no object', 'x'],
		['null', null],
		['empty', {}],
		['without a place', { ...saved().position, frontier: null }],
		['at a place that is no number', { ...saved().position, frontier: 'abc' }],
		['at a moment that no date can hold', { ...saved().position, frontier: 1e20 }],
	])('is none when it is %s, and says so', (_what, position) => {
		const place = stored({ ...saved(), position });
		expect(place.read()).toBeUndefined();
		expect(place.isDamaged).toBe(true);
	});

	it('is replaced by the copy in the data of the node', () => {
		const place = stored({ ...saved(), position: 'x' }, { position: { ...saved().position, nodeId: NODE } });
		expect(place.read()?.position.frontier).toBe(FRONTIER);
	});

	it.each<[string, unknown, unknown]>([
		['earlier', null, []],
		['earlier', [null, { filter: 5 }, { filter: '{}', until: 7 }], [{ filter: '{}', until: 7 }]],
		['step', 'x', 0],
		['ahead', -5, 0],
		['ahead', 'x', 0],
		['filter', 5, ''],
		['floor', null, FRONTIER],
		['lookedAt', {}, 0],
		['deep', null, { base: FRONTIER, startedAt: 0, startedStep: 0, size: 0 }],
		['deep', { running: { from: 'x' } }, { base: FRONTIER, startedAt: 0, startedStep: 0, size: 0 }],
	])('goes on without a %s that is %j', (field, value, read) => {
		const { position, known } = saved();
		expect(stored({ position: { ...position, [field]: value }, known }).read()?.position).toMatchObject({
			[field]: read,
		});
	});

	it.each([null, 'x', [], { hours: [1] }, { hours: 'x' }, { undated: 5 }])(
		'gives nothing again when what is known is %j',
		(known) => {
			const place = stored({ ...saved(), known });
			expect(place.read()).toMatchObject({ position: { floor: FRONTIER + 1 }, known: {} });
			expect(place.isDamaged).toBe(true);
		},
	);

	it.each([[], 'x', null, { position: {} }])('lets a node begin anew whose whole data is %j', (slot) => {
		expect(stored(slot, { cursor: { filter: 5 } }).read()).toBeUndefined();
	});
});

it('A position of an earlier version is taken over with the filter it passes over', () => {
	const { position, known } = saved();
	const passOver = { filter: '{}', until: FRONTIER };
	const place = stored({ position: { ...position, passOver }, known });
	expect(place.read()?.position.passOver).toEqual([passOver]);
	expect(place.isDamaged).toBe(false);
});
