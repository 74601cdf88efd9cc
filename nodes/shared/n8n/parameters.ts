import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { campaignIdOf } from '../lemlist/campaigns';
import { isoDateTime } from '../time/dates';
import { ServiceError } from './serviceError';

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the parameters of one item, checked: what is wrong is refused before any request leaves.
 * Every method throws a ServiceError of kind `input` that names the parameter as the panel shows it.
 */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		/** Display names by parameter name. */
		private readonly labels: ReadonlyMap<string, string>,
	) {}

	/** The value as it is; undefined where the parameter is not shown. */
	raw(name: string): unknown {
		// n8n refuses a parameter that is not there when the fallback is undefined.
		return this.context.getNodeParameter(name, this.itemIndex, null) ?? undefined;
	}

	/** A text without spaces around it; '' when empty. */
	text(name: string): string {
		const value = this.raw(name);
		return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	}

	/** A text that must not be empty: ids and emails that become part of a path. */
	required(name: string): string {
		const text = this.text(name);
		if (text === '')
			throw this.refuse(name, 'is empty', 'Enter a value, or check what the expression returns for this item.');
		return text;
	}

	/** The campaign chosen with the locator. @param name where the locator is, such as `filters.campaignId` */
	campaignId(name = 'campaignId'): string {
		return campaignIdOf(this.context.getNodeParameter(name, this.itemIndex, '', { extractValue: true }));
	}

	/** Like `campaignId`, where a campaign need not be chosen; then undefined. */
	optionalCampaignId(name: string): string | undefined {
		const chosen = this.raw(name);
		const value = isObject(chosen) ? chosen.value : chosen;
		return value === undefined || value === null || value === '' ? undefined : this.campaignId(name);
	}

	boolean(name: string): boolean {
		return this.raw(name) === true || this.raw(name) === 'true';
	}

	number(name: string): number {
		const value = this.raw(name);
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw this.refuse(name, 'is not a number', `It is ${JSON.stringify(value) ?? 'empty'} for this item.`);
	}

	/** Several values: a multi-select, an array from an expression, or a text with commas or line breaks. */
	list(name: string): string[] {
		return this.toList(this.raw(name));
	}

	/** Like `list`, for a value read elsewhere. */
	toList(value: unknown): string[] {
		const entries = Array.isArray(value) ? value : String(value ?? '').split(/[,\n]/);
		return entries.map((entry) => String(entry).trim()).filter(Boolean);
	}

	/** The set values of a collection such as `additionalFields`; `{}` when nothing was added. */
	collection(name: string): IDataObject {
		const value = this.raw(name);
		return isObject(value) ? value : {};
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
			value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
		return Object.fromEntries(Object.entries(this.collection(name)).filter(([, value]) => !isEmpty(value)));
	}

	/** A date and time as n8n's fields and expressions give it, as ISO 8601 in UTC. Without a zone it is meant in the workflow's. */
	date(name: string): string {
		return this.toDate(this.raw(name), name);
	}

	/** Like `date`, for a value of a collection. */
	toDate(value: unknown, name: string): string {
		const date = isoDateTime(value, this.context.getTimezone());
		if (date !== undefined) return date;
		throw this.refuse(
			name,
			'is not a date',
			'Use a date such as 2026-01-31T08:00:00, or an expression that returns one.',
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

	/** The error for a parameter, to be thrown. */
	refuse(name: string, what: string, advice: string): ServiceError {
		return new ServiceError('input', { message: `'${this.labels.get(name) ?? name}' ${what}`, description: advice });
	}
}
