import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { RequestOptions, ServiceClient } from '../../shared/http/client';
import type { Paging } from '../../shared/http/pages';
import type { ItemParameters } from '../../shared/n8n/parameters';
import type { ServiceError } from '../../shared/n8n/serviceError';

/** What an operation may use beyond its parameters. */
export interface Call {
	context: IExecuteFunctions;
	client: ServiceClient;
	parameters: ItemParameters;
	itemIndex: number;
	/** Aborted by Stop, and by the failure of another item. */
	signal: AbortSignal;
}

/** n8n's wording of an operation, and what it needs of lemlist. */
interface OperationBase {
	/** The value in saved workflows: camelCase verb. Never changes after a release. */
	value: string;
	/** Title Case, without the resource: `Get Many`. */
	name: string;
	/** Sentence case, with the resource and without articles: `Get many campaigns`. */
	action: string;
	/** Tells a person, and an AI agent, what it does: at most 100 characters, which is what n8n shows in a list. */
	description: string;
	/** Stands in the panel above the fields: what cannot be undone, spends credits, needs a plan or reaches far. */
	notice?: string;
	/** lemlist's routes that it calls, as documented: `GET /campaigns/{campaignId}`. */
	routes: readonly string[];
	/** Its parameters, without `displayOptions` for resource and operation: the table adds them. */
	fields: INodeProperties[];
	/** Fields that stay under Simplify, in this order, or what makes an entry simple; adds the parameter `simplify`. */
	simplify?: readonly string[] | ((json: IDataObject, parameters: ItemParameters) => IDataObject);
	/** For Get Many: adds the parameters `returnAll` and `limit`. A custom operation gives it to `readList`. */
	paging?: Paging;
	/**
	 * Items with the same key are done one after the other, in input order; the others overlap.
	 * Default: the path of a request that writes, none for custom operations. `undefined` = no order.
	 */
	orderBy?(parameters: ItemParameters): string | undefined;
}

/** An operation that is one request, or one list. */
export interface RequestOperation extends OperationBase {
	request(parameters: ItemParameters): RequestOptions;
	/** A filter that lemlist does not have: of a list, only these entries are given (and count for `limit`). */
	keep?(entry: IDataObject, parameters: ItemParameters): boolean;
	/**
	 * For a write that is nothing without its answer, such as the ID of what it made: the error for an empty one.
	 * By default an empty answer is a success, and the item says for what.
	 */
	withoutAnswer?(parameters: ItemParameters): ServiceError;
	/** Turns the answer, or each page of it, into the json of items. Default: an array gives one item per entry. */
	output?(body: unknown, parameters: ItemParameters): IDataObject | IDataObject[];
}

/** What a custom operation gives: the json of items, which Simplify may cut, or whole items, such as those with a file. */
export type Result = { json: IDataObject[] } | { items: INodeExecutionData[] };

/** An operation that takes more than a request. */
export interface CustomOperation extends OperationBase {
	run(call: Call): Promise<Result>;
}

export type Operation = RequestOperation | CustomOperation;

/** A resource of the node, with all it can do. */
export interface Resource {
	/** camelCase singular. */
	value: string;
	/** Title Case singular. */
	name: string;
	operations: readonly Operation[];
	/** The operation that is chosen first. */
	default: string;
}
