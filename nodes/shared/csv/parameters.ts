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

/**
 * The parameter that chooses between file and rows; the texts say what they are of. It is there twice, of which n8n shows
 * one: as a tool of an AI agent, which gets no files of its tools, the node gives rows unless somebody chose the file.
 *
 * @param show where the parameter is shown
 */
export function csvOutput(
	{ description, file, rows }: Record<'description' | 'file' | 'rows', string>,
	show: Record<string, string[]> = {},
): INodeProperties[] {
	const asRows = { name: 'Rows', value: 'rows', description: rows };
	const inWorkflow: INodeProperties = {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'file',
		description,
		options: [{ name: 'File', value: 'file', description: file }, asRows],
		displayOptions: { show: { ...show, '@tool': [false] } },
	};
	const asTool: INodeProperties = {
		...inWorkflow,
		default: 'rows',
		options: [
			{ name: 'File', value: 'file', description: 'Only its name and size: an AI agent sees no files' },
			asRows,
		],
		displayOptions: { show: { ...show, '@tool': [true] } },
	};
	return [inWorkflow, asTool];
}

/** Where a file goes. Read it with `readBinaryPropertyName`. */
export const outputFileField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
};

/** The same, shown for the output `file`. */
export const binaryPropertyName: INodeProperties = {
	...outputFileField,
	displayOptions: { show: { output: ['file'] } },
};

/** The option for the file's name; the texts say what it is by default. */
export function fileName({ description, placeholder }: Record<'description' | 'placeholder', string>): INodeProperties {
	return { displayName: 'File Name', name: 'fileName', type: 'string', default: '', placeholder, description };
}

/** The output field for a file. @throws ServiceError of kind `input` where it is empty */
export function readBinaryPropertyName(parameters: ItemParameters): string {
	const field = parameters.text('binaryPropertyName');
	if (field === '') throw parameters.mustBe('binaryPropertyName', 'the name of a field', field);
	return field;
}

/**
 * Reads these parameters; `fileName` is in the collection `options`.
 *
 * @throws ServiceError of kind `input`
 */
export function readCsvOutput(parameters: ItemParameters): CsvOutput {
	const output = parameters.oneOf('output', ['file', 'rows'], 'file');
	if (output === 'rows') return { output, binaryPropertyName: 'data' };
	const field = readBinaryPropertyName(parameters);
	return { output, binaryPropertyName: field, fileName: parameters.text('options.fileName') || undefined };
}
