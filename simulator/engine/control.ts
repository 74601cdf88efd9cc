import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError, type SimulatorContext } from './context';
import { describeExport } from '../resources/exports';
import { faultRuleSchema } from './faults';
import { maxRequestsInWindow } from './requestLog';
import { CONTROL_PREFIX } from './server';

const clockBody = z.object({ advanceMs: z.number().nonnegative() }).strict();

/** Routes that look into and steer the simulator from another process; no key, not recorded, not limited. */
export function addControlRoutes(app: FastifyInstance, { state, clock, faults, requests }: SimulatorContext): void {
	app.get(`${CONTROL_PREFIX}/state`, async () => ({
		now: new Date(clock.now()).toISOString(),
		campaigns: [...state.campaigns.values()].map((campaign) => ({
			_id: campaign._id,
			name: campaign.name,
			status: campaign.status,
			leads: state.countLeads(campaign),
		})),
		exports: [...state.exports.values()].map((record) => ({
			...describeExport(record, clock.now(), undefined),
			fileName: record.fileName,
		})),
		faults: faults.pending,
		requests: { total: requests.length, maxInTwoSeconds: maxRequestsInWindow(requests, 2_000) },
	}));

	app.post(`${CONTROL_PREFIX}/clock`, async ({ body }) => {
		clock.advance(parse(clockBody, body).advanceMs);
		return { now: new Date(clock.now()).toISOString() };
	});

	app.post(`${CONTROL_PREFIX}/faults`, async ({ body }) => {
		faults.add(parse(faultRuleSchema, body));
		return { faults: faults.pending };
	});
}

function parse<T extends z.ZodTypeAny>(schema: T, body: unknown): z.output<T> {
	const parsed = schema.safeParse(body);
	if (!parsed.success)
		throw new ApiError(400, {
			error: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
		});
	return parsed.data;
}
