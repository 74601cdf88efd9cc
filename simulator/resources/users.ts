/** The LinkedIn limits that PATCH /users/{userId}/linkedin-limits knows. */
const LIMITS = [
	'followLimit',
	'inviteLimit',
	'sendLimit',
	'visitLimit',
	'inMailLimit',
	'networkCheckLimit',
	'withdrawInvitationLimit',
	'likeLastPostLimit',
	'endorseLimit',
	'commentLastPostRetrieveLimit',
	'commentLastPostSendLimit',
] as const;

/** A user beyond what GET /team tells. */
export interface UserDetails {
	limits: Record<string, number | null>;
	signature: string;
	plainTextSignature: string;
}

/** Whether a value may be that limit: integers from 1 on, for the ramp-up also null. */
export function isLimit(name: string, value: unknown): boolean {
	if (name === 'inviteRampUp' && value === null) return true;
	return (
		(name === 'inviteRampUp' || (LIMITS as readonly string[]).includes(name)) &&
		Number.isInteger(value) &&
		(value as number) >= 1
	);
}

export function newUserDetails(): UserDetails {
	return {
		limits: { ...Object.fromEntries(LIMITS.map((name) => [name, 20])), inviteRampUp: null },
		signature: '',
		plainTextSignature: '',
	};
}
