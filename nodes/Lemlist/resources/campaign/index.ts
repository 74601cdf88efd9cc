import type { Resource } from '../../operation';
import { get } from './get';
import { pause } from './pause';

export const campaign: Resource = {
	value: 'campaign',
	name: 'Campaign',
	default: 'getMany',
	operations: [get, pause],
};
