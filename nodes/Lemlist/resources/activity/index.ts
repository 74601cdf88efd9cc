import type { Resource } from '../../table/operation';
import { deleteRecording } from './deleteRecording';
import { getMany } from './getMany';

export const activity: Resource = {
	value: 'activity',
	name: 'Activity',
	default: 'getMany',
	operations: [deleteRecording, getMany],
};
