const CHECK_KEY =
	'Open the credential and test it. A key is made in lemlist under Settings > Integrations, and is shown once.';

/** What to do about a refusal. */
export interface Advice {
	advice: string;
	/** The words say what lemlist will not do: trying again does not help, whatever the status is. */
	final?: true;
}

interface Row extends Advice {
	words: RegExp;
	/** Where the words alone are not enough. */
	status?: number;
}

/**
 * What to do about lemlist's own words. They come before the status, which is not reliable: "Lead already in other
 * campaign" came with 500 on one day and with 409 on another (recorded 2026-08).
 */
const BY_WORDS: readonly Row[] = [
	{ words: /no api key/i, advice: `lemlist did not accept the API key. ${CHECK_KEY}` },
	{ words: /no user found/i, advice: `lemlist knows no user for this API key. ${CHECK_KEY}` },
	{
		words: /bad team/i,
		advice:
			'What you asked for belongs to another lemlist team than the API key. Use the credential of that team, or the ID of something in this one.',
	},
	{
		words: /linkedin-not-linked/i,
		advice:
			'Connect a LinkedIn account in lemlist, in the settings of the user behind the API key, or use the key of a user who has one. lemlist wants it for every enrichment, also for Verify Email alone.',
		final: true,
	},
	{
		words: /already in other campaign/i,
		advice:
			"The option 'Deduplicate' refuses a lead whose email is in another campaign of the team. Remove the option, or turn it off, to add the lead all the same.",
		final: true,
	},
	{
		words: /already in (the|this) campaign/i,
		advice: "The operation 'Create or Update' changes the lead that is there.",
		final: true,
	},
	{
		words: /already unsubscribed/i,
		advice:
			'If the lead is unsubscribed already, nothing is left to do: that counts for all campaigns of the team. Otherwise check the email and the campaign.',
		final: true,
	},
	{
		words: /graveyard/i,
		advice: 'lemlist does not take this address any more, since emails to it failed. Leave the lead out.',
		final: true,
	},
	{
		words: /ALREADY_ENRICHED|already has the requested data/i,
		advice: "The option 'Force' looks it up again, which spends credits again.",
		final: true,
	},
	{
		words: /already being enriched/i,
		advice:
			'Its enrichment runs. Get its result with the enrichment ID that its start gave, or run the node again later.',
	},
	{
		words: /not available for lead reviewed/i,
		advice:
			"lemlist enriches leads before they are reviewed and launched. For others, 'Enrich Person' looks up the same data.",
		final: true,
	},
	{
		words: /targetUrl already exists/i,
		advice:
			'A team has one webhook for a URL. Delete the other one first, or use another URL, such as one with a query.',
		final: true,
	},
	{
		words: /too many webhooks/i,
		advice: 'Delete webhooks that nothing uses any more. Disabled ones count, too.',
		final: true,
	},
	{
		// As documented for POST /watchlist: no limit of requests, so that waiting does not help.
		words: /monitoring limit|quota|\bplan\b/i,
		status: 429,
		advice: 'It is a limit of your lemlist plan, not of the number of requests. See Settings > Billing in lemlist.',
		final: true,
	},
	{
		words: /already exists|duplicate-forbidden/i,
		advice: 'lemlist has this already. Change that one instead, or choose another name or value.',
		final: true,
	},
	{
		words: /variables? not found/i,
		status: 400,
		advice:
			"'Add Variables' takes names that the lead does not have yet, 'Update Variables' and 'Erase Variables' those that it has. Check their spelling.",
	},
	{
		words: /campaign.not.found/i,
		advice:
			'It may have been deleted, or the ID is not right. Choose it from the list, or copy the ID from the address bar of lemlist.',
	},
	{
		words: /lead.not.found|no such lead/i,
		advice:
			'The lead may have been deleted, or be in another campaign or team. Check its email or ID: that of a lead begins with lea_, and is another one in each campaign; that of a contact (ctc_) does not work.',
	},
	{
		words: /contact.not.found|bad contact identifier/i,
		advice:
			'The contact may have been deleted or merged. Check its ID: that of a contact begins with ctc_, and is not that of a lead (lea_).',
	},
	{
		words: /enrichment.not.found/i,
		advice:
			'lemlist forgets enrichments after a while, and knows those of other teams not at all. Check the ID, which begins with enr_, or start the enrichment again.',
	},
	{
		words: /webhook.not.found/i,
		advice: "It may have been deleted. The operation 'Get Many' of webhooks gives the IDs, which begin with hoo_.",
	},
	{
		words: /variables? not found/i,
		status: 404,
		advice:
			'The value is not on the unsubscribe list. Check how it is written there: a domain begins with @, a phone number with +.',
	},
];

function byStatus(status: number): string {
	switch (status) {
		case 400:
			return "lemlist did not accept a value. Check this item's parameters.";
		case 401:
			return `lemlist did not accept the API key. ${CHECK_KEY}`;
		case 402:
			return "The team's credits or lemlist plan do not cover this. See Settings > Billing in lemlist.";
		case 403:
			return 'The user behind the API key may not do this, or is blocked in lemlist. Ask an admin of your lemlist team.';
		case 404:
			return 'It may have been deleted, or belong to another team, or the ID is not right.';
		case 405:
			return 'This lemlist account does not offer the call. Check the base URL of the credential.';
		case 408:
			return 'lemlist took too long. Run the node again.';
		case 409:
			return 'lemlist already has this, or something else holds it. Check it in lemlist first.';
		case 422:
			return 'lemlist understood the request, but cannot do it in the present state of the campaign or lead.';
		case 429:
			return 'The API key allows 20 requests per 2 seconds, and other tools or workers use it, too. Run the node again when they are done, or give this workflow a key of its own.';
		default:
			return status >= 500
				? 'lemlist is in trouble right now. Run the node again later, or turn on Retry On Fail in its settings.'
				: "Check this item's parameters.";
	}
}

/**
 * What to do about a refusal: by lemlist's words where they are known, else by the HTTP status.
 *
 * @param words as `lemlistWords` reads them
 */
export function adviceFor(status: number, words = ''): Advice {
	// A key that is not accepted is refused with any words.
	if (status === 401) return { advice: byStatus(status) };
	const row = BY_WORDS.find((one) => one.words.test(words) && (one.status === undefined || one.status === status));
	if (!row) return { advice: byStatus(status) };
	return { advice: row.advice, ...(row.final && { final: row.final }) };
}
