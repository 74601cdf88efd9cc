import type { Resource } from '../../table/operation';
import { enrichData } from './enrichData';
import { enrichLead } from './enrichLead';
import { enrichMany } from './enrichMany';
import { get } from './get';

export const enrichment: Resource = {
	value: 'enrichment',
	name: 'Enrichment',
	default: 'enrichData',
	operations: [enrichLead, enrichMany, enrichData, get],
};
