import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node';
import { resources } from '../../../nodes/Lemlist/resources';
import type { Operation } from '../../../nodes/Lemlist/table/operation';
import { operationFields } from '../../../nodes/Lemlist/table/properties';
import { node, start, workflow } from '../../../tools/engine';
import { exampleParameters } from '../../../tools/lemlist/exampleParameters';
import { createExampleWorld } from '../../../tools/lemlist/exampleWorld';
import { listFor, type Question } from './listSearchContext';
import { createWorld, type World } from './world';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });

describe('A locator', () => {
	const inner = (field: INodeProperties): INodeProperties[] =>
		field.type === 'collection' ? [field, ...(field.options as INodeProperties[])] : [field];
	const { description, methods } = new Lemlist();
	const locators = description.properties.flatMap(inner).filter(({ type }) => type === 'resourceLocator');

	test('has a list search that the node has', () => {
		const asked = locators.flatMap(({ modes = [] }) =>
			modes.flatMap((mode) => mode.typeOptions?.searchListMethod ?? []),
		);
		expect([...new Set(asked)].sort()).toEqual(Object.keys(methods.listSearch).sort());
	});

	test('is how every ID is chosen, but those that no list of lemlist has', () => {
		const texts = resources.flatMap(({ value, operations }) =>
			operations.flatMap((operation) =>
				operationFields(operation)
					.flatMap(inner)
					.filter(({ name, type }) => /Ids?$/.test(name) && type !== 'resourceLocator')
					.map(({ name }) => `${value}.${name}`),
			),
		);
		expect([...new Set(texts)].sort()).toEqual([
			'activity.activityId',
			'campaign.campaignIds',
			'campaign.sendUserIds',
			'enrichment.enrichId',
			'lead.filterId',
		]);
	});
});

describe('An operation does the same for', () => {
	const FILE = { data: Buffer.from('audio').toString('base64'), mimeType: 'audio/mpeg', fileName: 'note.mp3' };

	/** What an operation sent, and the message of what ended it. */
	async function sentBy(resource: string, operation: Operation, form: (id: string, name: string) => unknown) {
		const world = await createExampleWorld();
		try {
			const values = { ...world.values, ...world.special[`${resource}.${operation.value}`] };
			const input: Record<string, string> = {};
			const parameters = Object.fromEntries(
				Object.entries(exampleParameters(operation, values)).map(([name, value]) => {
					const isLocator = typeof value === 'object' && value !== null && '__rl' in value;
					if (!isLocator) return [name, value];
					const id = (value as unknown as { value: string }).value;
					input[name] = id;
					return [name, form(id, name)];
				}),
			) as INodeParameters;
			const before = world.lemlist.requests.length;
			const lemlist = node('Lemlist', 'n8n-nodes-lemlist.lemlist', {
				resource,
				operation: operation.value,
				...parameters,
			});
			const run = await world.n8n.run(workflow([start(), lemlist]), {
				pinnedInput: [{ json: input, binary: { data: FILE } }],
			});
			const sent = world.lemlist.requests
				.slice(before)
				.map(({ method, path, query, body }) => ({ method, path, query, body: path.endsWith('/audio') || body }));
			return { sent, error: run.error?.message };
		} finally {
			await world.end();
		}
	}

	const withLocators = resources.flatMap(({ value, operations }) =>
		operations
			.filter((operation) =>
				operationFields(operation).some(({ type, required }) => type === 'resourceLocator' && required),
			)
			.map((operation) => [`${value}.${operation.value}`, value, operation] as const),
	);

	test.each(withLocators)(
		'%s: the plain texts of an old workflow, and a choice from the list, by ID, by an expression or by an AI agent',
		async (_name, resource, operation) => {
			const old = await sentBy(resource, operation, (id) => ` ${id} `);
			expect(old.error).toBeUndefined();
			expect(old.sent.length).toBeGreaterThan(0);
			const forms: Array<(id: string, name: string) => unknown> = [
				(id) => ({ __rl: true, mode: 'list', value: id, cachedResultName: 'A name' }),
				byId,
				(_id, name) => byId(`={{ $json.${name} }}`),
				(_id, name) => `={{ $json.${name} }}`,
				// As n8n stores a field that an AI agent fills in.
				(_id, name) => byId(`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, 'string') }}`),
			];
			for (const form of forms) expect(await sentBy(resource, operation, form)).toEqual(old);
		},
		30_000,
	);
});

describe('The panel', () => {
	let world: World;
	beforeEach(async () => {
		world = await createWorld();
	});
	afterEach(async () => await world.end());

	const ask = async (method: string, question: Question) => await listFor(world.lemlist.baseUrl, method, question);
	const names = async (method: string, question: Question) =>
		(await ask(method, question)).results.map(({ name }) => name);
	const step = async (sequenceId: string, body: INodeParameters) => {
		const [added] = await world.json('sequence', 'addStep', { sequenceId, type: 'email', additionalFields: body });
		return String(added?._id);
	};

	describe('of users', () => {
		const question: Question = { operation: 'user.get', path: 'userId' };

		test('shows names and addresses, and finds by both', async () => {
			const { team } = world.lemlist.state;
			team.users.push({ userId: 'usr_2', name: 'Ann Lee', email: 'ann@brightforge.example', role: 'member' });
			expect(await ask('searchUsers', question)).toEqual({
				results: [
					{ name: 'Ann Lee (ann@brightforge.example)', value: 'usr_2' },
					{ name: 'Camille Durand (camille@brightforge.example)', value: team.users[0]?.userId },
				],
				paginationToken: undefined,
			});
			expect(await names('searchUsers', { ...question, text: ' LEE ' })).toEqual(['Ann Lee (ann@brightforge.example)']);
			expect(await names('searchUsers', { ...question, text: 'nobody' })).toEqual([]);
			expect(world.lemlist.requests[0]).toMatchObject({ path: '/api/team', query: { version: 'v2' } });
		});

		test('shows the IDs where lemlist names no users, as in the answer that was recorded', async () => {
			world.lemlist.faults.add({
				on: 'team',
				times: 'always',
				do: { status: 200, body: { _id: 'tea_1', userIds: ['usr_9'] } },
			});
			expect((await ask('searchUsers', question)).results).toEqual([{ name: 'usr_9', value: 'usr_9' }]);
		});

		test.each<[string, object, string]>([
			[
				'a refusal',
				{ status: 403, body: 'User linked to this API key is blocked' },
				'lemlist says: User linked to this API key is blocked (HTTP 403)',
			],
			[
				'an answer without users',
				{ status: 200, body: { _id: 'tea_1' } },
				'lemlist sent the team in a form that this node does not know',
			],
			['users without IDs', { status: 200, body: [] }, 'lemlist sent the team in a form that this node does not know'],
		])('says what happened for %s', async (_what, answer, message) => {
			world.lemlist.faults.add({ on: 'team', times: 'always', do: answer as never });
			await expect(ask('searchUsers', question)).rejects.toMatchObject({ message });
		});
	});

	describe('of sequences, steps and branches', () => {
		test('follows the campaign, the sequence and the condition', async () => {
			const { _id, sequenceId } = world.lemlist.state.addCampaign({ status: 'paused' });
			const mail = await step(sequenceId, { subject: 'Hello', message: '<p>Text</p>' });
			const [condition] = await world.json('sequence', 'addStep', {
				sequenceId,
				type: 'conditional',
				additionalFields: { conditionKey: 'hasScore' },
			});
			const conditionId = String(condition?._id);
			const branches = await world.json('sequence', 'getManyBranches', { sequenceId, stepId: conditionId });
			const yes = String(branches[0]?.sequenceId);
			const later = await step(yes, { message: `<p>${'Later '.repeat(20)}</p>` });
			const campaignId = byId(_id);

			const sequences = await ask('searchSequences', {
				operation: 'sequence.deleteStep',
				path: 'sequenceId',
				parameters: { campaignId },
			});
			expect(sequences.results[0]).toEqual({ name: 'Main sequence (2 steps)', value: sequenceId });
			expect(sequences.results).toHaveLength(3);

			const question: Question = { operation: 'sequence.deleteStep', path: 'stepId' };
			const all = await ask('searchSteps', { ...question, parameters: { campaignId } });
			expect(all.results.map(({ value }) => value)).toEqual([mail, conditionId, later]);
			expect(all.results[0]?.name).toBe('1. Email: Hello');
			expect(all.results[1]?.name).toBe('2. Conditional');
			expect(all.results[2]?.name).toMatch(/^seq_\w+ › 1\. Email: Later Later .{1,60}…$/);
			const own = { campaignId, sequenceId: byId(yes) };
			expect((await ask('searchSteps', { ...question, parameters: own })).results.map(({ value }) => value)).toEqual([
				later,
			]);
			expect(await names('searchSteps', { ...question, parameters: { campaignId }, text: 'hello' })).toEqual([
				'1. Email: Hello',
			]);

			const branch: Question = { operation: 'sequence.updateBranch', path: 'branchSequenceId' };
			const parents = { sequenceId: byId(sequenceId), stepId: byId(conditionId) };
			expect((await ask('searchBranches', { ...branch, parameters: parents })).results).toEqual([
				{ name: 'Yes', value: yes },
				{ name: 'No', value: branches[1]?.sequenceId },
			]);
			await expect(
				ask('searchBranches', { ...branch, parameters: { sequenceId: byId(sequenceId) } }),
			).rejects.toMatchObject({
				message: "Choose 'Step' first",
			});
		});

		test.each<[string, INodeParameters]>([
			['none is chosen', {}],
			['the locator is empty', { campaignId: byId('') }],
			['it is known only when the workflow runs', { campaignId: byId('={{ $json.campaignId }}') }],
			['the address has none', { campaignId: byUrl('https://app.lemlist.com/campaigns') }],
			['it is something else', { campaignId: byId('seq_1') }],
		])('asks for the campaign first where %s', async (_what, parameters) => {
			for (const [method, path] of [
				['searchSequences', 'sequenceId'],
				['searchSteps', 'stepId'],
			] as const) {
				await expect(ask(method, { operation: 'sequence.deleteStep', path, parameters })).rejects.toMatchObject({
					message: "Choose 'Campaign' first",
					description: expect.stringContaining('By ID'),
				});
			}
			expect(world.lemlist.requests).toEqual([]);
		});

		test.each<[string, (id: string) => INodeParameters]>([
			['by address', (id) => ({ campaignId: byUrl(`https://app.lemlist.com/teams/tea_1/campaigns/${id}`) })],
			['as text of an old workflow', (id) => ({ campaignId: id })],
		])('takes a campaign %s', async (_how, parameters) => {
			const { _id } = world.lemlist.state.addCampaign();
			const question = { operation: 'campaign.skipStep', path: 'stepId', parameters: parameters(_id) };
			expect((await ask('searchSteps', question)).results).toEqual([]);
			expect(world.lemlist.requests.at(-1)?.path).toBe(`/api/campaigns/${_id}/sequences`);
		});

		test('says so where the campaign is gone', async () => {
			const question = { operation: 'campaign.skipStep', path: 'stepId', parameters: { campaignId: byId('cam_gone') } };
			await expect(ask('searchSteps', question)).rejects.toMatchObject({
				message: expect.stringContaining('Campaign not found'),
			});
		});
	});

	describe('of schedules', () => {
		const question: Question = { operation: 'schedule.get', path: 'scheduleId' };

		test('goes page by page, newest first, and searches all of them', async () => {
			const ids = Array.from(
				{ length: 250 },
				(_, index) => world.lemlist.state.addSchedule({ name: `Schedule ${index}` })._id,
			);
			const found: unknown[] = [];
			let token: string | undefined;
			do {
				const page = await ask('searchSchedules', { ...question, token });
				found.push(...page.results.map(({ value }) => value));
				token = page.paginationToken;
			} while (token !== undefined);
			expect(found).toEqual(ids.slice().reverse());
			expect(world.lemlist.requests).toHaveLength(3);
			expect(await names('searchSchedules', { ...question, text: 'schedule 7' })).toHaveLength(11);
			expect((await names('searchSchedules', { ...question, text: 'schedule 249' }))[0]).toBe(
				'Schedule 249 (09:00–18:00 Europe/Paris)',
			);
		});
	});

	test('of webhooks shows addresses with their event, and finds by both', async () => {
		await world.json('webhook', 'create', { targetUrl: 'https://example.com/a' });
		await world.json('webhook', 'create', {
			targetUrl: 'https://example.com/b',
			additionalFields: { type: 'emailsReplied' },
		});
		const question: Question = { operation: 'webhook.delete', path: 'hookId' };
		const shown = await names('searchWebhooks', question);
		expect(shown[0]).toMatch(/^https:\/\/example\.com\/a \(.*All.*\)$/);
		expect(shown[1]).toMatch(/^https:\/\/example\.com\/b \(.*Replied.*\)$/);
		expect(await names('searchWebhooks', { ...question, text: 'replied' })).toEqual([shown[1]]);
	});

	describe('of contacts', () => {
		const question: Question = { operation: 'unsubscribe.addContact', path: 'contactId' };

		test('goes page by page, and has lemlist search', async () => {
			const { contacts } = world.lemlist.state;
			const ids = Array.from({ length: 120 }, () => contacts.add()._id);
			const { _id } = contacts.add({ fullName: 'Zoë Chen', email: 'zoe@example.com' });
			const first = await ask('searchContacts', question);
			const second = await ask('searchContacts', { ...question, token: first.paginationToken });
			expect([...first.results, ...second.results].map(({ value }) => value)).toEqual([...ids, _id]);
			expect(second.paginationToken).toBeUndefined();
			expect((await ask('searchContacts', { ...question, text: ' chen ' })).results).toEqual([
				{ name: 'Zoë Chen – zoe@example.com', value: _id },
			]);
			expect(world.lemlist.requests.at(-1)?.query).toMatchObject({ search: 'chen' });
			// lemlist refuses a search for one letter.
			expect((await ask('searchContacts', { ...question, text: 'c' })).results).toHaveLength(100);
		});
	});

	describe('of leads', () => {
		const question: Question = { operation: 'lead.delete', path: 'leadId' };

		test('shows those of the campaign piece by piece, and finds by name, address and company', async () => {
			const { _id } = world.lemlist.state.addCampaign();
			const { _id: leadId } = world.lemlist.state.addLead(_id, {
				firstName: 'Zoë',
				lastName: 'Lee',
				email: 'zoe@example.com',
				companyName: 'Acme',
			});
			for (let index = 0; index < 249; index++) world.lemlist.state.addLead(_id);
			const parameters = { campaignId: byId(_id) };
			const first = await ask('searchLeads', { ...question, parameters });
			expect(first.results[0]).toEqual({ name: 'Zoë Lee – zoe@example.com (Acme)', value: leadId });
			expect(first.results).toHaveLength(200);
			const second = await ask('searchLeads', { ...question, parameters, token: first.paginationToken });
			expect(second.results).toHaveLength(50);
			expect(second.paginationToken).toBeUndefined();
			const found = await ask('searchLeads', { ...question, parameters, text: 'ZOË lee' });
			expect(found.results.map(({ value }) => value)).toEqual([leadId]);
		});

		test('finds one by its address in each campaign, where no campaign is asked for', async () => {
			const [one, two] = ['First', 'Second'].map((name) => world.lemlist.state.addCampaign({ name }));
			const email = 'ann@example.com';
			const ids = [one, two].map((campaign) => world.lemlist.state.addLead(campaign!._id, { email })._id);
			const byEmail: Question = { operation: 'lead.launch', path: 'leadId', text: 'Ann@Example.com' };
			const { results } = await ask('searchLeads', byEmail);
			expect(results.map(({ value }) => value).sort()).toEqual(ids.sort());
			expect(results.map(({ name }) => String(name).replace(/^.*\(/, '(')).sort()).toEqual(['(First)', '(Second)']);
			expect((await ask('searchLeads', { ...byEmail, text: 'nobody@example.com' })).results).toEqual([]);
			await expect(ask('searchLeads', { ...byEmail, text: 'ann' })).rejects.toMatchObject({
				message: 'Search for the whole email address of the lead',
				description: expect.stringContaining('Campaign'),
			});
		});

		test('says so where the campaign is gone', async () => {
			const parameters = { campaignId: byId('cam_gone') };
			await expect(ask('searchLeads', { ...question, parameters })).rejects.toMatchObject({
				message: expect.stringContaining('Campaign not found'),
			});
		});

		test('follows the campaign that stands beside it in a collection', async () => {
			const { _id } = world.lemlist.state.addCampaign();
			const { _id: leadId } = world.lemlist.state.addLead(_id);
			const parameters = { filters: { campaignId: byId(_id), leadId: byId('') } };
			const inFilters: Question = { operation: 'activity.getMany', path: 'filters.leadId', parameters };
			expect((await ask('searchLeads', inFilters)).results.map(({ value }) => value)).toEqual([leadId]);
		});

		test('does not mind a campaign that the operation does not show', async () => {
			const { _id } = world.lemlist.state.addCampaign();
			world.lemlist.state.addLead(_id, { email: 'ann@example.com' });
			const parameters = { scope: 'allCampaigns', campaignId: byId(_id) };
			const hidden: Question = { operation: 'lead.pause', path: 'leadId', parameters, text: 'ann@example.com' };
			expect((await ask('searchLeads', hidden)).results).toHaveLength(1);
			expect(world.lemlist.requests.at(-1)?.path).toContain('/leads/ann');
		});
	});
});

describe('An ID in a collection', () => {
	let world: World;
	beforeEach(async () => {
		world = await createWorld();
	});
	afterEach(async () => await world.end());
	const last = () => world.lemlist.requests.at(-1);

	const forms: Array<[string, (id: string) => unknown]> = [
		['as text of an old workflow', (id) => id],
		['from the list', (id) => ({ __rl: true, mode: 'list', value: id, cachedResultName: 'Somebody' })],
		['by ID', byId],
	];

	test.each(forms)('is sent %s', async (_form, form) => {
		const userId = world.lemlist.state.team.userIds[0]!;
		const { _id: campaignId } = world.lemlist.state.addCampaign({ status: 'paused' });
		await world.json('campaign', 'getMany', { filters: { createdBy: form(userId) } });
		expect(last()?.query).toMatchObject({ createdBy: userId });
		await world.json('activity', 'getMany', { filters: { leadId: form('lea_1') } });
		expect(last()?.query).toMatchObject({ leadId: 'lea_1' });
		const owner = { contactOwner: form(userId), firstName: 'Ann' };
		await world.json('lead', 'create', { campaignId, email: 'ann@example.com', additionalFields: owner });
		expect(last()?.body).toMatchObject({ contactOwner: userId, firstName: 'Ann' });
		await world.json('lead', 'importFromCrm', {
			campaignId,
			filterId: '16',
			additionalFields: { userId: form(userId) },
		});
		expect(last()?.body).toMatchObject({ userId });
	});

	test.each(forms.slice(1))('is not sent where it was added but not chosen, %s', async (_form, form) => {
		await world.json('campaign', 'getMany', { filters: { createdBy: form('') } });
		expect(last()?.query).not.toHaveProperty('createdBy');
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		await world.json('lead', 'create', {
			campaignId,
			email: 'a@example.com',
			additionalFields: { contactOwner: form('') },
		});
		expect(last()?.body).not.toHaveProperty('contactOwner');
	});

	test('may be the address of the user who owns a contact', async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		const additionalFields = { contactOwner: byId('camille@brightforge.example') };
		await world.json('lead', 'create', { campaignId, email: 'a@example.com', additionalFields });
		expect(last()?.body).toMatchObject({ contactOwner: 'camille@brightforge.example' });
	});

	test('of another kind is refused before anything is sent', async () => {
		const run = await world.run('campaign', 'getMany', { filters: { createdBy: byId('cam_1') } });
		expect(run.error).toMatchObject({
			message: "'Created By' is not a user ID",
			description:
				'A user ID starts with usr_, got "cam_1". Choose the user from the list, or enter its ID in the mode By ID.',
		});
		expect(world.lemlist.requests).toEqual([]);
	});
});

describe('An ID of another kind', () => {
	let world: World;
	beforeEach(async () => {
		world = await createWorld();
	});
	afterEach(async () => await world.end());

	test.each([
		['user', 'get', { userId: 'cam_1' }, "'User' is not a user ID"],
		['schedule', 'get', { scheduleId: 'seq_1' }, "'Schedule' is not a schedule ID"],
		['webhook', 'delete', { hookId: 'https://example.com' }, "'Webhook' is not a webhook ID"],
		['lead', 'launch', { leadId: 'ctc_1' }, "'Lead' is not a lead ID"],
		['sequence', 'deleteStep', { sequenceId: 'seq_1', stepId: 'seq_1' }, "'Step' is not a step ID"],
		['sequence', 'deleteStep', { sequenceId: ' ', stepId: 'stp_1' }, "'Sequence' is empty"],
	])('is refused by %s %s before anything is sent', async (resource, operation, parameters, message) => {
		const run = await world.run(resource, operation, parameters);
		expect(run.error?.message).toBe(message);
		expect(world.lemlist.requests).toEqual([]);
	});

	test('that was typed in is shown to the person before the workflow starts', async () => {
		await expect(world.run('schedule', 'get', { scheduleId: byId('seq_1') })).rejects.toThrow(
			'A schedule ID starts with skd_ and has letters and digits after it',
		);
	});

	test('harms only its own item', async () => {
		const { _id } = world.lemlist.state.addSchedule();
		const run = await world.run(
			'schedule',
			'get',
			{ scheduleId: byId('={{ $json.id }}') },
			{ input: [{ id: 'cam_1' }, { id: _id }, {}], onError: 'continueRegularOutput' },
		);
		const [wrong, right, none] = run.items('Lemlist').map(({ json }) => json);
		expect(wrong?.error).toBe("'Schedule' is not a schedule ID");
		expect(right?._id).toBe(_id);
		expect(none?.error).toBe("'Schedule' is empty");
	});
});
