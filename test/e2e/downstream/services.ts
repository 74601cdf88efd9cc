import { createHash } from 'node:crypto';

import { type Answer, type Caught, json, type Service } from './catcher';

/** HubSpot's contacts and deals. */
export class HubSpot {
	/** What was sent of each contact, in order of arrival. */
	contacts: Array<{ vid: number; email: string; properties: Record<string, string> }> = [];
	deals: Array<{ properties: Record<string, string>; contacts: number[] }> = [];

	readonly answer: Service = (request) => {
		const { method, path } = request;
		const [, email] = /^\/contacts\/v1\/contact\/createOrUpdate\/email\/(.+)$/.exec(path) ?? [];
		if (method === 'POST' && email !== undefined) {
			const { properties } = json<{ properties: Array<{ property: string; value: string }> }>(request);
			const known = this.contacts.find((contact) => contact.email === decodeURIComponent(email));
			const vid = known?.vid ?? this.contacts.length + 101;
			this.contacts.push({
				vid,
				email: decodeURIComponent(email),
				properties: Object.fromEntries(properties.map(({ property, value }) => [property, value])),
			});
			return { body: { vid, isNew: !known } };
		}
		const [, vid] = /^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/.exec(path) ?? [];
		if (method === 'GET' && vid !== undefined) return { body: { vid: Number(vid), properties: {} } };
		if (method !== 'POST' || path !== '/deals/v1/deal') return undefined;
		const deal = json<{
			properties: Array<{ name: string; value: string }>;
			associations: { associatedVids?: number[] };
		}>(request);
		this.deals.push({
			properties: Object.fromEntries(deal.properties.map(({ name, value }) => [name, value])),
			contacts: deal.associations.associatedVids ?? [],
		});
		return { body: { dealId: this.deals.length, isDeleted: false } };
	};
}

/** Messages to Slack's channels. */
export class Slack {
	messages: Array<{ channel: string; text: string }> = [];

	readonly answer: Service = (request) => {
		if (request.path !== '/api/chat.postMessage') return undefined;
		const { channel, text } = json<{ channel: string; text: string }>(request);
		this.messages.push({ channel, text });
		return { body: { ok: true, channel: 'C1', ts: '1.0', message: { text } } };
	};
}

/** A picture of one pixel. */
const PIXEL = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

/** quickchart.io, which draws what is in the address. */
export class QuickChart {
	readonly picture = PIXEL;
	charts: Array<{ type: string; data: { labels: string[]; datasets: Array<{ data: number[] }> } }> = [];

	readonly answer: Service = ({ path, query }) => {
		if (path !== '/chart') return undefined;
		this.charts.push(JSON.parse(query.get('chart') ?? '') as (typeof this.charts)[number]);
		return { type: 'image/png', body: PIXEL };
	};
}

/**
 * Uploads to a store that speaks S3. No server of S3 from npm is both small and kept up (s3rver has been archived), and
 * of the protocol an upload needs one PUT, so its signature and checksum are looked at here.
 */
export class ObjectStore {
	/** By bucket and key. */
	objects = new Map<string, { type: string; content: Buffer }>();

	readonly answer: Service = ({ method, path, query, headers, body }): Answer | undefined => {
		if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=')) {
			return { status: 403, type: 'application/xml', body: '<Error><Code>AccessDenied</Code></Error>' };
		}
		if (method === 'GET' && query.has('location')) {
			return { type: 'application/xml', body: '<LocationConstraint>eu-west-1</LocationConstraint>' };
		}
		if (method !== 'PUT') return undefined;
		if (headers['content-md5'] !== createHash('md5').update(body).digest('base64')) {
			return { status: 400, type: 'application/xml', body: '<Error><Code>BadDigest</Code></Error>' };
		}
		this.objects.set(decodeURIComponent(path.slice(1)), { type: headers['content-type'] ?? '', content: body });
		return { type: 'application/xml', body: '' };
	};
}

interface ChatMessage {
	role: string;
	content: string | null;
	tool_call_id?: string;
}

/** One turn of the script: the tool to call, or what to say. */
export type Turn = { tool: string; arguments: object } | { say: string };

/** A model that answers by a script, behind the address of OpenAI's chat completions. */
export class ChatModel {
	/** What was asked, turn by turn. */
	requests: Array<{ model: string; messages: ChatMessage[]; tools: string[] }> = [];
	script: Array<(messages: ChatMessage[]) => Turn> = [];

	readonly answer: Service = (request: Caught) => {
		if (request.path !== '/v1/chat/completions') return undefined;
		const { model, messages, tools } = json<{
			model: string;
			messages: ChatMessage[];
			tools?: Array<{ function: { name: string } }>;
		}>(request);
		this.requests.push({ model, messages, tools: (tools ?? []).map((tool) => tool.function.name) });
		const turn = this.script.shift()?.(messages) ?? { say: 'The script is at its end.' };
		const message =
			'say' in turn
				? { role: 'assistant', content: turn.say }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: `call_${this.requests.length}`,
								type: 'function',
								function: { name: turn.tool, arguments: JSON.stringify(turn.arguments) },
							},
						],
					};
		return {
			body: {
				id: `chatcmpl-${this.requests.length}`,
				object: 'chat.completion',
				created: 1_767_225_600,
				model,
				choices: [{ index: 0, message, finish_reason: 'say' in turn ? 'stop' : 'tool_calls' }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			},
		};
	};
}
