import type { ItemParameters } from '../../../shared/n8n/parameters';
import { readNewLead } from './newLead';

/** Key under which the writes to one lead keep their order. Addresses differ in case only by accident. */
export function sameLead(idOrEmail: string): string {
	return `lead ${idOrEmail.includes('@') ? idOrEmail.toLowerCase() : idOrEmail}`;
}

/** The same for a lead that may be new. */
export function sameNewLead(parameters: ItemParameters): string {
	return sameLead(Object.values(readNewLead(parameters).identity)[0] as string);
}
