import { path } from '../../../shared/http/path';
import { campaign } from '../../../shared/lemlist/campaigns';
import { type Choice, type Locator, locator } from '../../../shared/lemlist/locator';
import type { Parents } from '../../../shared/lemlist/parents';
import { type PlacedStep, readSequences, readSteps } from '../../../shared/lemlist/sequences';
import type { List } from '../../../shared/http/pages';

/** Longest piece of a step's text in its name, in characters. */
const LONGEST_TEXT = 50;

/** One answer has the sequences of a campaign with their steps. */
function inCampaign<Row>(parents: Parents, read: (body: unknown) => Row[]): List<Row> {
	const campaignId = parents.require('campaignId', campaign, 'Campaign');
	return {
		what: 'the sequences',
		request: { path: path`/campaigns/${campaignId}/sequences` },
		paging: { by: 'none' },
		read,
	};
}

interface SequenceRow {
	_id: string;
	name: string;
}

/** The sequences by the branch that leads to them, with what they begin with. */
function readSequenceRows(body: unknown): SequenceRow[] {
	const steps = readSteps(body);
	return readSequences(body).map(({ _id, level }) => {
		const own = steps.filter(({ sequenceId }) => sequenceId === _id);
		const place = own[0]?.branch ?? (level === 0 ? 'Main sequence' : `Sequence ${_id}`);
		return { _id, name: `${place} (${own.length} ${own.length === 1 ? 'step' : 'steps'})` };
	});
}

/** A sequence of the chosen campaign. */
export const sequence: Locator = locator<SequenceRow>({
	what: 'a sequence',
	prefixes: ['seq_'],
	searchMethod: 'searchSequences',
	field: {
		name: 'sequenceId',
		displayName: 'Sequence',
		description: "The sequence to work with. Its ID is 'sequenceId' of a campaign, too.",
	},
	example: 'seq_A1B2C3D4E5F6G7H8I',
	dependsOn: ['campaignId'],
	list: (parents) => inCampaign(parents, readSequenceRows),
	choice: ({ _id, name }) => ({ name, value: _id }),
});

/** "LinkedIn Voice Note" of `linkedinVoiceNote`. */
function typeName(type: unknown): string {
	const words = String(type ?? 'step').replace(/[A-Z]/g, ' $&');
	return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/^Linkedin/, 'LinkedIn');
}

function textOf({ subject, title, message }: PlacedStep): string {
	const text = [subject, title, message].find((one) => typeof one === 'string' && one !== '') as string | undefined;
	const plain = (text ?? '')
		.replace(/<[^>]*>|&nbsp;/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return plain.length > LONGEST_TEXT ? `${plain.slice(0, LONGEST_TEXT)}…` : plain;
}

function stepChoice(step: PlacedStep): Choice {
	const text = textOf(step);
	const place = step.branch === undefined ? '' : `${step.branch} › `;
	return { name: `${place}${step.order}. ${typeName(step.type)}${text && `: ${text}`}`, value: step._id };
}

/** A step of the chosen campaign; of the chosen sequence where there is one. */
export const step: Locator = locator<PlacedStep>({
	what: 'a step',
	prefixes: ['stp_'],
	searchMethod: 'searchSteps',
	field: { name: 'stepId', displayName: 'Step', description: 'The step of the sequence to work with' },
	example: 'stp_A1B2C3D4E5F6G7H8I',
	dependsOn: ['campaignId', 'sequenceId'],
	list: (parents) => inCampaign(parents, readSteps),
	choice: (row, parents) => {
		const sequenceId = parents.find('sequenceId', sequence);
		return sequenceId === undefined || sequenceId === row.sequenceId ? stepChoice(row) : undefined;
	},
});

interface BranchRow {
	sequenceId: string;
	name?: unknown;
	fallback?: unknown;
	key?: unknown;
}

/** A branch of the chosen condition, by the sequence that it leads to. */
export const branch: Locator = locator<BranchRow>({
	what: 'a branch',
	prefixes: ['seq_'],
	searchMethod: 'searchBranches',
	field: {
		name: 'branchSequenceId',
		displayName: 'Branch',
		description: 'The branch of the condition; its ID is that of the sequence that it leads to',
	},
	example: 'seq_A1B2C3D4E5F6G7H8I',
	dependsOn: ['sequenceId', 'stepId'],
	list: (parents) => {
		const sequenceId = parents.require('sequenceId', sequence, 'Sequence');
		const stepId = parents.require('stepId', step, 'Step');
		return {
			what: 'the branches',
			request: { path: path`/sequences/${sequenceId}/steps/${stepId}/branches` },
			paging: { by: 'none' },
			key: ({ sequenceId: id }) => id,
		};
	},
	choice: ({ sequenceId, name, fallback, key }) => {
		if (typeof sequenceId !== 'string') return undefined;
		const shown = [name, fallback ? 'All other leads' : undefined, key].find((one) => typeof one === 'string' && one);
		return { name: String(shown ?? sequenceId), value: sequenceId };
	},
});
