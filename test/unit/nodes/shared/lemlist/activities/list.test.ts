import { activityList } from '../../../../../../nodes/shared/lemlist/activities/list';
import { readPages } from '../../../../../../nodes/shared/http/pages';
import { recordingClient } from '../../../../../support/lemlist/recordingClient';

async function read(query: Parameters<typeof activityList>[0], answer: unknown) {
	const { client, sent } = recordingClient(() => answer);
	const found = [];
	for await (const { fresh } of readPages(client, activityList(query))) found.push(...fresh);
	return { found, sent };
}

describe('The activities', () => {
	it('are asked for in the version that lemlist still has, 100 at a time', async () => {
		const { found, sent } = await read({ type: 'emailsSent', leadId: undefined }, [{ _id: 'act_1' }]);
		expect(found).toEqual([{ _id: 'act_1' }]);
		expect(sent[0]).toMatchObject({
			path: '/activities',
			query: { version: 'v2', type: 'emailsSent', offset: 0, limit: 100 },
		});
	});

	it('of a type that lemlist does not know are an error that names it', async () => {
		await expect(read({ type: 'emailsSnet' }, {})).rejects.toMatchObject({
			kind: 'refused',
			message: 'lemlist knows no activities of the type "emailsSnet"',
		});
	});

	it.each([
		['no list without a type', {}, {}],
		['something else for a type', { type: 'emailsSent' }, { message: 'hello' }],
	])('are an error that shows what came: %s', async (_what, query, answer) => {
		await expect(read(query, answer)).rejects.toMatchObject({
			kind: 'unexpected',
			message: 'lemlist sent the activities in a form that this node does not know',
		});
	});
});
