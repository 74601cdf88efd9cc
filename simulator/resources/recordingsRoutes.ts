import { ApiError, type RouteGroup } from '../engine/context';

/** DELETE /activities/{activityId}/recording-transcript: of an activity that has a `recordingUrl`. */
export const recordingRoutes: RouteGroup = (api, { state }) => {
	api.delete<{ Params: { activityId: string } }>(
		'/activities/:activityId/recording-transcript',
		{ config: { kind: 'recording' } },
		async ({ params, team }) => {
			const activity = state.activities.find(({ _id, teamId }) => _id === params.activityId && teamId === team._id);
			if (activity?.recordingUrl === undefined) throw new ApiError(404, 'Activity not found');
			delete activity.recordingUrl;
			delete activity.transcript;
			return { ok: true };
		},
	);
};
