import { z } from 'zod';

/** What a request asks for, such as `team`; every route names its own, and a path without one is `unknown`. */
export type RouteKind = string;

const bytes = z.number().int().nonnegative();

/** A body that is not text is sent as JSON. A header that is null is left out, though the service sends it otherwise. */
const answerSchema = z
	.object({
		status: z.number().int().min(200).max(599),
		body: z.unknown().optional(),
		contentType: z.string().optional(),
		headers: z.record(z.string().nullable()).optional(),
	})
	.strict();

const actionSchema = z.union([
	/** reset: drops the connection before anything is done · timeout: never answers · processThenReset: does the work (an export IS started), then drops the connection · html200: a proxy's page · empty200: no body */
	z.enum(['reset', 'timeout', 'processThenReset', 'html200', 'empty200']),
	/** This answer, and the route does nothing. */
	answerSchema,
	/** The route does its work, and then this is answered in place of what it says. */
	z.object({ thenAnswer: answerSchema }).strict(),
	/** The route's answer, under this content type. */
	z.object({ answerAs: z.string() }).strict(),
	/** The first bytes of the route's body, then the end: contentLength = dropped before the promised length · chunked = dropped without the last chunk · clean = ends properly, but short. */
	z
		.object({ truncateAfter: bytes, mode: z.enum(['contentLength', 'chunked', 'clean']).default('contentLength') })
		.strict(),
	/** The first bytes of the route's body, then silence. */
	z.object({ stallAfter: bytes }).strict(),
	/** The route's answer, after so many real milliseconds. */
	z.object({ delayMs: z.number().nonnegative() }).strict(),
	z
		.object({
			redirectTo: z.string(),
			status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]).default(302),
		})
		.strict(),
]);

/** Which requests fail, and how. */
export const faultRuleSchema = z
	.object({
		/** The kind of request, or `any`. */
		on: z.string(),
		/** Only requests about this campaign (its files included), see `Service.campaignOf`. */
		campaignId: z.string().optional(),
		/** How many requests fail. */
		times: z.union([z.number().int().positive(), z.literal('always')]).default(1),
		/** How many matching requests are let through first. */
		after: z.number().int().nonnegative().default(0),
		do: actionSchema,
	})
	.strict();

export type FaultRule = z.input<typeof faultRuleSchema>;
export type FaultAction = z.output<typeof actionSchema>;
export type FaultAnswer = z.output<typeof answerSchema>;

/** A rule in the queue; `after` and `times` count down. */
export type PendingFault = z.output<typeof faultRuleSchema>;

/** The queue of failures on demand. Requests refused by the rate limit use up none. */
export class Faults {
	private rules: PendingFault[] = [];

	/** Adds a rule behind the others. Throws a ZodError if it is not one. */
	add(rule: FaultRule): void {
		this.rules.push(faultRuleSchema.parse(rule));
	}

	/** Drops all rules. */
	clear(): void {
		this.rules = [];
	}

	/** The rules that are not used up, first in line first. */
	get pending(): readonly PendingFault[] {
		return this.rules;
	}

	/** What to do to this request: the first rule that fits takes it and is counted down. */
	take(kind: RouteKind, campaignId: string | undefined): FaultAction | undefined {
		for (const rule of this.rules) {
			const fits =
				(rule.on === 'any' || rule.on === kind) && (rule.campaignId === undefined || rule.campaignId === campaignId);
			if (!fits) continue;
			if (rule.after > 0) {
				rule.after--;
				continue;
			}
			if (rule.times !== 'always') rule.times--;
			if (rule.times === 0) this.rules.splice(this.rules.indexOf(rule), 1);
			return rule.do;
		}
		return undefined;
	}
}

/** A short name for logs, such as `reset` or `truncateAfter`. */
export function faultName(action: FaultAction): string {
	if (typeof action === 'string') return action;
	if ('redirectTo' in action) return 'redirect';
	return 'status' in action ? `status ${action.status}` : (Object.keys(action)[0] as string);
}
