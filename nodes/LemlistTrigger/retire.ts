import type { IWebhookFunctions } from 'n8n-workflow';

import { lemlistClient } from '../shared/lemlist/service';
import { type FormerWebhook, nodeKeyOf } from './memory';
import { removeById } from './webhooks';

/** Webhooks that this process has deleted or tried to. */
const retired = new Set<string>();

/**
 * Deletes a former webhook of the node at lemlist, in the background of a call that came through it. Tried once in a
 * process. Never throws.
 */
export async function retire(context: IWebhookFunctions, { hookId, targetUrl }: FormerWebhook): Promise<void> {
	const key = `${nodeKeyOf(context)}/${hookId}`;
	if (retired.has(key)) return;
	retired.add(key);
	const { name } = context.getNode();
	try {
		await removeById(await lemlistClient(context), hookId);
		context.logger.info(`The node "${name}" deleted its former webhook at ${targetUrl}`);
	} catch (error) {
		context.logger.warn(
			`The node "${name}" could not delete its former webhook at ${targetUrl}, which you can delete in lemlist under Settings > Integrations: ${(error as Error).message}`,
		);
	}
}
