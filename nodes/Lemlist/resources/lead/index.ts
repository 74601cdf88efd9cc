import type { Resource } from '../../table/operation';
import { addVariables } from './addVariables';
import { create } from './create';
import { createOrUpdate } from './createOrUpdate';
import { deleteLead } from './delete';
import { eraseVariables } from './eraseVariables';
import { get } from './get';
import { getMany } from './getMany';
import { importFromCrm } from './importFromCrm';
import { launch } from './launch';
import { markAsInterested } from './markAsInterested';
import { markAsNotInterested } from './markAsNotInterested';
import { pause } from './pause';
import { personalizeStep } from './personalizeStep';
import { resetStepPersonalization } from './resetStepPersonalization';
import { resume } from './resume';
import { unsubscribe } from './unsubscribe';
import { update } from './update';
import { updateVariables } from './updateVariables';
import { uploadAudio } from './uploadAudio';

export const lead: Resource = {
	value: 'lead',
	name: 'Lead',
	default: 'create',
	operations: [
		addVariables,
		create,
		createOrUpdate,
		deleteLead,
		eraseVariables,
		get,
		getMany,
		importFromCrm,
		launch,
		markAsInterested,
		markAsNotInterested,
		pause,
		personalizeStep,
		resetStepPersonalization,
		resume,
		unsubscribe,
		update,
		updateVariables,
		uploadAudio,
	],
};
