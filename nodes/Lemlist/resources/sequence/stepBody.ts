import type { IDataObject } from 'n8n-workflow';

import { optionalCampaignIdOf } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';

/**
 * The body of a step.
 *
 * @param settings the values of a collection of `stepSettings`
 * @param collection its name
 */
export function stepBody(parameters: ItemParameters, settings: IDataObject, collection: string): IDataObject {
	const campaignId = optionalCampaignIdOf(parameters, `${collection}.campaignId`);
	const body: IDataObject = {
		...settings,
		type: parameters.required('type'),
		...('images' in settings && { images: parameters.toList(settings.images, 'images') }),
		...('videos' in settings && { videos: parameters.toList(settings.videos, 'videos') }),
	};
	// What the collection holds is the locator, and not the ID.
	delete body.campaignId;
	return campaignId === undefined ? body : { ...body, campaignId };
}
