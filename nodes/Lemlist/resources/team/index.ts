import type { Resource } from '../../operation';
import { get } from './get';

export const team: Resource = { value: 'team', name: 'Team', default: 'get', operations: [get] };
