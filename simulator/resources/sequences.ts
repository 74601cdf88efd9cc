import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';
import { Campaigns, type Campaign } from './campaigns';
import type { Team } from './teams';

/** A step of a sequence; besides these it holds what it was made with. */
export interface Step {
	_id: string;
	type: string;
	delay: number;
	emailTemplateId: string;
	/** Variant B, while the step is A/B tested. */
	variant?: Variant;
	/** Only steps of the type `conditional` have branches; the last is for all other leads. */
	branches?: Branch[];
	/** Who sends it, unless it follows the campaign. */
	sender?: { userId: string; channel?: object };
	[setting: string]: unknown;
}

export interface Variant {
	emailTemplateBId: string;
	subject: string;
	message: string;
	altMessage: string;
	cc: string[];
	plainText: boolean;
}

export interface Branch {
	sequenceId: string;
	name?: string;
	fallback?: true;
	[setting: string]: unknown;
}

/** A sequence of a campaign: level 0 is the main one, the others follow a condition. */
export interface Sequence {
	_id: string;
	campaignId: string;
	level: number;
	parentId?: string;
	conditionalStepIndex?: number;
	steps: Step[];
}

/** Sequences by id; the main one of a campaign is made when it is first looked at. */
export class Sequences extends Store<Sequence> {
	/** Adds a sequence to a campaign, by default one that follows a condition. */
	add(campaignId: string, sequence: Partial<Sequence> = {}): Sequence {
		const added: Sequence = { _id: this.world.createId('seq'), level: 1, steps: [], ...sequence, campaignId };
		this.set(added._id, added);
		return added;
	}

	/** The sequences of a campaign, its main one first. */
	of({ _id, sequenceId }: Campaign): Sequence[] {
		const main = this.get(sequenceId) ?? this.add(_id, { _id: sequenceId, level: 0 });
		return [main, ...[...this.values()].filter((sequence) => sequence.campaignId === _id && sequence !== main)];
	}

	/** A sequence by its id, whether somebody looked at it before or not. */
	byId(sequenceId: string): Sequence | undefined {
		const campaign = [...this.world.store(Campaigns).values()].find((each) => each.sequenceId === sequenceId);
		return campaign ? this.of(campaign)[0] : this.get(sequenceId);
	}

	/** A team's sequence. Throws lemlist's answers for an unknown one and for another team's. */
	require(team: Team, sequenceId: string): Sequence {
		const sequence = this.byId(sequenceId);
		if (!sequence) throw new ApiError(404, 'Sequence not found');
		this.world.store(Campaigns).require(team, sequence.campaignId);
		return sequence;
	}
}

/** Types of steps that can be A/B tested. */
const TESTABLE_STEPS = ['email', 'linkedinInvite', 'linkedinSend'];

/** A sequence as GET /campaigns/{id}/sequences answers it; JSON drops what is undefined. */
function describeSequence(sequence: Sequence) {
	const steps = sequence.steps.map((step, index) => ({
		...describeStep(step),
		index: index + 1,
		sequenceId: sequence._id,
		sequenceStep: index,
	}));
	return { ...sequence, campaignId: undefined, steps };
}

/** A step as lemlist shows it: whether it is tested instead of the variant, and neither branches nor sender. */
function describeStep(step: Step) {
	const { variant } = step;
	return {
		...step,
		variant: undefined,
		branches: undefined,
		sender: undefined,
		...(variant && { abTest: true, emailTemplateBId: variant.emailTemplateBId }),
	};
}

interface OfSequence {
	Params: { sequenceId: string };
	Body?: Record<string, unknown>;
}

interface OfStep {
	Params: { sequenceId: string; stepId: string };
	Body?: Record<string, unknown>;
}

interface OfBranch {
	Params: { sequenceId: string; stepId: string; branchSequenceId: string };
	Body?: Record<string, unknown>;
}

/** What a step must hold, by its type. */
const NEEDED: Record<string, string> = {
	api: 'url',
	conditional: 'conditionKey',
	sendToAnotherCampaign: 'campaignId',
	linkedinSend: 'message',
	whatsappMessage: 'message',
	sms: 'message',
};

function stepOf(sequence: Sequence, stepId: string): Step {
	const step = sequence.steps.find(({ _id }) => _id === stepId);
	if (!step) throw new ApiError(404, 'Step not found');
	return step;
}

function variantOf(step: Step): Variant {
	if (!step.variant) throw new ApiError(404, 'No A/B test variant on this step');
	return step.variant;
}

function describeVariant({ _id, variant }: Step) {
	return { stepId: _id, abTest: true, ...variant };
}

function branchesOf(step: Step): Branch[] {
	if (!step.branches) throw new ApiError(400, { code: 'SEQUENCE_BRANCH_STEP_NOT_CONDITIONAL' });
	return step.branches;
}

function describeBranches(step: Step) {
	return branchesOf(step).map((branch, index) => ({ ...branch, index, key: step.conditionKey }));
}

const routes: Routes = (api, world) => {
	const sequences = world.store(Sequences);
	const campaigns = world.store(Campaigns);
	const config = { kind: 'sequences' };
	const isRunning = ({ campaignId }: Sequence) => campaigns.get(campaignId)?.status === 'running';

	api.get<{ Params: { campaignId: string } }>(
		'/campaigns/:campaignId/sequences',
		{ config },
		async ({ team, params }) => {
			const campaign = campaigns.require(team, params.campaignId);
			// The order of the keys is not defined: the main sequence comes last here.
			return Object.fromEntries(
				sequences
					.of(campaign)
					.reverse()
					.map((sequence) => [sequence._id, describeSequence(sequence)]),
			);
		},
	);

	api.post<OfSequence>('/sequences/:sequenceId/steps', { config }, async ({ team, params, body = {} }) => {
		const sequence = sequences.require(team, params.sequenceId);
		const { index, type, ...settings } = body;
		const needed = NEEDED[String(type)];
		if (needed !== undefined && !settings[needed]) throw new ApiError(400, 'Error from createStep');
		const step: Step = {
			_id: world.createId('stp'),
			type: String(type),
			delay: sequence.steps.length === 0 ? 0 : 1,
			emailTemplateId: world.createId('etp'),
			...settings,
		};
		const place = typeof index === 'number' && index >= 0 ? index : sequence.steps.length;
		sequence.steps.splice(place, 0, step);
		if (type === 'conditional') {
			const branch = () => ({
				sequenceId: sequences.add(sequence.campaignId, {
					level: sequence.level + 1,
					parentId: sequence._id,
					conditionalStepIndex: place,
				})._id,
			});
			step.branches = [
				{ ...branch(), name: 'Yes' },
				{ ...branch(), name: 'No', fallback: true },
			];
		}
		return describeStep(step);
	});

	api.patch<OfStep>('/sequences/:sequenceId/steps/:stepId', { config }, async ({ team, params, body = {} }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		if (body.type !== step.type) throw new ApiError(400, 'Error from updateStep');
		return describeStep(Object.assign(step, body));
	});

	api.delete<OfStep>('/sequences/:sequenceId/steps/:stepId', { config }, async ({ team, params }) => {
		const sequence = sequences.require(team, params.sequenceId);
		const step = stepOf(sequence, params.stepId);
		if (isRunning(sequence)) throw new ApiError(400, 'You cannot delete this step because the campaign is running');
		sequence.steps.splice(sequence.steps.indexOf(step), 1);
		return { ok: true };
	});

	const abTest = '/sequences/:sequenceId/steps/:stepId/ab-test';

	api.post<OfStep>(abTest, { config }, async ({ team, params }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		if (step.variant) throw new ApiError(400, 'A/B test already exists on this step');
		if (!TESTABLE_STEPS.includes(step.type))
			throw new ApiError(400, { error: 'This step cannot be tested', code: 'SEQUENCE_AB_STEP_NOT_SUPPORTED' });
		step.variant = {
			emailTemplateBId: world.createId('etp'),
			subject: String(step.subject ?? ''),
			message: String(step.message ?? ''),
			altMessage: '',
			cc: [],
			plainText: false,
		};
		return describeVariant(step);
	});

	api.get<OfStep>(abTest, { config }, async ({ team, params }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		variantOf(step);
		return describeVariant(step);
	});

	api.patch<OfStep>(abTest, { config }, async ({ team, params, body = {} }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		Object.assign(variantOf(step), body);
		return describeVariant(step);
	});

	api.delete<OfStep & { Querystring: { variant?: string } }>(abTest, { config }, async ({ team, params, query }) => {
		const sequence = sequences.require(team, params.sequenceId);
		const step = stepOf(sequence, params.stepId);
		const { subject, message } = variantOf(step);
		if (isRunning(sequence)) throw new ApiError(400, 'You cannot edit this step because the campaign is running');
		if (query.variant === 'A') Object.assign(step, { subject, message });
		delete step.variant;
		return { ok: true };
	});

	api.post<OfStep>(`${abTest}/winner`, { config }, async ({ team, params, body }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		if (typeof step.winner === 'string')
			throw new ApiError(400, 'A winning variant has already been selected for this step');
		variantOf(step);
		step.winner = String(body?.variant);
		return { stepId: step._id, abTest: step.winner };
	});

	const branches = '/sequences/:sequenceId/steps/:stepId/branches';

	api.get<OfStep>(branches, { config }, async ({ team, params }) =>
		describeBranches(stepOf(sequences.require(team, params.sequenceId), params.stepId)),
	);

	api.post<OfStep>(branches, { config }, async ({ team, params, body }, reply) => {
		const sequence = sequences.require(team, params.sequenceId);
		const step = stepOf(sequence, params.stepId);
		const all = branchesOf(step);
		const added = sequences.add(sequence.campaignId, {
			level: sequence.level + 1,
			parentId: sequence._id,
			conditionalStepIndex: sequence.steps.indexOf(step),
		});
		all.splice(all.length - 1, 0, { sequenceId: added._id, ...body });
		return reply.status(201).send(describeBranches(step).find(({ sequenceId }) => sequenceId === added._id));
	});

	api.patch<OfStep>(branches, { config }, async ({ team, params, body }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		const [fallback, ...others] = branchesOf(step).slice().reverse();
		const order = (body?.order ?? []) as string[];
		const ordered = order.flatMap((id) => others.find(({ sequenceId }) => sequenceId === id) ?? []);
		if (new Set(ordered).size !== others.length || order.length !== others.length)
			throw new ApiError(400, { code: 'SEQUENCE_BRANCH_ORDER_INVALID' });
		step.branches = [...ordered, fallback as Branch];
		return describeBranches(step);
	});

	const findBranch = (team: Team, { sequenceId, stepId, branchSequenceId }: OfBranch['Params']) => {
		const step = stepOf(sequences.require(team, sequenceId), stepId);
		const branch = branchesOf(step).find((each) => each.sequenceId === branchSequenceId);
		if (!branch) throw new ApiError(404, { code: 'SEQUENCE_NOT_FOUND' });
		return { step, branch };
	};

	api.patch<OfBranch>(`${branches}/:branchSequenceId`, { config }, async ({ team, params, body }) => {
		const { step, branch } = findBranch(team, params);
		Object.assign(branch, body);
		return describeBranches(step).find(({ sequenceId }) => sequenceId === branch.sequenceId);
	});

	api.delete<OfBranch>(`${branches}/:branchSequenceId`, { config }, async ({ team, params }) => {
		const { step, branch } = findBranch(team, params);
		step.branches = branchesOf(step).filter((each) => each !== branch);
		return { ok: true };
	});

	const sender = '/sequences/:sequenceId/steps/:stepId/sender';
	const describeSender = ({ _id, sender: set }: Step) => ({ stepId: _id, ...(set && { sender: set }) });

	api.get<OfStep>(sender, { config }, async ({ team, params }) =>
		describeSender(stepOf(sequences.require(team, params.sequenceId), params.stepId)),
	);

	api.put<OfStep>(sender, { config }, async ({ team, params, body = {} }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		if (step.type === 'conditional') throw new ApiError(409, { error: 'This step has no sender' });
		step.sender = body as unknown as Step['sender'];
		return describeSender(step);
	});

	api.delete<OfStep>(sender, { config }, async ({ team, params }) => {
		const step = stepOf(sequences.require(team, params.sequenceId), params.stepId);
		delete step.sender;
		return describeSender(step);
	});
};

export const sequences = { store: Sequences, routes } satisfies Resource;
