import { createWorld, jsonOf, LEMLIST, type World } from './world';

let world: World;
beforeEach(async () => {
	world = await createWorld();
});
afterEach(async () => await world.end());

const list = () => world.lemlist.state.unsubscribesOf(world.lemlist.state.team);
const addMany = (count: number) =>
	Array.from({ length: count }, (_, index) => list().add(`lead${index}@example.com`, index % 2 ? 'lead' : 'api'));

describe('Unsubscribes', () => {
	test.each([
		['an email with +, /, # and ?', 'a+b/c#d?e@example.com'],
		['an email with umlauts', 'jörg@münchen.example'],
		['a domain', '@example.org'],
		['a phone number', '+33612345678'],
		['a LinkedIn URL', 'https://www.linkedin.com/in/zoe-müller/?trk=x'],
		['a value with spaces around it', '  spaces@example.com '],
	])('are added, read and deleted by %s', async (_what, value) => {
		const input = [{ value }];
		const added = await world.run('unsubscribe', 'add', { value: '={{ $json.value }}' }, { input });
		expect(added.error).toBeUndefined();
		expect(jsonOf(added)).toEqual([
			{ _id: expect.stringMatching(/^uns_/) as string, value: value.trim(), variable: value.trim(), source: 'api' },
		]);
		expect([...list().entries.keys()]).toEqual([value.trim()]);

		const read = await world.run('unsubscribe', 'get', { value: '={{ $json.value }}' }, { input });
		expect(jsonOf(read)).toEqual(jsonOf(added));

		const deleted = await world.run('unsubscribe', 'delete', { value: '={{ $json.value }}' }, { input });
		expect(jsonOf(deleted)).toEqual([{ deleted: true, value: value.trim() }]);
		expect(list().entries.size).toBe(0);
	});

	test('an empty value is refused before any request', async () => {
		const run = await world.run(
			'unsubscribe',
			'delete',
			{ value: '={{ $json.nothing }}' },
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(run)).toMatchObject([{ error: "'Value' is empty" }]);
		expect(world.lemlist.requests).toEqual([]);
	});

	test("with Continue On Fail each item carries its own result, or lemlist's words", async () => {
		list().add('kept@example.com', 'lead');
		list().add('gone@example.com', 'user');
		const run = await world.run(
			'unsubscribe',
			'delete',
			{ value: '={{ $json.value }}' },
			{
				input: [{ value: 'kept@example.com' }, { value: 'gone@example.com' }, { value: 'unknown@example.com' }],
				onError: 'continueRegularOutput',
			},
		);
		expect(jsonOf(run)).toEqual([
			{
				error: 'lemlist says: Variable is protected and cannot be re-subscribed (HTTP 409)',
				details: expect.objectContaining({ itemIndex: 0, httpCode: '409' }) as object,
			},
			{ deleted: true, value: 'gone@example.com' },
			{
				error: 'lemlist says: Variable not found in unsubscribe list (HTTP 400)',
				details: expect.objectContaining({ itemIndex: 2, httpCode: '400' }) as object,
			},
		]);
	});

	test.each(['array', 'wrapped'] as const)(
		'250 of them in the shape "%s" are 250 items with Return All, and exactly as many as Limit says',
		async (shape) => {
			addMany(250);
			list().listShape = shape;
			const all = jsonOf(await world.run('unsubscribe', 'getMany', { returnAll: true }));
			expect(all.map(({ value }) => value)).toEqual([...list().entries.keys()]);
			for (const limit of [1, 100, 101, 250]) {
				expect(jsonOf(await world.run('unsubscribe', 'getMany', { limit }))).toHaveLength(limit);
			}
		},
	);

	test('can be filtered by their source, whatever page they are on', async () => {
		addMany(250);
		const filters = { sources: ['lead'] };
		const all = jsonOf(await world.run('unsubscribe', 'getMany', { returnAll: true, filters }));
		expect(all).toHaveLength(125);
		expect(all.every(({ source }) => source === 'lead')).toBe(true);
		expect(jsonOf(await world.run('unsubscribe', 'getMany', { limit: 60, filters }))).toHaveLength(60);
	});

	test('an expression that gives no source is refused, since it would give those of every source', async () => {
		const filters = { sources: '={{ $json.nothing }}' };
		const run = await world.run('unsubscribe', 'getMany', { returnAll: true, filters });
		expect(run.error?.message).toBe("'Sources' is empty");
		expect(world.lemlist.requests).toEqual([]);
	});

	test('20,001 are added with three requests', async () => {
		const values = Array.from({ length: 20_001 }, (_, index) => `lead${index}@example.com`);
		const run = await world.run('unsubscribe', 'addMany', { values: '={{ $json.values }}' }, { input: [{ values }] });
		expect(jsonOf(run)).toEqual([{ success: true, count: 20_001 }]);
		expect(list().entries.size).toBe(20_001);
		expect(world.lemlist.requests.map(({ body }) => (body as { values: string[] }).values.length)).toEqual([
			10_000, 10_000, 1,
		]);
	});

	test('are added from a text with commas and line breaks', async () => {
		await world.run('unsubscribe', 'addMany', { values: ' a@example.com,@example.org\n+33612345678\n\n' });
		expect([...list().entries.keys()]).toEqual(['a@example.com', '@example.org', '+33612345678']);
	});

	test('a contact is marked as do-not-contact, and the mark is taken off', async () => {
		const status = async () => jsonOf(await world.run('unsubscribe', 'getContact', { contactId: 'ctc_1' }));
		expect(jsonOf(await world.run('unsubscribe', 'addContact', { contactId: 'ctc_1' }))).toEqual([
			{ _id: 'ctc_1', doNotContact: true },
		]);
		expect(await status()).toEqual([{ _id: 'ctc_1', doNotContact: true }]);
		expect(jsonOf(await world.run('unsubscribe', 'deleteContact', { contactId: 'ctc_1' }))).toEqual([
			{ deleted: true, contactId: 'ctc_1' },
		]);
		expect(await status()).toEqual([{ _id: 'ctc_1', doNotContact: false }]);
	});

	test.each([
		[
			'exportVariables',
			'unsubscribes',
			() =>
				`_id,value,source,createdAt\n${addMany(2)
					.map(({ _id, value, source, createdAt }) => `${_id},${value},${source},${createdAt}\n`)
					.join('')}`,
		],
		['exportContacts', 'unsubscribed contacts', () => '_id,doNotContact\nctc_1,true\n'],
	])('%s gives a CSV file', async (operation, content, makeCsv) => {
		list().doNotContact.add('ctc_1');
		const csv = makeCsv();
		const run = await world.run('unsubscribe', operation, {});
		const [item] = run.items(LEMLIST);
		expect(item?.json).toEqual({
			fileName: expect.stringMatching(new RegExp(`^${content} \\d{4}-\\d\\d-\\d\\d\\.csv$`)) as string,
			fileSize: Buffer.byteLength(csv),
		});
		expect(item?.binary?.data?.mimeType).toBe('text/csv');
		expect((await world.n8n.binary(item?.binary?.data)).toString()).toBe(csv);
	});

	test('exports give one item per row, linked to the input item', async () => {
		addMany(3);
		const run = await world.run('unsubscribe', 'exportVariables', { output: 'rows' });
		expect(jsonOf(run)).toEqual([...list().entries.values()]);
		expect(run.items(LEMLIST).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
	});

	test('an export in another field and under another name', async () => {
		const run = await world.run('unsubscribe', 'exportVariables', {
			binaryPropertyName: 'list',
			options: { fileName: 'a/b' },
		});
		expect(run.items(LEMLIST)[0]?.binary?.list?.fileName).toBe('a-b.csv');
	});
});
