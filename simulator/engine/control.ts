import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from './apiError';
import type { Clock } from './clock';
import { faultRuleSchema, type Faults } from './faults';
import { CONTROL_PREFIX } from './server';

export interface Controlled {
	clock: Clock;
	faults: Faults;
	/** What GET …/state tells besides the time and the faults. */
	describe(): object;
}

const clockBody = z.object({ advanceMs: z.number().nonnegative() }).strict();

/** Routes that look into and steer the simulator from another process; no key, not recorded, not limited. */
export function addControlRoutes(app: FastifyInstance, { clock, faults, describe }: Controlled): void {
	const now = () => new Date(clock.now()).toISOString();

	app.get(`${CONTROL_PREFIX}/state`, async () => ({ now: now(), ...describe(), faults: faults.pending }));

	app.post(`${CONTROL_PREFIX}/clock`, async ({ body }) => {
		clock.advance(parseBody(clockBody, body).advanceMs);
		return { now: now() };
	});

	app.post(`${CONTROL_PREFIX}/faults`, async ({ body }) => {
		faults.add(parseBody(faultRuleSchema, body));
		return { faults: faults.pending };
	});
}

/** The body of a control route. Throws an answer 400 that names what is wrong. */
export function parseBody<T extends z.ZodTypeAny>(schema: T, body: unknown): z.output<T> {
	const parsed = schema.safeParse(body);
	if (!parsed.success)
		throw new ApiError(400, {
			error: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
		});
	return parsed.data;
}
