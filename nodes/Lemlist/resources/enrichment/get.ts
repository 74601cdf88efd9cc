import type { CustomOperation } from '../../table/operation';
import { enrichId, onTimeout, optionsField, pollInterval, timeout, waitForResult } from './fields';
import { look, resultOf } from './enrichments';

export const get: CustomOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get enrichment',
	description:
		'Get the result of an enrichment that was started before. While it runs, enrichmentStatus is inProgress, unless you let the node wait.',
	routes: ['GET /enrich/{enrichId}'],
	fields: [enrichId, waitForResult, optionsField(onTimeout, pollInterval, timeout)],
	async run(call) {
		const { client, parameters, signal } = call;
		const id = parameters.required('enrichId');
		if (!parameters.boolean('waitForResult')) return await look(client, id, signal);
		return await resultOf(call, id);
	},
};
