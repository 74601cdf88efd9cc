import type { ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';

import { LemlistPollingTrigger } from '../../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node';
import { LemlistTrigger } from '../../../nodes/LemlistTrigger/LemlistTrigger.node';
import { startSimulator, type Simulator } from '../../../simulator';
import { acquireRuntime, releaseRuntime } from '../../../tools/engine/runtime';
import { hookContext } from './triggerContexts';

const API_KEY = 'k3y/that+must=never0show';

let lemlist: Simulator;

beforeAll(acquireRuntime);
afterAll(releaseRuntime);
beforeEach(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, rateLimit: false });
});
afterEach(async () => {
	await lemlist.close();
});

describe.each([
	['Lemlist Trigger', new LemlistTrigger()],
	['Lemlist Polling Trigger', new LemlistPollingTrigger()],
])('The panel of %s', (_name, trigger) => {
	const [events, , , options] = trigger.description.properties;
	const option = (name: string) => (options!.options as INodeProperties[]).find((one) => one.name === name)!;

	/** What n8n shows in the list of an option. */
	async function choices(name: string, apiKey = API_KEY) {
		const setup = { nodeType: trigger, parameters: {}, credential: { apiKey, baseUrl: lemlist.baseUrl } };
		const { loadOptionsMethod } = option(name).typeOptions!;
		const load = trigger.methods.loadOptions[loadOptionsMethod as 'getCampaigns'];
		return await load.call(hookContext(setup) as unknown as ILoadOptionsFunctions);
	}

	test('lists the campaigns of all pages, with what tells that one does not run', async () => {
		lemlist.state.campaigns.clear();
		for (let index = 0; index < 130; index++)
			lemlist.state.addCampaign({ name: `Campaign ${index}`, status: 'running' });
		const paused = lemlist.state.addCampaign({ name: 'Old', status: 'paused' });
		const found = await choices('campaignIds');
		expect(found).toHaveLength(131);
		expect(found).toContainEqual({ name: 'Old (paused)', value: paused._id });
	});

	test('lists the users of the team as senders', async () => {
		const { users } = lemlist.state.team;
		expect((await choices('senders')).map(({ value }) => value).sort()).toEqual(
			users.map(({ userId }) => userId).sort(),
		);
	});

	test('says why there is no list, in the words of lemlist and without the key', async () => {
		const refused = await choices('senders', 'another+key').catch((error: unknown) => error as Error);
		expect(refused).toMatchObject({ message: expect.stringContaining('lemlist') });
		expect(JSON.stringify(refused)).not.toContain('another+key');
	});

	test('has its options sorted, with descriptions that fit two lines', () => {
		const all = options!.options as INodeProperties[];
		const names = all.map(({ displayName }) => displayName);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(new Set(names).size).toBe(names.length);
		for (const name of ['isFirst', 'ignoreBots', 'campaignIds', 'senders']) {
			const text = option(name).description!.replace(/<[^>]*>/g, '');
			expect(text.length).toBeLessThanOrEqual(100);
		}
		expect(trigger.description.description.length).toBeLessThanOrEqual(100);
	});

	test('calls each event in the list of nodes by an action of its own', () => {
		// n8n looks for a parameter that is called Events, and takes `action` before it makes one of the name.
		expect(events).toMatchObject({ displayName: 'Events', type: 'multiOptions' });
		for (const event of events!.options!) expect(event).toHaveProperty('action', expect.stringMatching(/^On /));
	});

	test('leaves everything as it was for a workflow that has none of the options', () => {
		expect(options).toMatchObject({ name: 'options', type: 'collection', default: {} });
	});
});
