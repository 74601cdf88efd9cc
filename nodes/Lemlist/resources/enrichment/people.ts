import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/n8n/parameters';

/** One entry of POST /v2/enrichments/bulk. */
export interface BulkEntry extends IDataObject {
	input: IDataObject;
	enrichmentRequests: string[];
	metadata?: string | IDataObject;
}

/** The bulk route has names of its own for the kinds of enrichment. */
const BULK_NAMES: Record<string, string> = {
	findEmail: 'find_email',
	findPhone: 'find_phone',
	linkedinEnrichment: 'linkedin_enrichment',
	verifyEmail: 'verify',
};

/**
 * The people of the parameter `people`: plain ones (`{ linkedinUrl, email, …, metadata }`), which get
 * the chosen enrichments, or lemlist's own form (`{ input, enrichmentRequests, metadata }`).
 *
 * @throws ServiceError of kind `input`
 */
export function readPeople(parameters: ItemParameters): BulkEntry[] {
	const people = parameters.jsonList('people');
	if (people.length === 0) throw parameters.refuse('people', 'is empty', 'Enter at least one person.');
	const chosen = parameters.list('enrichments').map((name) => BULK_NAMES[name] ?? name);
	return people.map(({ input, enrichmentRequests, metadata, ...fields }) => {
		const requests = enrichmentRequests === undefined ? chosen : parameters.toList(enrichmentRequests, 'enrichments');
		if (requests.length === 0)
			throw parameters.refuse(
				'enrichments',
				'is empty',
				'Choose at least one, or give every person its own enrichmentRequests.',
			);
		return {
			input: { ...fields, ...(input as IDataObject | undefined) },
			enrichmentRequests: requests,
			...(metadata !== undefined && { metadata: metadata as string | IDataObject }),
		};
	});
}
