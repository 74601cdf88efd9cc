import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { isEmptyAnswer } from '../../table/emptyAnswers';
import { objectOf } from '../../table/json';
import type { CustomOperation } from '../../table/operation';

/** lemlist refuses with 400 and the text "You can't start campaigns that are already running"; its docs call it a no-op. */
function isAlreadyRunning(error: unknown): boolean {
	return error instanceof ServiceError && error.status === 400 && /already running/i.test(error.serviceSays ?? '');
}

export const start: CustomOperation = {
	value: 'start',
	name: 'Start',
	action: 'Start campaign',
	description: 'Start a campaign, or resume a paused one, so that it sends',
	notice:
		"The campaign begins to contact its leads. One that is running already is fine: 'alreadyRunning' in the output tells.",
	routes: ['POST /campaigns/{campaignId}/start'],
	fields: [campaignLocator],
	async run({ client, parameters, signal }) {
		const campaignId = campaignIdOf(parameters);
		const answer = client.request({ method: 'POST', path: path`/campaigns/${campaignId}/start`, signal });
		return await answer.then(
			({ body }) => ({
				json: [{ _id: campaignId, ...(!isEmptyAnswer(body) && objectOf(body)), alreadyRunning: false }],
			}),
			(error: unknown) => {
				if (!isAlreadyRunning(error)) throw error;
				return { json: [{ _id: campaignId, state: 'running', alreadyRunning: true }] };
			},
		);
	},
};
