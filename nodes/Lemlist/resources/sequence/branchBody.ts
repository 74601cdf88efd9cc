import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/n8n/parameters';

/** The body of a branch. @param settings the values of a collection of `branchSettings` */
export function branchBody(parameters: ItemParameters, settings: IDataObject): IDataObject {
	return {
		...settings,
		...('callStatusFilter' in settings && {
			callStatusFilter: parameters.toList(settings.callStatusFilter, 'callStatusFilter'),
		}),
		...('emailStatusFilter' in settings && {
			emailStatusFilter: parameters.toList(settings.emailStatusFilter, 'emailStatusFilter'),
		}),
	};
}
