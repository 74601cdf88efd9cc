import { csvExportFields } from '../../../../../nodes/Lemlist/resources/unsubscribe/fields';
import type { RequestOperation } from '../../../../../nodes/Lemlist/table/operation';
import { readCsvOutput } from '../../../../../nodes/shared/csv/parameters';
import { operationContext } from '../../../../support/lemlist/operationContext';

const operation: RequestOperation = {
	value: 'do',
	name: 'Do',
	action: 'Do',
	description: 'Gives a CSV file',
	routes: [],
	fields: csvExportFields,
	request: () => ({ path: '/' }),
};

const read = (values: Record<string, unknown>) => readCsvOutput(operationContext(operation, values).parameters);

describe('The output of a CSV file', () => {
	it('is a file in the field "data" unless told otherwise', () => {
		expect(read({})).toEqual({ output: 'file', binaryPropertyName: 'data', fileName: undefined });
		expect(read({ binaryPropertyName: ' csv ', options: { fileName: ' a.csv ' } })).toEqual({
			output: 'file',
			binaryPropertyName: 'csv',
			fileName: 'a.csv',
		});
	});

	it('as rows needs no field', () => {
		expect(read({ output: 'rows', binaryPropertyName: '' })).toMatchObject({ output: 'rows' });
	});

	it.each([
		[{ output: '={{ "csv" }}' }, "'Output' must be one of: file, rows"],
		[{ binaryPropertyName: ' ' }, "'Put Output File in Field' must be the name of a field"],
		[{ options: { fileName: '={{ ["a.csv"] }}' } }, "'File Name' must be a text"],
	])('is refused: %j', (values, message) => {
		expect(() => read(values)).toThrow(message);
	});
});
