import { sendInBatches } from '../../table/batches';
import type { CustomOperation } from '../../table/operation';

/** POST /v2/unsubscribes/variables takes at most so many values (docs of the route). */
const VALUES_PER_CALL = 10_000;

export const addMany: CustomOperation = {
	value: 'addMany',
	name: 'Add Many',
	action: 'Add many unsubscribes',
	description: 'Put many emails, domains, phone numbers and LinkedIn URLs on the list, and get their number',
	notice: 'No campaign of the team contacts them any more.',
	routes: ['POST /v2/unsubscribes/variables'],
	fields: [
		{
			displayName: 'Values',
			name: 'values',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: 'e.g. john.doe@example.com, @example.org, +33612345678',
			description:
				'Email addresses, domains such as @example.com, phone numbers and LinkedIn URLs, separated by commas or line breaks, or a list from an expression. They are added once for each input item: use "Execute Once" in the settings when a list holds those of all items.',
		},
	],
	run: async ({ client, parameters, signal }) => {
		const values = parameters.requiredList(
			'values',
			'Enter at least one value, or check what the expression returns for this item.',
		);
		await sendInBatches(
			values,
			VALUES_PER_CALL,
			'values',
			async (some) =>
				await client.request({ method: 'POST', path: '/v2/unsubscribes/variables', body: { values: some }, signal }),
		);
		return { json: [{ success: true, count: values.length }] };
	},
};
