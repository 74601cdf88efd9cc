import type { IDataObject, ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { z } from 'zod';

import { parseAnswer } from '../../../shared/lemlist/answers';
import { lemlistClient } from '../../../shared/lemlist/service';
import { userOrEmail } from '../../../shared/lemlist/users';
import { toNodeError } from '../../../shared/n8n/nodeErrors';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { email, leadFields } from './fields';
import { NO_VARIABLES } from './summary';
import { toText } from './variables';

/** Fields of a lead that lemlist knows by name; every other key of a new lead becomes a variable. */
const OWN_FIELDS = [email, ...leadFields];
const OWN_NAMES = new Set(OWN_FIELDS.map(({ name }) => name));

/** Those that people map most: the panel shows them at once, and in this order. */
const SHOWN_FIRST = ['email', 'firstName', 'lastName', 'companyName', 'jobTitle', 'linkedinUrl', 'phone'];

/** A lead as columns describe it, without what is empty. */
interface Columns {
	/** lemlist's own fields, the email among them. */
	fields: IDataObject;
	variables: Record<string, string>;
	/** The names of all columns of the input item; undefined where they were mapped by hand. */
	ofInput?: string[];
}

/**
 * Reads the parameter `columns`.
 *
 * @throws ServiceError of kind `input` for a field of lemlist's that is no text, and for an owner that is none
 */
export function columnsOf(parameters: ItemParameters): Columns {
	const { columns, isInput } = parameters.mapped('columns');
	const fields: IDataObject = {};
	const variables: Record<string, string> = {};
	for (const [name, value] of Object.entries(columns)) {
		const text = toText(value).trim();
		if (text === '' || name.trim() === '' || (isInput && NO_VARIABLES.has(name))) continue;
		if (!OWN_NAMES.has(name)) variables[name] = text;
		else if (typeof value !== 'object') fields[name] = text;
		else {
			const advice = `It is ${text.slice(0, 100)} for this item. Give it a text, or leave the column out.`;
			throw parameters.refuse('columns', `has no text for "${name}"`, advice);
		}
	}
	if (fields.contactOwner !== undefined)
		fields.contactOwner = parameters.toId(String(fields.contactOwner), 'contactOwner', userOrEmail);
	return { fields, variables, ofInput: isInput ? Object.keys(columns) : undefined };
}

const named = z.object({ name: z.string(), label: z.string().nullish().catch(undefined) });
const answer = z.object({ data: z.object({ contact: z.array(z.unknown()) }) });

/** Whether lemlist does not offer the list, rather than refusing whoever asks. */
function isMissing(error: unknown): boolean {
	if (!(error instanceof ServiceError)) return false;
	if (error.kind === 'unreadable' || error.kind === 'unexpected') return true;
	return error.kind === 'refused' && [402, 404, 405].includes(error.status ?? 0);
}

function columnOf(id: string, displayName: string, isShown: boolean): ResourceMapperField {
	return { id, displayName, type: 'string', required: false, defaultMatch: false, display: true, removed: !isShown };
}

/**
 * `methods.resourceMapping` of the columns: lemlist's fields, and the variables of the team as GET /fields lists them.
 * All are texts, as lemlist's variables are: the panel would send `false` for a yes or no that nobody filled in. Nobody
 * has seen the list of a real team, so that the mapping works without it.
 */
export async function leadColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const place = (name: string) => (SHOWN_FIRST.includes(name) ? SHOWN_FIRST.indexOf(name) : SHOWN_FIRST.length);
	const own = [...OWN_FIELDS]
		.sort((a, b) => place(a.name) - place(b.name))
		.map(({ name, displayName }) => columnOf(name, displayName, SHOWN_FIRST.includes(name)));
	try {
		const client = await lemlistClient(this, 'editor');
		const query = { entity: 'contact', source: 'custom' };
		const { body } = await client.request({ path: '/fields', query });
		const rows = parseAnswer(answer, body, 'the fields').data.contact.flatMap((row) => named.safeParse(row).data ?? []);
		const custom = rows.filter(({ name }) => name.trim() !== '' && !OWN_NAMES.has(name) && !NO_VARIABLES.has(name));
		const byName = new Map(custom.map(({ name, label }) => [name, columnOf(name, label?.trim() || name, true)]));
		return { fields: [...own, ...byName.values()] };
	} catch (error) {
		if (isMissing(error)) return { fields: own };
		throw toNodeError(this.getNode(), error);
	}
}
