import { z } from 'zod';

import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { sendInBatches } from '../../table/batches';
import { step } from '../../fields/locators/sequence';
import type { CustomOperation } from '../../table/operation';
import { stepToSkip } from './fields';

/** lemlist takes at most 100 leads a call (STEP_SKIP_TOO_MANY_LEADS). */
const LEADS_PER_CALL = 100;

const answerSchema = z.object({ results: z.array(z.object({ lead: z.string(), status: z.string() })) });

export const skipStepForLeads: CustomOperation = {
	value: 'skipStepForLeads',
	name: 'Skip Step for Leads',
	action: 'Skip campaign step for leads',
	description: 'Skip one step of a campaign for some leads, and get one item with a status for each',
	notice: 'This cannot be undone.',
	routes: ['POST /campaigns/{campaignId}/steps/{stepId}/skip-for-leads'],
	fields: [
		campaignLocator,
		stepToSkip,
		{
			displayName: 'Leads',
			name: 'leads',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ann@example.com, lea_A1B2C3D4E5F6G7H8I',
			description:
				'Email addresses or lead IDs, separated by commas or line breaks, or an expression that returns an array. Any number: lemlist gets 100 at a time.',
		},
	],
	async run({ client, parameters, signal }) {
		const campaignId = campaignIdOf(parameters);
		const stepId = parameters.id('stepId', step);
		const leads = parameters.requiredList('leads', 'Enter at least one email address or lead ID.');
		const answers = await sendInBatches(leads, LEADS_PER_CALL, 'leads', async (some) => {
			const { body } = await client.request({
				method: 'POST',
				path: path`/campaigns/${campaignId}/steps/${stepId}/skip-for-leads`,
				body: { leads: some },
				signal,
			});
			return parseAnswer(answerSchema, body, 'the skipped leads').results;
		});
		const results = answers.flat();
		return { json: results.map(({ lead, status }) => ({ campaignId, stepId, lead, status })) };
	},
};
