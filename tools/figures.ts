/** What benchmarks do with their figures. */

/** The middle one; of two, the larger. NaN of none. */
export function median(values: readonly number[]): number {
	return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

/** A Markdown table with a column for each key of the first row; what a row does not have is left empty. */
export function markdownTable(rows: ReadonlyArray<Record<string, string | number | undefined>>): string {
	const columns = Object.keys(rows[0] ?? {});
	const line = (cells: readonly unknown[]) => `| ${cells.map((cell) => String(cell ?? '')).join(' | ')} |`;
	return [
		line(columns),
		`|${'---|'.repeat(columns.length)}`,
		...rows.map((row) => line(columns.map((column) => row[column]))),
	].join('\n');
}

/** What was wanted, beside whether it came true. */
export function wanted(what: string, isMet: boolean | undefined): string {
	return isMet === undefined ? what : `${what}: ${isMet ? 'met' : '**missed**'}`;
}

/** A share as people write it: `97.5 %`. */
export function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}

/** A time as people write it: `2.15 s`, `27.3 s`. */
export function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** Waits for something, but not for ever: rejects after `ms`, naming it. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`Not within ${ms / 1000} s: ${what}`)), ms);
	});
	try {
		return await Promise.race([work, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}

/** Runs a benchmark: prints how long it took, and lets the process fail with it. */
export function benchmark(run: () => Promise<void>): void {
	const beganAt = performance.now();
	run().then(
		() => console.log(`\n(${Math.round((performance.now() - beganAt) / 1000)} s)`),
		(error: unknown) => {
			console.error(error);
			process.exitCode = 1;
		},
	);
}
