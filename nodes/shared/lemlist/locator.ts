import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeProperties,
	INodePropertyMode,
	INodePropertyOptions,
} from 'n8n-workflow';

import { firstPage, type List, type Page, readPages } from '../http/pages';
import { toNodeError } from '../n8n/nodeErrors';
import type { IdKind } from '../n8n/parameters';
import { parentsOf, type Parents } from './parents';
import { lemlistClient } from './service';

/** Entries that the panel shows at once of a list that lemlist sends whole. */
const SHOWN_AT_ONCE = 200;

/** A choice in the list: its name, its ID, and perhaps a line that tells it from others of the same name. */
export type Choice = INodeListSearchItems;

interface ByUrl {
	example: string;
	hint: string;
}

/** What can be chosen: the table from which a parameter, its list and its checks are made. */
export interface LocatorDefinition<Row> {
	/** With its article, for texts: `a campaign`. */
	what: string;
	/** What its IDs begin with; several where lemlist's documents show several. */
	prefixes: readonly string[];
	/** lemlist takes an email address in place of the ID. */
	orEmail?: true;
	/** The name of the list search in the node; `methods.listSearch` needs it, too: see `listSearches`. */
	searchMethod: string;
	/** Name, label and description of the parameter; what else is different in one place is said there. */
	field: Pick<INodeProperties, 'name' | 'displayName' | 'description'>;
	/** An ID that the panel shows as an example. */
	example: string;
	/** Parameters that decide what the list holds: when one of them changes, n8n empties this one. */
	dependsOn?: readonly string[];
	/** lemlist shows the ID in addresses of its web app: an example, and where to find it. */
	byUrl?: ByUrl;
	/**
	 * The list to choose from.
	 *
	 * @param parents the other parameters of the node; what the list cannot do without, it asks for with `require`
	 * @param wanted what the person types to search, in lower case; '' for nothing
	 */
	list(parents: Parents, wanted: string): List<Row>;
	/** lemlist itself looks for `wanted`, in whatever it looks: what comes is not filtered here. */
	lemlistSearches?: true;
	/** One entry as a choice; undefined leaves it out. */
	choice(row: Row, parents: Parents): Choice | undefined;
	/** Whether an error of the list only says that there is nothing to choose. */
	isNothing?(error: unknown): boolean;
}

/** How people choose something of lemlist: a parameter, its list, and the check of what was chosen. */
export interface Locator extends IdKind {
	/** The parameter. */
	field: INodeProperties;
	searchMethod: string;
	/** The list search of the parameter, as n8n calls it. */
	search(this: ILoadOptionsFunctions, filter?: string, paginationToken?: unknown): Promise<INodeListSearchResult>;
	/** All entries, for a parameter that takes several: n8n asks for them once, and searches by itself. */
	loadOptions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]>;
}

const noun = (what: string) => what.replace(/^an? /, '');
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "starts with usr_", "starts with lea_ (its email address will do)". */
function formOf({ prefixes, orEmail }: Pick<LocatorDefinition<never>, 'prefixes' | 'orEmail'>): string {
	return `starts with ${prefixes.join(' or ')}${orEmail ? ' (its email address will do)' : ''}`;
}

/** One of several beginnings, as a regular expression without a group. */
const oneOf = (prefixes: readonly string[]) =>
	prefixes.length > 1 ? `(?:${prefixes.join('|')})` : String(prefixes[0]);

function byUrlMode<Row>({ what, prefixes }: LocatorDefinition<Row>, { example, hint }: ByUrl): INodePropertyMode {
	const id = `${oneOf(prefixes)}[A-Za-z0-9]+`;
	const mode: Omit<INodePropertyMode, 'displayName'> = {
		name: 'url',
		type: 'string',
		placeholder: `e.g. ${example}`,
		hint,
		extractValue: { type: 'regex', regex: `^\\s*https://\\S*?(${id})` },
		validation: [
			{
				type: 'regex',
				properties: {
					regex: `^\\s*https://\\S*?${id}.*$`,
					errorMessage: `The URL holds no ${noun(what)} ID (${prefixes[0]}…). Open the ${noun(what)} in lemlist and copy the address.`,
				},
			},
		],
	};
	return { displayName: 'By URL', ...mode };
}

function fieldOf<Row>(definition: LocatorDefinition<Row>, pattern: string): INodeProperties {
	const { what, prefixes, orEmail, byUrl, searchMethod, example, dependsOn } = definition;
	const { name, displayName, description } = definition.field;
	const owner = orEmail ? `Enter an email address or an ID: ${what}` : sentence(what);
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		...(dependsOn && { typeOptions: { loadOptionsDependsOn: dependsOn.map((parent) => `${parent}.value`) } }),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${what}…`,
				typeOptions: { searchListMethod: searchMethod, searchable: true },
			},
			{
				displayName: orEmail ? 'By ID or Email' : 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `^\\s*${pattern}\\s*$`,
							errorMessage: `${owner} ID starts with ${prefixes.join(' or ')} and has letters and digits after it`,
						},
					},
				],
			},
			...(byUrl ? [byUrlMode(definition, byUrl)] : []),
		],
	};
}

/** Whether a person who types `wanted` may mean this choice. */
function fits({ name, value, description }: Choice, wanted: string): boolean {
	return `${name} ${String(value)} ${description ?? ''}`.toLowerCase().includes(wanted);
}

/**
 * What the panel shows. Where lemlist has no search, with a search text all pages are read and filtered here.
 * Without one each call gives the next page. A list that comes whole is shown piece by piece, for n8n draws all it gets.
 */
async function choicesOf<Row>(
	context: ILoadOptionsFunctions,
	definition: LocatorDefinition<Row>,
	filter: string | undefined,
	from: number,
): Promise<INodeListSearchResult> {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const filterBy = definition.lemlistSearches ? '' : wanted;
	const parents = parentsOf(context);
	const list = definition.list(parents, wanted);
	const client = await lemlistClient(context, 'editor');
	const toChoices = ({ fresh }: Pick<Page<Row>, 'fresh'>) =>
		fresh.flatMap((row) => definition.choice(row, parents) ?? []).filter((choice) => fits(choice, filterBy));
	if (list.paging.by !== 'none') {
		if (filterBy === '') {
			const { all, isLast, next } = await firstPage(readPages(client, list, { from }));
			return { results: toChoices({ fresh: all }), paginationToken: isLast ? undefined : String(next) };
		}
		const results: Choice[] = [];
		for await (const page of readPages(client, list)) results.push(...toChoices(page));
		return { results };
	}
	const all = toChoices(await firstPage(readPages(client, list)));
	const end = from + SHOWN_AT_ONCE;
	return { results: all.slice(from, end), paginationToken: end < all.length ? String(end) : undefined };
}

/** Every choice there is, over all pages. */
async function allChoices<Row>(
	context: ILoadOptionsFunctions,
	definition: LocatorDefinition<Row>,
): Promise<INodePropertyOptions[]> {
	const parents = parentsOf(context);
	const client = await lemlistClient(context, 'editor');
	const found: Choice[] = [];
	for await (const { fresh } of readPages(client, definition.list(parents, ''))) {
		found.push(...fresh.flatMap((row) => definition.choice(row, parents) ?? []));
	}
	return found.map(({ name, value, description }) => ({ name, value, ...(description && { description }) }));
}

/** Makes a locator of its table. */
export function locator<Row>(definition: LocatorDefinition<Row>): Locator {
	const { what, prefixes, orEmail, byUrl, searchMethod, isNothing } = definition;
	const ids = `${oneOf(prefixes)}\\w+`;
	const pattern = orEmail ? `(?:${ids}|\\S+@\\S+)` : ids;
	const shape = new RegExp(orEmail ? `^(?:${ids}|.+@.+)$` : `^${ids}$`);
	return {
		what,
		form: formOf(definition),
		isId: (text) => shape.test(text),
		advice: `Choose the ${noun(what)} from the list, or enter its ${byUrl ? 'address in the mode By URL' : 'ID in the mode By ID'}.`,
		searchMethod,
		field: fieldOf(definition, pattern),
		async search(filter, paginationToken) {
			try {
				return await choicesOf(this, definition, filter, Number(paginationToken ?? 0));
			} catch (error) {
				if (isNothing?.(error)) return { results: [] };
				throw toNodeError(this.getNode(), error);
			}
		},
		async loadOptions() {
			try {
				return await allChoices(this, definition);
			} catch (error) {
				if (isNothing?.(error)) return [];
				throw toNodeError(this.getNode(), error);
			}
		},
	};
}

/** `methods.listSearch` of a node, of the locators that it has. */
export function listSearches(locators: readonly Locator[]): Record<string, Locator['search']> {
	return Object.fromEntries(locators.map(({ searchMethod, search }) => [searchMethod, search]));
}
