import type { Resource } from '../../table/operation';
import { get } from './get';
import { getChannels } from './getChannels';
import { getSignature } from './getSignature';
import { updateLinkedInLimits } from './updateLinkedInLimits';
import { updateSignature } from './updateSignature';

export const user: Resource = {
	value: 'user',
	name: 'User',
	default: 'get',
	operations: [get, getChannels, getSignature, updateLinkedInLimits, updateSignature],
};
