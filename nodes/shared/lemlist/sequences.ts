import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { parseAnswer } from './answers';

// What only names or sorts is not checked: it stays in the output as it came.
const step = z.object({ _id: z.string(), conditions: z.unknown() }).passthrough();

const sequence = z
	.object({ _id: z.string(), level: z.unknown(), parentId: z.unknown(), steps: z.array(step).nullish() })
	.passthrough();

type Sequence = z.infer<typeof sequence>;

const levelOf = ({ level }: Sequence) => (typeof level === 'number' ? level : 0);

/** The branches of a condition, as the later of lemlist's two specifications has them in the step. */
function branchesOf({ conditions }: z.infer<typeof step>): Array<Record<string, unknown>> {
	return Array.isArray(conditions) ? conditions.filter((one) => typeof one === 'object' && one !== null) : [];
}

/** A step with its place: which sequence it is in, its number there from 1, and the branch that leads there. */
export interface PlacedStep extends IDataObject {
	_id: string;
	sequenceId: string;
	order: number;
	/** Not set in the main sequence. */
	branch?: string;
	/** The condition that the branch belongs to. */
	parentStepId?: string;
}

/**
 * The sequences in an answer of GET /campaigns/{campaignId}/sequences: the main one first, then those that follow a
 * condition. lemlist sends an object keyed by sequence ID, in no defined order.
 */
export function readSequences(body: unknown): Sequence[] {
	const sequences = Object.values(parseAnswer(z.record(sequence), body, 'the sequences'));
	return sequences.sort((a, b) => levelOf(a) - levelOf(b));
}

/** The condition that leads to a sequence. Sources do not say whether `conditionalStepIndex` counts from 0 or from 1. */
function conditionOf({ _id, parentId, conditionalStepIndex: index }: Sequence, sequences: Sequence[]) {
	const all = sequences.flatMap(({ steps }) => steps ?? []);
	const named = all.find((one) => branchesOf(one).some(({ sequenceId }) => sequenceId === _id));
	if (named || typeof index !== 'number') return named;
	const { steps } = sequences.find((other) => other._id === parentId) ?? {};
	return [steps?.[index], steps?.[index - 1]].find((one) => one?.type === 'conditional');
}

/** The branch that leads to a sequence, by its name where it has one. */
function branchOf(one: Sequence, sequences: Sequence[]): Pick<PlacedStep, 'branch' | 'parentStepId'> {
	if (!one.parentId && levelOf(one) === 0) return {};
	const condition = conditionOf(one, sequences);
	const { name, label, fallback } =
		(condition && branchesOf(condition).find(({ sequenceId }) => sequenceId === one._id)) ?? {};
	const named = [name, label, fallback && 'All other leads'].find((text) => typeof text === 'string' && text !== '');
	return { branch: String(named ?? one._id), ...(condition && { parentStepId: condition._id }) };
}

/** The steps of a campaign, from the same answer, sequence by sequence in their order. */
export function readSteps(body: unknown): PlacedStep[] {
	const sequences = readSequences(body);
	return sequences.flatMap((one) => {
		const place = branchOf(one, sequences);
		return (one.steps ?? []).map((each, index) => ({
			...(each as IDataObject & { _id: string }),
			sequenceId: one._id,
			order: index + 1,
			...place,
		}));
	});
}
