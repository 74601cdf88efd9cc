import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { ServiceError } from '../../../shared/n8n/serviceError';
import type { Call, CustomOperation } from '../../table/operation';
import { value } from './fields';
import { canStandInPath, valuePath } from './valuePath';

const entry = z.object({ _id: z.string().nullish(), skipped: z.boolean().nullish() }).passthrough();

/** The route for one value, which gives the entry. lemlist answers 200 also for a value that it did not store. */
async function addOne({ client, signal }: Call, wanted: string): Promise<IDataObject> {
	const { body } = await client.request({ method: 'POST', path: valuePath(wanted), signal });
	const added = parseAnswer(entry, body, 'the entry of the unsubscribe list');
	if (added._id && added.skipped !== true) return added as IDataObject;
	throw new ServiceError('refused', {
		message: 'lemlist did not put the value on the unsubscribe list',
		description: `It skipped "${wanted}" without a reason. Check that it is an email address, a domain such as @example.com, a phone number or a LinkedIn URL; this person may still be contacted.`,
		status: 200,
	});
}

/** The route for many values takes this one in its body, and gives no entry: it is read afterwards. */
async function addInBody({ client, signal }: Call, wanted: string): Promise<IDataObject> {
	await client.request({ method: 'POST', path: '/v2/unsubscribes/variables', body: { values: [wanted] }, signal });
	const read = await client
		.request({ path: path`/v2/unsubscribes/variables/${wanted}`, signal })
		.catch((error: unknown) => {
			// The value was taken; and whether lemlist finds such a one by an encoded address is not known.
			if (error instanceof ServiceError) return undefined;
			throw error;
		});
	return read ? (parseAnswer(entry, read.body, 'the entry of the unsubscribe list') as IDataObject) : { value: wanted };
}

export const add: CustomOperation = {
	value: 'add',
	name: 'Add',
	action: 'Add unsubscribe',
	description: 'Put an email, domain, phone number or LinkedIn URL on the unsubscribe list',
	notice: 'No campaign of the team contacts it any more.',
	routes: [
		'POST /v2/unsubscribes/variables/{value}',
		'POST /v2/unsubscribes/variables',
		'GET /v2/unsubscribes/variables/{value}',
	],
	fields: [value],
	orderBy: (parameters) => parameters.required('value'),
	async run(call) {
		const wanted = call.parameters.required('value');
		return { json: [canStandInPath(wanted) ? await addOne(call, wanted) : await addInBody(call, wanted)] };
	},
};
