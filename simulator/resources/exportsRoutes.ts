import { ApiError, type RouteGroup } from '../engine/context';
import { describeExport, describeStart, type ExportRecord } from './exports';
import { publicUrl } from './filesRoutes';
import { findCampaign } from './campaignsRoutes';

interface ExportParams {
	campaignId: string;
	exportId: string;
}

export const exportRoutes: RouteGroup = (api, context) => {
	const { state, clock } = context;

	api.get<{ Params: { campaignId: string } }>(
		'/campaigns/:campaignId/export/start',
		{ config: { kind: 'start' } },
		async ({ params, team }) => describeStart(state.startExport(findCampaign(state, team, params.campaignId))),
	);

	const statusAnswer = (record: ExportRecord, host: string) => ({
		ok: true,
		status: describeExport(record, clock.now(), publicUrl(record, context, host)),
	});

	api.get<{ Params: ExportParams }>(
		'/campaigns/:campaignId/export/:exportId/status',
		{ config: { kind: 'status' } },
		async ({ params, team, host }) => {
			const campaign = findCampaign(state, team, params.campaignId);
			const record = state.findExport(campaign._id, params.exportId);
			if (record === undefined)
				throw new ApiError(404, { ok: false, message: `Export with id ${params.exportId} not found` });
			return statusAnswer(record, host);
		},
	);

	api.put<{ Params: ExportParams & { email: string } }>(
		'/campaigns/:campaignId/export/:exportId/email/:email',
		{ config: { kind: 'email' } },
		async ({ params, team, host }) => {
			const campaign = findCampaign(state, team, params.campaignId);
			const record = state.findExport(campaign._id, params.exportId);
			if (record === undefined) throw new ApiError(404, 'Export not found');
			record.email = params.email;
			return statusAnswer(record, host);
		},
	);
};
