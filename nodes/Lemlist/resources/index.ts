import { LemlistError } from '../../shared/errors';
import type { Operation, Resource } from '../operation';
import { campaign } from './campaign';
import { team } from './team';

/** Everything the node can do: makes its parameters, its dispatch, the README's table and the tests' inventory. */
export const resources: readonly Resource[] = [campaign, team];

/** @throws LemlistError of kind `input` where an expression or an edited workflow names one that does not exist */
export function findOperation(resource: string, operation: string): Operation {
	const found = resources.find(({ value }) => value === resource)?.operations.find(({ value }) => value === operation);
	if (found) return found;
	throw new LemlistError('input', {
		message: `The operation "${operation}" of "${resource}" does not exist`,
		description: 'Choose resource and operation from the lists.',
	});
}
