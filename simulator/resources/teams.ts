import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';

/** A team as GET /team answers it with version=v2. */
export interface Team {
	_id: string;
	name: string;
	userIds: string[];
	createdBy: string;
	createdAt: string;
	beta: string[];
	creatorDomain: string;
	hooks: unknown[];
	invitedUsers: unknown[];
	users: Array<{ userId: string; name: string; email: string; role: string }>;
}

/** What a plan that is too small refuses; see `Teams.planGate`. */
export interface PlanGate {
	/** The plan that lemlist asks for. */
	plan: string;
	/** The kinds of requests that are refused; all of them if not given. */
	kinds?: string[];
}

const CREATED_AT = Date.UTC(2025, 0, 5, 8);

/** Teams by id. */
export class Teams extends Store<Team> {
	/** Makes every team's plan too small: 402 with a text that names the plan, on any route. */
	planGate?: PlanGate;

	/** The team that was added first: the one of the key the simulator was started with. */
	get first(): Team {
		return this.values().next().value as Team;
	}

	add(team: Partial<Team> = {}): Team {
		const { createId } = this.world;
		const user = {
			userId: createId('usr'),
			name: 'Camille Durand',
			email: 'camille@brightforge.example',
			role: 'admin',
		};
		const users = team.users ?? [user];
		const added: Team = {
			_id: createId('tea'),
			name: 'Team',
			userIds: users.map(({ userId }) => userId),
			createdBy: users[0]?.userId ?? user.userId,
			createdAt: new Date(CREATED_AT).toISOString(),
			beta: [],
			creatorDomain: 'brightforge.example',
			hooks: [],
			invitedUsers: [],
			...team,
			users,
		};
		this.set(added._id, added);
		return added;
	}

	/** Throws lemlist's answer to a request that the plan does not include. */
	checkPlan(kind: string): void {
		if (!this.planGate || this.planGate.kinds?.includes(kind) === false) return;
		throw new ApiError(402, `route is available starting ${this.planGate.plan} plan`);
	}
}

const routes: Routes = (api) => {
	api.get<{ Querystring: { version?: string } }>('/team', { config: { kind: 'team' } }, async ({ team, query }) => {
		if (query.version === 'v2') return team;
		// JSON has no undefined: these fields do not reach the answer.
		return { ...team, users: undefined, hooks: undefined, invitedUsers: undefined };
	});

	api.get('/team/credits', { config: { kind: 'credits' } }, async () => ({
		credits: 100,
		details: { remaining: { total: 100, freemium: 0, subscription: 80, gifted: 10, paid: 10 } },
	}));
};

export const teams = { store: Teams, routes } satisfies Resource;

declare module 'fastify' {
	interface FastifyRequest {
		/** The team of the request's API key; set before a route with authentication runs. */
		team: Team;
	}
}
