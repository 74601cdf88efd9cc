import { ServiceError } from '../n8n/serviceError';

/**
 * Builds the path of a request: every value is trimmed and percent-encoded.
 * An empty one is refused, because a path that lost a value can be another route
 * (`DELETE /campaigns/{id}/leads/` exists), and so are `.` and `..`, which URLs resolve away.
 *
 * @example path`/campaigns/${campaignId}/export/start`
 * @throws ServiceError of kind `input`
 */
export function path(literals: TemplateStringsArray, ...values: string[]): string {
	return literals.reduce((built, literal, index) => {
		const value = values[index - 1]?.trim() ?? '';
		// Half of a character that takes two, as cutting a text can leave it, has no encoding.
		if (value === '' || value === '.' || value === '..' || /\p{Surrogate}/u.test(value)) {
			throw new ServiceError('input', {
				message: value === '' ? 'A value that the request needs is empty' : 'A value cannot stand in an address',
				description: `It belongs in place of "…" in ${literals.join('…')}. Check the node's parameters, and what their expressions return for this item.`,
			});
		}
		return built + encodeURIComponent(value) + literal;
	});
}
