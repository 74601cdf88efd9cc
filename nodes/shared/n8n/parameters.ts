import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { isoDateTime, isoEndOfPeriod } from '../time/dates';
import { ServiceError } from './serviceError';

/** Every n8n context in which a trigger reads its parameters. */
export type TriggerContext = IHookFunctions | IWebhookFunctions | IPollFunctions;

/** Longest piece of a value that a message shows, in characters. */
const LONGEST_SAMPLE = 60;

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a resource locator stores. */
function isLocator(value: unknown): value is { mode: string; value: unknown } {
	return isObject(value) && 'mode' in value && 'value' in value;
}

function isNothing(value: unknown): value is undefined | null {
	return value === undefined || value === null;
}

/** Display names by parameter name, members of collections included, for messages. */
export function fieldLabels(fields: readonly INodeProperties[]): Map<string, string> {
	const labels = new Map<string, string>();
	for (const { type, options = [] } of fields) {
		if (type === 'collection')
			for (const [name, label] of fieldLabels(options as INodeProperties[])) labels.set(name, label);
	}
	for (const { name, displayName } of fields) labels.set(name, displayName);
	return labels;
}

/** What a parameter may hold the ID of. */
export interface IdKind {
	/** With its article, for messages: `a campaign`. */
	what: string;
	/** How its IDs look, for messages: `starts with cam_`. */
	form: string;
	/** Whether a text can be one. Only what the service says of all of them counts. */
	isId(text: string): boolean;
	/** How a person gets at the right one, for messages. */
	advice: string;
}

interface NumberBounds {
	lowest?: number;
	highest?: number;
	fallback?: number;
}

/** An expression may give a text for a number. NaN for what is none. */
function toNumber(value: unknown): number {
	if (typeof value === 'string' && value.trim() !== '') return Number(value);
	return typeof value === 'number' ? value : NaN;
}

/**
 * Reads the parameters of one item, or of a trigger, checked: what is wrong is refused before any request leaves.
 * A name may lead into a collection: `options.timeout`. Every method throws a ServiceError of kind `input` that names
 * the parameter as the panel shows it.
 */
export class ItemParameters {
	private readonly given: (name: string, options?: { extractValue: boolean }) => unknown;

	private readonly timeZone: () => string;

	private readonly entered: () => unknown;

	private readonly input: () => IDataObject;

	/** @param labels display names by parameter name, as `fieldLabels` makes them */
	constructor(context: IExecuteFunctions, itemIndex: number, labels: ReadonlyMap<string, string>);
	constructor(context: TriggerContext, itemIndex: undefined, labels: ReadonlyMap<string, string>);
	constructor(
		context: IExecuteFunctions | TriggerContext,
		itemIndex: number | undefined,
		private readonly labels: ReadonlyMap<string, string>,
	) {
		// n8n refuses a parameter that is not there when the fallback is undefined.
		this.given =
			itemIndex === undefined
				? (name, options) => (context as TriggerContext).getNodeParameter(name, null, options)
				: (name, options) => (context as IExecuteFunctions).getNodeParameter(name, itemIndex, null, options);
		this.timeZone = () => context.getTimezone();
		this.entered = () => context.getNode().parameters;
		this.input = () =>
			itemIndex === undefined ? {} : ((context as IExecuteFunctions).getInputData()[itemIndex]?.json ?? {});
	}

	/** The value as it is; undefined where the parameter is not shown, or came out as nothing. */
	raw(name: string): unknown {
		return this.given(name) ?? undefined;
	}

	/** What was chosen with a resource locator: the ID in it, whichever mode it is in; '' for nothing. */
	chosen(name: string): string {
		const extracted = this.given(name, { extractValue: true });
		// n8n leaves a locator's value as it is under a text field, as after a change of the operation.
		const value = isLocator(extracted) ? extracted.value : extracted;
		if (isNothing(value)) return '';
		return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
	}

	/**
	 * Whether somebody entered something for the parameter, though it may come out as nothing for this item: an
	 * expression, also in a resource locator, or a list that has one in it.
	 */
	wasEntered(name: string): boolean {
		let entered: unknown = this.entered();
		for (const part of name.split('.')) entered = isObject(entered) ? entered[part] : undefined;
		if (isLocator(entered)) entered = entered.value;
		return Array.isArray(entered) ? entered.length > 0 : typeof entered === 'string' && entered.trim() !== '';
	}

	/** Whether something was chosen with a resource locator. */
	isChosen(name: string): boolean {
		const value = this.raw(name);
		return String((isObject(value) ? value.value : value) ?? '').trim() !== '';
	}

	/**
	 * The ID that a resource locator holds, whichever mode it is in, or that a workflow stored as a plain text from when
	 * the parameter was a text field.
	 */
	id(name: string, kind: IdKind): string {
		return this.toId(this.chosen(name), name, kind);
	}

	/** Like `id`, for a value read elsewhere. */
	toId(value: string, name: string, kind: IdKind): string {
		const id = value.trim();
		if (kind.isId(id)) return id;
		const { what, form, advice } = kind;
		if (id === '') {
			throw this.refuse(name, 'is empty', `Choose ${what}, or check what the expression returns for this item.`);
		}
		const start = what.charAt(0).toUpperCase() + what.slice(1);
		throw this.refuse(
			name,
			`is not ${what} ID`,
			`${start} ID ${form}, got "${id.slice(0, LONGEST_SAMPLE)}". ${advice}`,
		);
	}

	/** Like `id`, where none need be given; then undefined. An expression that has no value for the item is refused. */
	optionalId(name: string, kind: IdKind): string | undefined {
		if (this.isChosen(name)) return this.id(name, kind);
		this.refuseNothing(name);
		return undefined;
	}

	/**
	 * Refuses an expression that has no value for this item, such as for a field with another name: without what it
	 * should narrow or change, a request does more than was asked for. An empty text is meant as one.
	 */
	private refuseNothing(name: string): void {
		const value = this.raw(name);
		if (!isNothing(isLocator(value) ? value.value : value) || !this.wasEntered(name)) return;
		throw this.refuse(name, 'is empty', 'Its expression has no value for this item. Check it, or remove the field.');
	}

	/** A text without spaces around it; '' when empty. */
	text(name: string): string {
		const value = this.raw(name);
		if (value === undefined) return '';
		if (isLocator(value)) return this.chosen(name);
		if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
		throw this.mustBe(name, 'a text', value);
	}

	/** A text that must not be empty: ids and emails that become part of a path. */
	required(name: string): string {
		const text = this.text(name);
		if (text === '')
			throw this.refuse(name, 'is empty', 'Enter a value, or check what the expression returns for this item.');
		return text;
	}

	/** A text that need not be given; then ''. @param advice for an expression that comes out empty, which is refused */
	optional(name: string, advice: string): string {
		const text = this.text(name);
		if (text === '' && this.wasEntered(name)) throw this.refuse(name, 'is empty', advice);
		return text;
	}

	/** One of the values that the panel offers. @param fallback for a parameter that is not there */
	oneOf<Value extends string>(name: string, allowed: readonly Value[], fallback?: Value): Value {
		const given = this.raw(name);
		// An expression that gives nothing is no parameter that is not there.
		const value = given === undefined && this.wasEntered(name) ? '' : (given ?? fallback);
		const found = allowed.find((one) => one === value);
		if (found === undefined) throw this.mustBe(name, `one of: ${allowed.join(', ')}`, value);
		return found;
	}

	/** @param fallback for a parameter that is not there */
	boolean(name: string, fallback = false): boolean {
		const value = this.raw(name);
		return value === undefined ? fallback : value === true || value === 'true';
	}

	/** A number in these bounds; `fallback` stands for a parameter that is not there. */
	number(name: string, { lowest = -Infinity, highest = Infinity, fallback }: NumberBounds = {}): number {
		const value = this.raw(name) ?? fallback;
		const number = toNumber(value);
		if (number >= lowest && number <= highest && Number.isFinite(number)) return number;
		const range = highest === Infinity ? ` from ${lowest} up` : ` from ${lowest} to ${highest}`;
		throw this.mustBe(name, `a number${lowest === -Infinity ? '' : range}`, value);
	}

	wholeNumber(name: string, { lowest }: { lowest: number }): number {
		return this.toWholeNumber(this.raw(name), name, { lowest });
	}

	/** Like `wholeNumber`, for a value of a collection. */
	toWholeNumber(value: unknown, name: string, { lowest }: { lowest: number }): number {
		const number = toNumber(value);
		if (Number.isInteger(number) && number >= lowest) return number;
		throw this.mustBe(name, `a whole number of at least ${lowest}`, value);
	}

	/** Several values: a multi-select, an array from an expression, or a text with commas or line breaks. */
	list(name: string): string[] {
		return this.toList(this.raw(name), name);
	}

	/**
	 * Like `list`, for the service's own names of things. New ones pass: any word does.
	 *
	 * @param wanted what they must be: "a list of lead states, such as interested"
	 */
	words(name: string, wanted: string): string[] {
		const given = this.raw(name);
		const isOdd = [given].flat().some((one) => (one ?? '') !== '' && !['string', 'number'].includes(typeof one));
		const words = isOdd ? [''] : this.toList(given, name);
		if (words.every((word) => /^[a-z]\w*$/i.test(word))) return words;
		throw this.mustBe(name, wanted, this.raw(name));
	}

	/** Like `list`, each value once, and at least one. */
	requiredList(name: string, advice: string): string[] {
		const list = [...new Set(this.list(name))];
		if (list.length === 0) throw this.refuse(name, 'is empty', advice);
		return list;
	}

	/**
	 * Like `list`, each value once, where none chosen stands for all. An expression that came out as nothing is refused:
	 * it would mean everything.
	 */
	choices(
		name: string,
		advice = 'Its expression gives nothing for this item, which would mean all. Check it.',
	): string[] {
		const list = [...new Set(this.list(name))];
		if (list.length === 0 && this.wasEntered(name)) throw this.refuse(name, 'is empty', advice);
		return list;
	}

	/**
	 * Like `list`, for a value read elsewhere.
	 *
	 * @param name names it in the error for an entry that is neither a text nor a number
	 */
	toList(value: unknown, name: string): string[] {
		const given: unknown[] = Array.isArray(value) ? value : [value];
		const odd = given.find((one) => one !== undefined && one !== null && !['string', 'number'].includes(typeof one));
		if (odd !== undefined) throw this.mustBe(name, 'a list of texts', odd);
		const entries = Array.isArray(value) ? given : String(value ?? '').split(/[,\n]/);
		return entries.map((entry) => String(entry ?? '').trim()).filter(Boolean);
	}

	/**
	 * The set values of a collection such as `additionalFields`; `{}` when nothing was added. Of a resource locator, the
	 * ID that was chosen: check it with `optionalId`.
	 */
	collection(name: string): IDataObject {
		const value = this.raw(name);
		if (!isObject(value)) return {};
		return Object.fromEntries(
			Object.entries(value).map(([key, one]) => [key, isLocator(one) ? this.chosen(`${name}.${key}`) : one]),
		);
	}

	/** Like `collection`, for an update, which needs at least one. Empty values stay: they clear a field. */
	changes(name: string): IDataObject {
		const changes = this.collection(name);
		if (Object.keys(changes).length > 0) return changes;
		throw this.refuse(name, 'is empty', 'Add at least one field to change.');
	}

	/** Like `collection`, without values that are empty: what was added but not filled in is not sent. */
	filled(name: string): IDataObject {
		const isEmpty = (value: unknown) =>
			isNothing(value) || value === '' || (Array.isArray(value) && value.length === 0);
		return Object.fromEntries(Object.entries(this.collection(name)).filter(([, value]) => !isEmpty(value)));
	}

	/** Like `filled`, for what narrows or changes a request: an expression that has no value for the item is refused. */
	settings(name: string): IDataObject {
		for (const field of Object.keys(this.collection(name))) this.refuseNothing(`${name}.${field}`);
		return this.filled(name);
	}

	/** A date and time as n8n's fields and expressions give it, as ISO 8601 in UTC. Without a zone it is meant in the workflow's. */
	date(name: string): string {
		return this.toDate(this.raw(name), name);
	}

	/** Like `date`, for a value of a collection. */
	toDate(value: unknown, name: string): string {
		return this.checkDate(isoDateTime(value, this.timeZone()), name);
	}

	private checkDate(date: string | undefined, name: string): string {
		if (date !== undefined) return date;
		throw this.refuse(
			name,
			'is not a date',
			'Use a date such as 2026-01-31T08:00:00, or an expression that returns one.',
		);
	}

	/** Like `date`, where none need be given; then undefined. */
	optionalDate(name: string): string | undefined {
		this.refuseNothing(name);
		const value = this.raw(name);
		return value === undefined || value === '' ? undefined : this.toDate(value, name);
	}

	/**
	 * Like `date`, where a day without a time, or at midnight, means the end of that day (see `isoEndOfPeriod`). Undefined
	 * where none is given.
	 */
	private optionalEnd(name: string): string | undefined {
		this.refuseNothing(name);
		const value = this.raw(name);
		if (value === undefined || value === '') return undefined;
		return this.checkDate(isoEndOfPeriod(value, this.timeZone()), name);
	}

	/**
	 * A period of two parameters, of which none need be given. Its last day belongs to it: see `isoEndOfPeriod`.
	 *
	 * @throws ServiceError of kind `input` for what is no date, and for an end before the beginning
	 */
	period(fromName: string, toName: string): { from?: string; to?: string } {
		const from = this.optionalDate(fromName);
		const to = this.optionalEnd(toName);
		if (from === undefined || to === undefined || from <= to) return { from, to };
		throw this.refuse(
			toName,
			`is before '${this.labelOf(fromName)}'`,
			`The period would be ${from} to ${to}. Exchange the two, or check what their expressions return for this item.`,
		);
	}

	/** A JSON object, as text or from an expression; `{}` when empty. */
	json(name: string): IDataObject {
		return this.toJson(this.raw(name), name);
	}

	/** Like `json`, for a value of a collection. */
	toJson(value: unknown, name: string): IDataObject {
		let parsed = value;
		if (typeof value === 'string') {
			if (value.trim() === '') return {};
			try {
				parsed = JSON.parse(value);
			} catch {
				parsed = undefined;
			}
		}
		if (isObject(parsed)) return parsed;
		throw this.refuse(name, 'is not a JSON object', 'It must look like {"name": "value"}.');
	}

	/** A JSON list of objects, as text or from an expression; a single object counts as a list of one. */
	jsonList(name: string): IDataObject[] {
		let parsed = this.raw(name);
		if (typeof parsed === 'string') {
			try {
				parsed = JSON.parse(parsed);
			} catch {
				parsed = undefined;
			}
		}
		const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
		if (list.every(isObject)) return list;
		throw this.refuse(
			name,
			'is not a JSON list of objects',
			'It must look like [{"name": "value"}, {"name": "value"}].',
		);
	}

	/** Name and value pairs of a fixed collection `{ pairs: [{ name, value }] }`. */
	pairs(name: string): IDataObject {
		const { pairs } = this.collection(name) as { pairs?: Array<{ name?: unknown; value?: unknown }> };
		const entries = (pairs ?? []).map((pair) => [String(pair.name ?? '').trim(), pair.value] as const);
		if (entries.some(([key]) => key === ''))
			throw this.refuse(name, 'has an entry without a name', 'Give every entry a name, or remove it.');
		return Object.fromEntries(entries) as IDataObject;
	}

	/**
	 * What a resource mapper gives: the columns that somebody filled in, or all those of the input item.
	 *
	 * @returns `isInput` says which of the two
	 */
	mapped(name: string): { columns: IDataObject; isInput: boolean } {
		const isInput = this.raw(`${name}.mappingMode`) === 'autoMapInputData';
		const columns = isInput ? this.input() : this.raw(`${name}.value`);
		return { columns: isObject(columns) ? columns : {}, isInput };
	}

	/** The name of a parameter in the panel. */
	private labelOf(name: string): string {
		return this.labels.get(name) ?? this.labels.get(name.split('.').at(-1)!) ?? name;
	}

	/** The error for a parameter, to be thrown. */
	refuse(name: string, what: string, advice: string): ServiceError {
		return new ServiceError('input', { message: `'${this.labelOf(name)}' ${what}`, description: advice });
	}

	/** The error for a value that is not what it must be; shows the value. */
	mustBe(name: string, wanted: string, value: unknown): ServiceError {
		const sample = JSON.stringify(value)?.slice(0, LONGEST_SAMPLE) ?? 'empty';
		const advice = `It is ${sample} for this item. Check the value, or what its expression returns.`;
		return this.refuse(name, `must be ${wanted}`, advice);
	}
}
