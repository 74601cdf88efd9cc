import { outputSchema, schemaOfItem } from './outputSchema';
import { createWorld, type Parameters, type World } from './world';

let world: World;
let campaignId: string;
let userId: string;
let stepId: string;

beforeAll(async () => {
	world = await createWorld();
	const { state } = world.lemlist;
	userId = state.team.userIds[0]!;
	campaignId = state.addCampaign({
		labels: ['Q4'],
		hasError: true,
		errors: ['Your campaign does not have sender.'],
	})._id;
	stepId = state.campaignDetails.addStep(campaignId)._id;
	state.addLead(campaignId, { email: 'ann@example.com' });
	state.campaignDetails.statutes.set(campaignId, [
		{ type: 'information', level: 2, category: 'limit', message: 'Daily limit' },
	]);
});
afterAll(async () => await world.end());

const PERIOD = { startDate: '2026-01-01T00:00:00', endDate: '2026-01-31' };

const cases: Array<[string, string, () => Parameters]> = [
	['campaign', 'create', () => ({ name: 'New' })],
	['campaign', 'duplicate', () => ({ campaignId })],
	['campaign', 'get', () => ({ campaignId })],
	['campaign', 'getLaunchChecks', () => ({ campaignId })],
	['campaign', 'getMany', () => ({ filters: { status: ['running'] } })],
	['campaign', 'getReports', () => ({ campaignIds: campaignId })],
	['campaign', 'getSettings', () => ({ campaignId })],
	['campaign', 'getStats', () => ({ campaignId, ...PERIOD })],
	['campaign', 'getStatsOfMany', () => ({ campaignIds: campaignId, ...PERIOD })],
	['campaign', 'pause', () => ({ campaignId })],
	['campaign', 'skipStep', () => ({ campaignId, stepId })],
	['campaign', 'skipStepForLeads', () => ({ campaignId, stepId, leads: 'ann@example.com' })],
	['campaign', 'start', () => ({ campaignId })],
	['campaign', 'update', () => ({ campaignId, updateFields: { name: 'Other', sendUserIds: userId } })],
	['campaign', 'updateSettings', () => ({ campaignId, settings: '{"tracking":{"trackOpens":false}}' })],
	['team', 'get', () => ({})],
	['team', 'getCredits', () => ({})],
	['team', 'getSenders', () => ({})],
	['user', 'get', () => ({ userId })],
	['user', 'getChannels', () => ({})],
	['user', 'getSignature', () => ({ userId })],
	['user', 'updateLinkedInLimits', () => ({ userId, updateFields: { inviteLimit: 25, inviteRampUp: 5 } })],
	['user', 'updateSignature', () => ({ userId, updateFields: { signature: '<p>Ann</p>' } })],
];

test.each(cases)('The preview of %s, %s shows what the operation gives', async (resource, operation, parameters) => {
	const [item] = await world.json(resource, operation, parameters());
	expect(outputSchema(resource, operation)).toEqual(schemaOfItem(item));
});
