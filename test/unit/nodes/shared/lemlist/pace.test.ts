import { gapMs } from '../../../../../nodes/shared/jobs/wait';
import { GAPS } from '../../../../../nodes/shared/lemlist/pace';
import { median } from '../../../../../tools/figures';

/** For the start, the look and the download, which come on top. */
const REQUESTS_S = 0.2;

/** How long after its end the node looks at an export that takes so long (s). */
function noticedAfter(durationS: number): number {
	let ageS = 0;
	for (let look = 0; ageS < durationS; look++) ageS += gapMs(GAPS, look, ageS * 1000, 0) / 1000;
	return ageS - durationS;
}

/** Exports of every duration between the two, evenly spread (s). */
function durations(from: number, to: number): number[] {
	const count = 1000;
	return Array.from({ length: count }, (_, index) => from + ((index + 0.5) / count) * (to - from));
}

describe('The median export is in n8n', () => {
	it.each([
		[0.15, 0.45],
		[1, 3],
		[2, 5],
		[0, 5],
	])('1.2 s after its end at the latest, where it takes %d to %d s', (from, to) => {
		expect(median(durations(from, to).map(noticedAfter)) + REQUESTS_S).toBeLessThanOrEqual(1.2);
	});

	it.each([
		[5, 15],
		[10, 30],
		[30, 60],
	])('3 s after its end at the latest, where it takes %d to %d s', (from, to) => {
		expect(median(durations(from, to).map(noticedAfter)) + REQUESTS_S).toBeLessThanOrEqual(3);
	});

	it.each([
		[60, 180],
		[180, 400],
		[600, 1200],
	])('a tenth of its time later at the latest, where it takes %d to %d s', (from, to) => {
		const shares = durations(from, to).map((durationS) => (noticedAfter(durationS) + REQUESTS_S) / durationS);
		expect(median(shares)).toBeLessThanOrEqual(0.1);
	});
});
