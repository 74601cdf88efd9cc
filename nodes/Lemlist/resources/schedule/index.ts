import type { Resource } from '../../table/operation';
import { associateWithCampaign } from './associateWithCampaign';
import { create } from './create';
import { deleteSchedule } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { getManyByCampaign } from './getManyByCampaign';
import { update } from './update';

export const schedule: Resource = {
	value: 'schedule',
	name: 'Schedule',
	default: 'getMany',
	operations: [associateWithCampaign, create, deleteSchedule, get, getMany, getManyByCampaign, update],
};
