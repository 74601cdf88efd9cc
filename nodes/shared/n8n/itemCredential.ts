import type { IExecuteFunctions } from 'n8n-workflow';

import { Places } from '../time/places';
import { ServiceError } from './serviceError';

/** n8n reads the credential from its database each time: so many at once. */
const READ_AT_ONCE = 5;

/**
 * Whether the items of a run all have the same credential. Its fields can be expressions, which n8n resolves with the
 * first item for every request of the run: with another item's key, it would act for the wrong account.
 */
export class ItemCredential {
	private readonly places = new Places(READ_AT_ONCE);

	private first?: Promise<string>;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly type: string,
	) {}

	/** @throws ServiceError of kind `input` for an item whose credential is another one than the first item's */
	async check(itemIndex: number, signal?: AbortSignal): Promise<void> {
		if (itemIndex === 0) return;
		const first = await (this.first ??= this.read(0));
		const own = await this.places.run(async () => await this.read(itemIndex), signal);
		if (own === first) return;
		throw new ServiceError('input', {
			message: 'The credential is not the same for this item as for the first one',
			description:
				'A field of the credential is an expression that gives another value for this item, and n8n sends every request of a run with what it gives for the first one. Run the node once for each credential, such as with Loop Over Items and a batch size of 1.',
		});
	}

	private async read(itemIndex: number): Promise<string> {
		const { apiKey, baseUrl } = await this.context.getCredentials(this.type, itemIndex);
		return JSON.stringify([apiKey, baseUrl]);
	}
}
