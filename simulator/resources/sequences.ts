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

/** Types of steps that can be A/B tested. */
export const TESTABLE_STEPS = ['email', 'linkedinInvite', 'linkedinSend'];

/** A sequence as GET /campaigns/{id}/sequences answers it; JSON drops what is undefined. */
export function describeSequence(sequence: Sequence) {
	const steps = sequence.steps.map((step, index) => ({
		...describeStep(step),
		index: index + 1,
		sequenceId: sequence._id,
		sequenceStep: index,
	}));
	return { ...sequence, campaignId: undefined, steps };
}

/** A step as lemlist shows it: whether it is tested instead of the variant, and neither branches nor sender. */
export function describeStep(step: Step) {
	const { variant } = step;
	return {
		...step,
		variant: undefined,
		branches: undefined,
		sender: undefined,
		...(variant && { abTest: true, emailTemplateBId: variant.emailTemplateBId }),
	};
}
