const CHECK_KEY =
	'Open the credential and test it. A key is made in lemlist under Settings > Integrations, and is shown once.';

/** What to do about an HTTP status, where lemlist's own words do not say it. */
export function adviceFor(status: number, words = ''): string {
	if (status === 401 || /no api key/i.test(words)) return `lemlist did not accept the API key. ${CHECK_KEY}`;
	if (/no user found/i.test(words)) return `lemlist knows no user for this API key. ${CHECK_KEY}`;
	if (/bad team/i.test(words)) {
		return 'What you asked for belongs to another lemlist team than the API key. Choose it from the list, or use the credential of that team.';
	}
	switch (status) {
		case 400:
			return "lemlist did not accept a value. Check this item's parameters.";
		case 402:
			return "The team's credits or lemlist plan do not cover this. See Settings > Billing in lemlist.";
		case 403:
			return 'The user behind the API key may not do this, or is blocked in lemlist. Ask an admin of your lemlist team.';
		case 404:
			return 'It may have been deleted, or the ID is not right. Choose it from the list, or copy the ID from the address bar of lemlist.';
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
