import { KnownActivities } from '../../../../nodes/LemlistPollingTrigger/known';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 0, 5);

const key = (index: number, at: number | undefined = START + index * 4_320) => ({ key: `act_${index}`, at });

describe('The activities that are known', () => {
	it('take less than 180 KB in static data with 20,000 a day and 26 hours, and are told apart', () => {
		const known = new KnownActivities();
		const count = Math.ceil((26 * HOUR_MS) / 4_320);
		for (let index = 0; index < count; index++) known.add(key(index));
		const saved = JSON.stringify(known.toData());
		process.stdout.write(`  · ${count} known activities: ${saved.length} bytes in static data\n`);
		expect(saved.length).toBeLessThan(180_000);

		const read = new KnownActivities(JSON.parse(saved) as ReturnType<typeof known.toData>);
		for (let index = 0; index < count; index++) expect(read.has(key(index))).toBe(true);
		const others = Array.from({ length: count }, (_, index) => ({ ...key(index), key: `other_${index}` }));
		expect(others.filter((other) => read.has(other))).toEqual([]);
	});

	it('are forgotten by the hour, when no look comes across them any more', () => {
		const known = new KnownActivities();
		for (let hour = 0; hour < 48; hour++) known.add(key(hour, START + hour * HOUR_MS));
		known.forgetBefore(START + DAY_MS + 1);
		expect(known.has(key(23, START + 23 * HOUR_MS))).toBe(false);
		expect(known.has(key(24, START + 24 * HOUR_MS))).toBe(true);
		expect(Object.keys(known.toData().hours)).toHaveLength(24);
	});

	it('without a date are the latest 500', () => {
		const known = new KnownActivities();
		for (let index = 0; index < 600; index++) known.add({ key: `act_${index}`, at: undefined });
		const read = new KnownActivities(known.toData());
		expect(read.has({ key: 'act_99', at: undefined })).toBe(false);
		expect(read.has({ key: 'act_100', at: undefined })).toBe(true);
		expect(read.has({ key: 'act_599', at: undefined })).toBe(true);
	});
});
