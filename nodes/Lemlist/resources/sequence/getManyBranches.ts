import { path } from '../../../shared/http/path';
import { sequenceId, stepId } from '../../fields/ids';
import type { RequestOperation } from '../../table/operation';

export const getManyBranches: RequestOperation = {
	value: 'getManyBranches',
	name: 'Get Many Branches',
	action: 'Get many condition branches',
	description: 'Get the branches of a condition step; the one for all other leads comes last',
	routes: ['GET /sequences/{sequenceId}/steps/{stepId}/branches'],
	fields: [sequenceId, stepId],
	paging: { by: 'none' },
	request: (parameters) => ({
		path: path`/sequences/${parameters.required('sequenceId')}/steps/${parameters.required('stepId')}/branches`,
	}),
};
