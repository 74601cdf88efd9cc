import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';

export const getManyBranches: RequestOperation = {
	value: 'getManyBranches',
	name: 'Get Many Branches',
	action: 'Get many condition branches',
	description: 'Get the branches of a condition step; the one for all other leads comes last',
	routes: ['GET /sequences/{sequenceId}/steps/{stepId}/branches'],
	fields: [listCampaign, sequenceId, stepId],
	paging: { by: 'none' },
	request: (parameters) => ({
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/branches`,
	}),
};
