import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { callJson, send, useSimulator } from '../../support/simulatorClient';

/** Steers the simulator as another process does. */
async function fire(url: string, query = '', body?: object): Promise<{ status: number; json: never }> {
	const response = await fetch(`${url}/_simulator/events${query}`, {
		method: 'POST',
		...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	return { status: response.status, json: (await response.json()) as never };
}

describe('POST /_simulator/events', () => {
	const simulator = useSimulator(() => ({ seed: 2 }));

	it('lets something happen: an activity of a lead that exists, which lemlist lists and calls webhooks with', async () => {
		const received: Array<Record<string, unknown>> = [];
		const receiver = createServer((request, response) => {
			let text = '';
			request.on('data', (data: Buffer) => (text += data.toString()));
			request.on('end', () => {
				received.push(JSON.parse(text) as Record<string, unknown>);
				response.end('thanks');
			});
		}).listen(0, '127.0.0.1');
		await once(receiver, 'listening');
		const targetUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
		await send(simulator(), 'POST', '/hooks', { targetUrl, secret: 'only between us' });

		const { status, json } = await fire(simulator().url, '?type=emailsOpened');
		expect(status).toBe(200);
		const { activity, deliveries } = json as { activity: Record<string, string>; deliveries: object[] };
		const [campaign] = [...simulator().state.campaigns.values()];
		const lead = simulator().state.leads.get(activity.leadId ?? '');
		expect(activity).toMatchObject({ type: 'emailsOpened', campaignId: campaign?._id, campaignName: campaign?.name });
		expect(activity).toMatchObject({ leadEmail: lead?.email, leadFirstName: lead?.firstName });
		expect(lead?.campaignId).toBe(campaign?._id);
		expect(deliveries).toEqual([expect.objectContaining({ targetUrl, status: 200, answer: 'thanks' })]);
		// The secret is between lemlist and n8n.
		expect(JSON.stringify(json)).not.toContain('only between us');
		expect(received).toMatchObject([{ _id: activity._id, secret: 'only between us' }]);
		expect(await callJson(simulator(), '/activities?version=v2')).toMatchObject([{ _id: activity._id }]);
		receiver.close();
	});

	it('is a reply where nothing else is asked for, and another lead each time', async () => {
		const events = [await fire(simulator().url), await fire(simulator().url, '', {})].map(
			({ json }) => (json as { activity: Record<string, string> }).activity,
		);
		expect(events.map(({ type }) => type)).toEqual(['emailsReplied', 'emailsReplied']);
		expect(new Set(events.map(({ leadEmail }) => leadEmail)).size).toBe(2);
	});

	it('takes fields from its body, the campaign by its ID', async () => {
		const [, second] = [...simulator().state.campaigns.values()];
		const { json } = await fire(simulator().url, '', { campaignId: second?._id, type: 'emailsClicked', bot: true });
		expect(json).toMatchObject({ activity: { campaignName: second?.name, type: 'emailsClicked', bot: true } });
	});

	it.each([
		['?type=somethingElse', 'lemlist has no event of the type "somethingElse"'],
		['?campaignId=cam_gone', 'There is no campaign cam_gone'],
	])('refuses %s and says why', async (query, error) => {
		expect(await fire(simulator().url, query)).toEqual({ status: 400, json: { error } });
		expect(simulator().state.activities).toHaveLength(0);
	});
});
