import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../n8n/parameters';

/** What a node is to make of a CSV file. */
export interface CsvOutput {
	output: 'file' | 'rows';
	/** The output field for the file. */
	binaryPropertyName: string;
	/** The name that somebody chose for it. */
	fileName?: string;
}

/** The parameter that chooses between file and rows; the texts say what they are of. */
export function csvOutput({
	description,
	file,
	rows,
}: Record<'description' | 'file' | 'rows', string>): INodeProperties {
	return {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'file',
		description,
		options: [
			{ name: 'File', value: 'file', description: file },
			{ name: 'Rows', value: 'rows', description: rows },
		],
	};
}

/** Where the file goes; to be shown for the output `file`. */
export const binaryPropertyName: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	displayOptions: { show: { output: ['file'] } },
};

/** The option for the file's name; the texts say what it is by default. */
export function fileName({ description, placeholder }: Record<'description' | 'placeholder', string>): INodeProperties {
	return { displayName: 'File Name', name: 'fileName', type: 'string', default: '', placeholder, description };
}

/**
 * Reads these parameters; `fileName` is in the collection `options`.
 *
 * @throws ServiceError of kind `input`
 */
export function readCsvOutput(parameters: ItemParameters): CsvOutput {
	const output = parameters.oneOf('output', ['file', 'rows'], 'file');
	if (output === 'rows') return { output, binaryPropertyName: 'data' };
	const field = parameters.text('binaryPropertyName');
	if (field === '') throw parameters.mustBe('binaryPropertyName', 'the name of a field', field);
	return { output, binaryPropertyName: field, fileName: parameters.text('options.fileName') || undefined };
}
