import type { ItemParameters } from '../../../shared/n8n/parameters';
import { sequence } from '../../fields/locators/sequence';

/** Writes to one sequence keep their order: each step's place depends on those before it. */
export function bySequence(parameters: ItemParameters): string {
	return `sequence ${parameters.id('sequenceId', sequence)}`;
}
