import type { Resource } from '../../table/operation';
import { get } from './get';
import { getCredits } from './getCredits';
import { getSenders } from './getSenders';

export const team: Resource = {
	value: 'team',
	name: 'Team',
	default: 'get',
	operations: [get, getCredits, getSenders],
};
