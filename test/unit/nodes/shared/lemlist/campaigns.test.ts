import { type IExecuteFunctions, safeRegex, type INodePropertyMode } from 'n8n-workflow';

import { filters } from '../../../../../nodes/Lemlist/fields/frames';
import type { RequestOperation } from '../../../../../nodes/Lemlist/table/operation';
import {
	campaignIdOf,
	campaignLocator,
	campaignName,
	optionalCampaignIdOf,
	searchCampaigns,
} from '../../../../../nodes/shared/lemlist/campaigns';
import { fieldLabels, ItemParameters } from '../../../../../nodes/shared/n8n/parameters';
import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { lemlist } from '../../../../fixtures';
import { useFakeTime } from '../../../../support/fakeTime';
import { lemlistAnswers, newApiKey, newClient, type Reply, useNock } from '../../../../support/lemlistApi';
import { operationContext } from '../../../../support/lemlist/operationContext';
import { loadOptionsContext } from '../../../../support/nodeContext';

interface Row {
	_id: string;
	name?: string | null;
	status?: string;
}

function rows(count: number): Row[] {
	return Array.from({ length: count }, (_, index) => ({
		_id: `cam_${index}`,
		name: `Campaign ${index}`,
		status: 'running',
	}));
}

/** Answers as lemlist does, 100 a page, and notes the offsets. */
function lemlistHas(all: Row[], wrap: (page: Row[]) => unknown = (page) => page) {
	const pages = Array.from({ length: Math.floor(all.length / 100) + 1 }, (_, index): Reply => ({
		status: 200,
		body: JSON.stringify(wrap(all.slice(index * 100, index * 100 + 100))),
	}));
	return lemlistAnswers('GET', '/campaigns', ...pages);
}

async function search(filter?: string, paginationToken?: string) {
	return await searchCampaigns.call(loadOptionsContext({ apiKey: newApiKey() }), filter, paginationToken);
}

describe('the list of campaigns to choose from', () => {
	useFakeTime();
	useNock();

	it("shows lemlist's documented example", async () => {
		lemlistAnswers('GET', '/campaigns', { status: 200, body: lemlist.campaigns });
		expect(await search()).toEqual({
			results: [
				{ name: 'Campaign1', value: 'cam_aaWL92T22Sei3Bz6v' },
				{ name: 'Campaign2', value: 'cam_aaXwBiebA8pWPKqpK' },
			],
			paginationToken: undefined,
		});
	});

	it('asks for rows with a status, newest first', async () => {
		const sent = lemlistHas(rows(3));
		await search();
		const query = new URLSearchParams(sent[0]!.path.split('?')[1]);
		expect(Object.fromEntries(query)).toEqual({
			version: 'v2',
			offset: '0',
			limit: '100',
			sortBy: 'createdAt',
			sortOrder: 'desc',
		});
	});

	it('goes page by page without a text, one request each, so that each of 250 campaigns can be reached', async () => {
		const all = rows(250);
		const sent = lemlistHas(all);
		const values: unknown[] = [];
		let token: string | undefined;
		do {
			const page = await search(undefined, token);
			values.push(...page.results.map(({ value }) => value));
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);
		expect(values).toEqual(all.map(({ _id }) => _id));
		expect(sent.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('offset'))).toEqual(['0', '100', '200']);
	});

	it('takes a text of blanks for none', async () => {
		const sent = lemlistHas(rows(250));
		expect((await search('  ')).results).toHaveLength(100);
		expect(sent).toHaveLength(1);
	});

	it.each([
		['übersicht', ['cam_Xy9']],
		['cam_xy9', ['cam_Xy9']],
		[' campaign 248 ', ['cam_248']],
		['nothing like it', []],
	])('searches all pages for a text in name or ID, in any case: %s', async (text, found) => {
		const sent = lemlistHas([...rows(249), { _id: 'cam_Xy9', name: 'Sommer-Aktion ÜBERSICHT', status: 'running' }]);
		const { results, paginationToken } = await search(text);
		expect(results.map(({ value }) => value)).toEqual(found);
		expect(paginationToken).toBeUndefined();
		expect(sent).toHaveLength(3);
	});

	it.each([
		['campaigns', (page: Row[]) => ({ campaigns: page })],
		['data', (page: Row[]) => ({ data: page, total: 250 })],
		['results', (page: Row[]) => ({ results: page })],
	])('reads answers wrapped in %s', async (_key, wrap) => {
		lemlistHas(rows(150), wrap);
		expect((await search('campaign')).results).toHaveLength(150);
	});

	it('ends with a server that gives the same page for ever', async () => {
		const sent = lemlistAnswers('GET', '/campaigns', { status: 200, body: JSON.stringify(rows(100)) });
		expect((await search('campaign')).results).toHaveLength(100);
		expect(sent).toHaveLength(2);
	});

	it('names the state of a campaign that does not run, and the ID of one without a name', async () => {
		lemlistHas([
			{ _id: 'cam_1', name: 'Running', status: 'running' },
			{ _id: 'cam_2', name: 'Waiting', status: 'paused' },
			{ _id: 'cam_3', status: 'draft' },
			{ _id: 'cam_4', name: '' },
			{ _id: 'cam_5', name: null },
		]);
		expect((await search()).results.map(({ name }) => name)).toEqual([
			'Running',
			'Waiting (paused)',
			'cam_3 (draft)',
			'cam_4',
			'cam_5',
		]);
	});

	it('shows a campaign though its name or status is no text', async () => {
		lemlistAnswers('GET', '/campaigns', {
			status: 200,
			body: [
				{ _id: 'cam_1', name: 2024, status: {} },
				{ _id: 'cam_2', name: ['x'] },
			] as never,
		});
		expect((await search()).results.map(({ name }) => name)).toEqual(['2024', 'cam_2']);
	});

	it.each<[string, Reply, string]>([
		[
			'a refusal',
			{ status: 401, body: 'The authentication you supplied is incorrect' },
			'lemlist says: The authentication you supplied is incorrect (HTTP 401)',
		],
		[
			'no list',
			{ status: 200, body: { message: 'hello' } },
			'lemlist sent the campaigns in a form that this node does not know',
		],
		[
			'rows without an ID',
			{ status: 200, body: [{ name: 'x' }] },
			'lemlist sent the campaigns in a form that this node does not know',
		],
	])('shows %s as an error of n8n', async (_what, reply, message) => {
		lemlistAnswers('GET', '/campaigns', reply);
		await expect(search()).rejects.toMatchObject({ name: 'NodeApiError', message });
	});
});

describe('the campaign parameter', () => {
	function mode(name: string): INodePropertyMode {
		return campaignLocator.modes!.find((each) => each.name === name)!;
	}

	function regexes(name: string): string[] {
		return (mode(name).validation ?? []).map((rule) =>
			'properties' in rule ? String((rule.properties as { regex: string }).regex) : '',
		);
	}

	/** Whether the editor lets a value pass, as n8n tests it. */
	function accepts(name: string, value: string): boolean {
		return regexes(name).every((regex) => safeRegex.exec(`^${regex}$`, value) !== null);
	}

	/** The ID that n8n takes out of a URL. */
	function idIn(url: string): string | undefined {
		const { regex } = mode('url').extractValue as { regex: string };
		return safeRegex.exec(regex, url)?.[1];
	}

	it('has the modes list, ID and URL', () => {
		expect(campaignLocator.modes!.map(({ name }) => name)).toEqual(['list', 'id', 'url']);
		expect(mode('list').typeOptions).toEqual({ searchListMethod: 'searchCampaigns', searchable: true });
	});

	it.each([
		['https://app.lemlist.com/teams/tea_8QvkOiBfPdb2ZRhHi/campaigns/cam_A1B2C3D4E5F6G7H8I9', 'cam_A1B2C3D4E5F6G7H8I9'],
		['https://app.lemlist.com/teams/tea_8/campaigns/cam_A1/sequences/seq_1?tab=cam_B2#cam_C3', 'cam_A1'],
		['https://app.lemlist.com/campaigns/new?id=cam_A1&x=1', 'cam_A1'],
		['  https://eu.lemlist.example/x/cam_A1  ', 'cam_A1'],
		['https://app.lemlist.com/campaigns/cam_A1-copy', 'cam_A1'],
	])('finds the first campaign ID in %s', (url, id) => {
		expect(idIn(url)).toBe(id);
		expect(accepts('url', url)).toBe(true);
	});

	it.each([
		'http://app.lemlist.com/campaigns/cam_A1',
		'https://app.lemlist.com/campaigns',
		'https://app.lemlist.com/campaigns/cam_',
		'https://app.lemlist.com/ cam_A1',
		'cam_A1',
		'javascript:https://x/cam_A1',
		'',
	])('refuses as URL: %j', (url) => {
		expect(accepts('url', url)).toBe(false);
		expect(idIn(url)).toBeUndefined();
	});

	/** A reader of a node whose campaign has this value, once n8n has looked into the locator. */
	const readerOf = (value: unknown) =>
		new ItemParameters(
			{ getNodeParameter: () => value } as unknown as IExecuteFunctions,
			0,
			fieldLabels([campaignLocator]),
		);
	const campaignIdIn = (value: unknown) => campaignIdOf(readerOf(value));

	it.each(['cam_A1B2C3D4E5F6G7H8I9', ' cam_1 '])('takes %j for an ID', (id) => {
		expect(accepts('id', id)).toBe(true);
		expect(campaignIdIn(id)).toBe(id.trim());
	});

	it.each(['A1B2', 'cam_', 'cam_1/leads', 'cam_1?x', '../cam_1', 'cam_1 cam_2', 'seq_1'])(
		'takes %j for no ID',
		(id) => {
			expect(accepts('id', id)).toBe(false);
			expect(() => campaignIdIn(id)).toThrow(
				expect.objectContaining({ kind: 'input', description: expect.stringContaining(id) }),
			);
		},
	);

	it.each([[42], [{ _id: 'cam_1' }]])('takes %j for no ID, and not for nothing', (value) => {
		expect(() => campaignIdIn(value)).toThrow(expect.objectContaining({ message: "'Campaign' is not a campaign ID" }));
	});

	it.each([[''], ['  '], [undefined], [null]])('says that it is empty for %j', (value) => {
		expect(() => campaignIdIn(value)).toThrow(ServiceError);
		expect(() => campaignIdIn(value)).toThrow(
			expect.objectContaining({ kind: 'input', message: "'Campaign' is empty" }),
		);
	});
});

describe('a campaign among other parameters', () => {
	const byUrl = { __rl: true, mode: 'url', value: 'https://app.lemlist.com/teams/tea_1/campaigns/cam_abc/leads' };
	const none = { __rl: true, mode: 'list', value: '' };
	const operation: RequestOperation = {
		value: 'do',
		name: 'Do',
		action: 'Do',
		description: 'Does something',
		routes: [],
		fields: [campaignLocator, filters({ ...campaignLocator, required: false })],
		request: () => ({ path: '/' }),
	};
	const parametersOf = (values: Record<string, unknown>) => operationContext(operation, values).parameters;

	it('is read from the locator, at the top or in a collection', () => {
		expect(campaignIdOf(parametersOf({ campaignId: byUrl }))).toBe('cam_abc');
		expect(optionalCampaignIdOf(parametersOf({ campaignId: byUrl }))).toBe('cam_abc');
		expect(optionalCampaignIdOf(parametersOf({ filters: { campaignId: byUrl } }), 'filters.campaignId')).toBe(
			'cam_abc',
		);
	});

	it.each([[{}], [{ filters: {} }], [{ filters: { campaignId: none } }], [{ filters: { campaignId: '' } }]])(
		'may be left out where it is optional: %j',
		(values) => {
			expect(optionalCampaignIdOf(parametersOf(values), 'filters.campaignId')).toBeUndefined();
		},
	);

	it('is refused when it is empty or something else, also where it is optional', () => {
		expect(() => campaignIdOf(parametersOf({ campaignId: none }))).toThrow("'Campaign' is empty");
		const lead = { ...none, mode: 'id', value: 'lea_1' };
		expect(() => optionalCampaignIdOf(parametersOf({ filters: { campaignId: lead } }), 'filters.campaignId')).toThrow(
			"'Campaign' is not a campaign ID",
		);
	});
});

describe('the name of a campaign', () => {
	useFakeTime();
	useNock();

	it.each([
		['its name', { _id: 'cam_1', name: 'Insights' }, 'Insights'],
		['nothing when it has none', { _id: 'cam_1' }, undefined],
		['nothing when it is null', { _id: 'cam_1', name: null }, undefined],
	])('is %s', async (_what, body, name) => {
		lemlistAnswers('GET', '/campaigns/cam_1', { status: 200, body });
		expect(await campaignName(await newClient(), 'cam_1')).toBe(name);
	});
});
