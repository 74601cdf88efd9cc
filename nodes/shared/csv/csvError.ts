/** The text cannot be read as CSV. */
export class CsvError extends Error {
	/**
	 * @param problem what is wrong, without the place and without a full stop
	 * @param row where: 1 for the header; blank lines do not count
	 * @param isCutOff whether it looks like the first part of a good file, so that another download may help
	 */
	constructor(
		problem: string,
		readonly row: number,
		readonly isCutOff = false,
	) {
		super(`Row ${row} of the CSV file: ${problem}`);
		this.name = 'CsvError';
	}
}
