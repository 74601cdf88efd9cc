import { campaignIdOf } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';

/** The chosen campaign; undefined stands for all. */
export function scopedCampaignId(parameters: ItemParameters): string | undefined {
	return parameters.text('scope') === 'allCampaigns' ? undefined : campaignIdOf(parameters);
}
