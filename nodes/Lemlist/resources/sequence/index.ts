import type { Resource } from '../../table/operation';
import { addBranch } from './addBranch';
import { addStep } from './addStep';
import { createVariant } from './createVariant';
import { deleteBranch } from './deleteBranch';
import { deleteStep } from './deleteStep';
import { deleteVariant } from './deleteVariant';
import { getMany } from './getMany';
import { getManyBranches } from './getManyBranches';
import { getManySteps } from './getManySteps';
import { getStepSender } from './getStepSender';
import { getVariant } from './getVariant';
import { removeStepSender } from './removeStepSender';
import { reorderBranches } from './reorderBranches';
import { selectWinner } from './selectWinner';
import { setStepSender } from './setStepSender';
import { updateBranch } from './updateBranch';
import { updateStep } from './updateStep';
import { updateVariant } from './updateVariant';

export const sequence: Resource = {
	value: 'sequence',
	name: 'Sequence',
	default: 'getMany',
	operations: [
		addBranch,
		addStep,
		createVariant,
		deleteVariant,
		deleteBranch,
		deleteStep,
		getVariant,
		getMany,
		getManyBranches,
		getManySteps,
		getStepSender,
		removeStepSender,
		reorderBranches,
		selectWinner,
		setStepSender,
		updateVariant,
		updateBranch,
		updateStep,
	],
};
