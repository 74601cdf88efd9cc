import { options } from '../../fields/frames';
import type { CustomOperation } from '../../table/operation';
import { lookOnce, resultOf } from './enrichments';
import { enrichId, onTimeout, pollInterval, timeout, waitForResult } from './fields';

export const get: CustomOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get enrichment',
	description: 'Get the result of an enrichment that was started before, or wait for it',
	routes: ['GET /enrich/{enrichId}'],
	fields: [enrichId, waitForResult, options(onTimeout, pollInterval, timeout)],
	async run(call) {
		const { client, parameters, signal } = call;
		const id = parameters.required('enrichId');
		const waits = parameters.boolean('waitForResult');
		return { json: [waits ? await resultOf(call, id) : await lookOnce(client, id, signal)] };
	},
};
