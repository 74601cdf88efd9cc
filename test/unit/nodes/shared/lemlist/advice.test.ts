import { isTemporary } from '../../../../../nodes/shared/n8n/serviceError';
import { refusal } from '../../../../support/refusal';

/** What lemlist refuses, its status, and what the advice must speak of. */
const REFUSALS: Array<[body: unknown, status: number, advice: RegExp]> = [
	['Lead already in other campaign', 409, /'Deduplicate'/],
	['Lead already in other campaign', 500, /'Deduplicate'/],
	[{ error: 'linkedin-not-linked', message: 'LinkedIn account not linked' }, 403, /Connect a LinkedIn account/],
	[{ error: 'Lead email invalid or lead already unsubscribed' }, 404, /nothing is left to do/],
	['Lead already in the campaign', 400, /'Create or Update'/],
	['Lead already in the campaign', 409, /'Create or Update'/],
	['Email address is in the graveyard', 400, /does not take this address/],
	['Lead in graveyard', 500, /does not take this address/],
	[{ error: 'Enrichment skipped', code: 'ALREADY_ENRICHED' }, 409, /'Force'/],
	[{ error: 'lemrich is not available for lead reviewed' }, 400, /before they are reviewed/],
	[{ error: 'A webhook with this targetUrl already exists' }, 409, /one webhook for a URL/],
	[{ error: 'Too many webhooks (max 200 per team, disabled webhooks included)' }, 409, /Delete webhooks/],
	[{ ok: false, status: 'Variables not found' }, 400, /'Add Variables'/],
	['Variable not found', 400, /'Add Variables'/],
	['Variable not found', 404, /not on the unsubscribe list/],
	['Campaign not found', 404, /Choose it from the list/],
	[{ error: 'Lead not found', code: 'LEAD_NOT_FOUND' }, 404, /begins with lea_/],
	[{ enrichmentId: 'enr_1', enrichmentStatus: 'not-found' }, 404, /begins with enr_/],
	['Enrichment not found', 404, /begins with enr_/],
	['Webhook not found', 404, /hoo_/],
	['Bad team', 400, /another lemlist team/],
	['No user found for this API key', 404, /Open the credential/],
	['No API key provided', 400, /Open the credential/],
	['Something else', 401, /Open the credential/],
	['Something else', 500, /lemlist is in trouble/],
];

describe("lemlist's refusals", () => {
	test.each(REFUSALS)(
		'%j (HTTP %i) gets advice by its words, and by its status where they are not known',
		(body, status, advice) => {
			expect(refusal(status, body).description).toMatch(advice);
		},
	);

	test.each(REFUSALS.filter(([body]) => body !== 'Campaign not found'))(
		'%j (HTTP %i) is not to be chosen from a list that is not there',
		(body, status) => {
			expect(refusal(status, body).description).not.toMatch(/from the list/i);
		},
	);

	test.each([
		['Lead already in other campaign', 500, false],
		['Lead in graveyard', 500, false],
		['Something else', 500, true],
		['Something else', 503, true],
		['Lead already in other campaign', 409, false],
	])('%s (HTTP %i) may pass by itself: %p', (body, status, passes) => {
		expect(isTemporary(refusal(status, body))).toBe(passes);
		expect(isTemporary(refusal(status, body).with({ advice: 'More.' }))).toBe(passes);
	});
});
