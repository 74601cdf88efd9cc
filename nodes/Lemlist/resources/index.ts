import { ServiceError } from '../../shared/n8n/serviceError';
import type { Operation, Resource } from '../table/operation';
import { activity } from './activity';
import { campaign } from './campaign';
import { enrichment } from './enrichment';
import { lead } from './lead';
import { schedule } from './schedule';
import { sequence } from './sequence';
import { team } from './team';
import { unsubscribe } from './unsubscribe';
import { user } from './user';
import { webhook } from './webhook';

/** Everything the node can do: makes its parameters, its dispatch, the README's table and the tests' inventory. */
export const resources: readonly Resource[] = [
	activity,
	campaign,
	enrichment,
	lead,
	schedule,
	sequence,
	team,
	unsubscribe,
	user,
	webhook,
];

/** @throws ServiceError of kind `input` where an expression or an edited workflow names one that does not exist */
export function findOperation(resource: string, operation: string): Operation {
	const found = resources.find(({ value }) => value === resource)?.operations.find(({ value }) => value === operation);
	if (found) return found;
	throw new ServiceError('input', {
		message: `The operation "${operation}" of "${resource}" does not exist`,
		description: 'Choose resource and operation from the lists.',
	});
}
