import { ApiError, type RouteGroup } from '../engine/context';
import type { Team } from '../state';
import { isLimit, newUserDetails, type UserDetails } from './users';

interface UserRequest {
	Params: { userId: string };
	Body: Record<string, unknown> | undefined;
}

/** Users of the team, their channels, LinkedIn limits and signatures. */
export const userRoutes: RouteGroup = (api, { state }) => {
	const detailsOf = (userId: string): UserDetails => {
		const details = state.userDetails.get(userId) ?? newUserDetails();
		state.userDetails.set(userId, details);
		return details;
	};

	api.get<UserRequest>('/users/:userId', { config: { kind: 'user' } }, async ({ params, team }) => {
		const user = team.users.find(({ userId }) => userId === params.userId);
		if (user === undefined) throw new ApiError(400, 'Bad team');
		const linkedIn = {
			linkedinUrl: 'https://www.linkedin.com/in/example',
			status: true,
			...detailsOf(user.userId).limits,
		};
		return {
			_id: user.userId,
			email: user.email,
			role: user.role,
			linkedIn,
			mailboxes: [
				{
					_id: 'usm_1',
					email: user.email,
					provider: 'google',
					status: 'CONNECTED',
					lemlist: { emailLimit: 50 },
					lemwarm: { active: false },
				},
			],
		};
	});

	api.get('/user/channels', { config: { kind: 'userChannels' } }, async ({ team }) => ({
		plan: 'Multichannel Expert',
		email: {
			connected: true,
			available: true,
			accounts: [{ id: 'usm_1', email: team.users[0]?.email, provider: 'google' }],
		},
		linkedin: { connected: true, available: true },
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
			const details = detailsOf(params.userId);
			Object.assign(details.limits, body);
			return { data: { userId: params.userId, ...details.limits } };
		},
	);

	api.get<UserRequest>('/users/:userId/signature', { config: { kind: 'signature' } }, async ({ params, team }) => {
		checkMember(team, params.userId);
		return signatureOf(params.userId, detailsOf(params.userId));
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
			const details = detailsOf(params.userId);
			Object.assign(details, body);
			return signatureOf(params.userId, details);
		},
	);
};

function checkMember(team: Team, userId: string, code = 'USER_NOT_IN_TEAM'): void {
	if (!team.userIds.includes(userId)) throw new ApiError(404, { error: 'User not found in this team', code });
}

/** The answer's form was not documented where it could be read. */
function signatureOf(userId: string, { signature, plainTextSignature }: UserDetails): object {
	return { data: { userId, signature, plainTextSignature } };
}
