import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';
import type { Team } from './teams';

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

/** LinkedIn limits and signatures, by user id. */
export class Users extends Store<UserDetails> {
	/** Whether users have linked a LinkedIn account; without one, lemlist refuses enrichments. */
	linkedInLinked = true;

	of(userId: string): UserDetails {
		const details = this.get(userId) ?? newUserDetails();
		this.set(userId, details);
		return details;
	}
}

interface UserRequest {
	Params: { userId: string };
	Body: Record<string, unknown> | undefined;
}

const routes: Routes = (api, world) => {
	const users = world.store(Users);

	api.get<UserRequest>('/users/:userId', { config: { kind: 'user' } }, async ({ params, team }) => {
		const user = team.users.find(({ userId }) => userId === params.userId);
		if (user === undefined) throw new ApiError(400, 'Bad team');
		const { userId, email, role } = user;
		const linkedIn = {
			...(users.linkedInLinked && { linkedinUrl: 'https://www.linkedin.com/in/example' }),
			status: users.linkedInLinked,
			...users.of(userId).limits,
		};
		const mailbox = {
			_id: 'usm_1',
			email,
			provider: 'google',
			status: 'CONNECTED',
			lemlist: { emailLimit: 50 },
			lemwarm: { active: false },
		};
		return { _id: userId, email, role, linkedIn, mailboxes: [mailbox] };
	});

	api.get('/user/channels', { config: { kind: 'userChannels' } }, async ({ team }) => ({
		plan: 'Multichannel Expert',
		email: {
			connected: true,
			available: true,
			accounts: [{ id: 'usm_1', email: team.users[0]?.email, provider: 'google' }],
		},
		linkedin: { connected: users.linkedInLinked, available: true },
		whatsapp: { connected: false, available: true, addonActive: false, accounts: [] },
	}));

	api.patch<UserRequest>(
		'/users/:userId/linkedin-limits',
		{ config: { kind: 'linkedinLimits' } },
		async ({ params, body = {}, team }) => {
			checkMember(team, params.userId, 'LINKEDIN_LIMITS_USER_NOT_IN_TEAM');
			const changes = Object.entries(body);
			if (changes.length === 0)
				throw new ApiError(400, { error: 'Nothing to update', code: 'LINKEDIN_LIMITS_NOTHING_TO_UPDATE' });
			if (!changes.every(([name, value]) => isLimit(name, value)))
				throw new ApiError(400, { error: 'Invalid limits', code: 'LINKEDIN_LIMITS_INVALID_INPUT' });
			const { limits } = users.of(params.userId);
			Object.assign(limits, body);
			return { data: { userId: params.userId, ...limits } };
		},
	);

	api.get<UserRequest>('/users/:userId/signature', { config: { kind: 'signature' } }, async ({ params, team }) => {
		checkMember(team, params.userId);
		return signatureOf(params.userId, users.of(params.userId));
	});

	api.patch<UserRequest>(
		'/users/:userId/signature',
		{ config: { kind: 'signatureUpdate' } },
		async ({ params, body = {}, team }) => {
			checkMember(team, params.userId);
			const names = Object.keys(body);
			if (names.length === 0 || !names.every((name) => ['signature', 'plainTextSignature'].includes(name))) {
				throw new ApiError(400, { error: 'Route bad request', code: 'ROUTE_BAD_REQUEST' });
			}
			return signatureOf(params.userId, Object.assign(users.of(params.userId), body));
		},
	);
};

/** Whether a value may be that limit: integers from 1 on, for the ramp-up also null. */
function isLimit(name: string, value: unknown): boolean {
	if (name === 'inviteRampUp' && value === null) return true;
	return (
		(name === 'inviteRampUp' || (LIMITS as readonly string[]).includes(name)) &&
		Number.isInteger(value) &&
		(value as number) >= 1
	);
}

function newUserDetails(): UserDetails {
	return {
		limits: { ...Object.fromEntries(LIMITS.map((name) => [name, 20])), inviteRampUp: null },
		signature: '',
		plainTextSignature: '',
	};
}

function checkMember(team: Team, userId: string, code = 'USER_NOT_IN_TEAM'): void {
	if (!team.userIds.includes(userId)) throw new ApiError(404, { error: 'User not found in this team', code });
}

/** The answer's form was not documented where it could be read. */
function signatureOf(userId: string, { signature, plainTextSignature }: UserDetails): object {
	return { data: { userId, signature, plainTextSignature } };
}

export const users = { store: Users, routes } satisfies Resource;
