/** Header cells that cannot be a json key as they are: n8n takes `error` for a failed item. */
const RENAMED = new Map([
	['error', 'error_column'],
	['__proto__', '__proto___column'],
]);

/** The name under which a column of this name stands in a row. */
export function usableName(name: string): string {
	return RENAMED.get(name) ?? name;
}

/**
 * Gives each column a name of its own. Names that the header states once are kept as they are, unless they are taken
 * already.
 */
export class ColumnNames {
	private readonly names: string[] = [];

	private readonly taken: Set<string>;

	/** Where to go on with the numbers of a name. */
	private readonly suffixes = new Map<string, number>();

	/** @param reserved names that no column may have */
	constructor(header: readonly string[], reserved: readonly string[] = []) {
		this.taken = new Set([...reserved, ...header]);
		const unusable = new Set(['', ...RENAMED.keys(), ...reserved]);
		for (const [index, cell] of header.entries()) {
			const wanted = usableName(cell) || numberedName(index);
			this.names.push(unusable.has(cell) ? this.makeUnique(wanted) : cell);
			unusable.add(cell);
		}
	}

	/** The names of at least `count` columns; those beyond the header are called `column_<n>`. */
	atLeast(count: number): readonly string[] {
		while (this.names.length < count) {
			this.names.push(this.makeUnique(numberedName(this.names.length)));
		}
		return this.names;
	}

	private makeUnique(wanted: string): string {
		let suffix = this.suffixes.get(wanted) ?? 1;
		let name: string;
		do {
			name = suffix === 1 ? wanted : `${wanted}_${suffix}`;
			suffix++;
		} while (this.taken.has(name));
		this.suffixes.set(wanted, suffix);
		this.taken.add(name);
		return name;
	}
}

function numberedName(index: number): string {
	return `column_${index + 1}`;
}
