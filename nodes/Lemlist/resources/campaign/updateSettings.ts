import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';

/** The fields are not all documented where they could be read, hence JSON (lemlist-api.md, "Update Campaign Settings"). */
export const updateSettings: RequestOperation = {
	value: 'updateSettings',
	name: 'Update Settings',
	action: 'Update campaign settings',
	description: "Change settings of a campaign by section, in the form that 'Get Settings' gives",
	notice: 'Needs the Email Pro plan of lemlist or a higher one.',
	routes: ['PATCH /campaigns/{campaignId}/settings'],
	fields: [
		campaignLocator,
		{
			displayName: 'Settings (JSON)',
			name: 'settings',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. { "tracking": { "trackOpens": false }, "onReplied": { "campaignProgress": "pause" } }',
			description:
				"Only the sections and fields to change; the others stay. Read-only: general.labels, general.sequenceId, senders.espRouting and schedule.scheduleIds. 'senderStrategy' is random, contactOwner, leadImporter or customField:field.",
		},
	],
	request: (parameters) => {
		const settings = parameters.json('settings');
		if (Object.keys(settings).length === 0)
			throw parameters.refuse('settings', 'is empty', 'Enter at least one setting to change.');
		return { method: 'PATCH', path: path`/campaigns/${campaignIdOf(parameters)}/settings`, body: settings };
	},
};
