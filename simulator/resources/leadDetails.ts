import { ApiError } from '../engine/apiError';
import type { Resource, Routes } from '../engine/world';
import { Campaigns } from './campaigns';
import { Leads } from './leads';

/** A file that came with POST /leads/audio. */
export interface UploadedAudio {
	leadId: string;
	stepId: string;
	fileName: string;
	mimeType: string;
	content: Buffer;
}

/** Messages, files and imports of leads. */
export class LeadDetails {
	/** Messages written for one lead and step, by `leadId stepId`. */
	readonly personalizations = new Map<string, Record<string, unknown>>();
	readonly audio: UploadedAudio[] = [];
	/** Bodies of POST …/leads/import. */
	readonly imports: Array<{ campaignId: string; body: unknown }> = [];
}

type Body = Record<string, unknown> | undefined;
type Step = { Params: { campaignId: string; lead: string; stepId: string }; Body: Body };

const routes: Routes = (api, world) => {
	const details = world.store(LeadDetails);
	const leads = world.store(Leads);
	const campaigns = world.store(Campaigns);

	api.post<{ Querystring: Record<string, string | undefined> }>(
		'/leads/audio',
		{ config: { kind: 'leadAudio' } },
		async ({ query, body, headers, team }) => {
			const { leadId = '', stepId = '' } = query;
			const { campaignId } = leads.require(team, leadId);
			const upload = readUpload(body, headers['content-type']);
			if (!upload?.mimeType.startsWith('audio/')) throw new ApiError(400, 'Invalid audio file');
			details.audio.push({ leadId, stepId, ...upload });
			const { fileName } = upload;
			const url = `https://files.lemlist.example/${leadId}/${encodeURIComponent(fileName)}`;
			return { ok: true, status: { url, teamId: team._id, campaignId, leadId, fileName } };
		},
	);

	const stepRoute = '/campaigns/:campaignId/leads/:lead/steps/:stepId/personalization';
	api.put<Step>(stepRoute, { config: { kind: 'leadStep' } }, async ({ params, body, team }) => {
		const lead = leads.requireIn(campaigns.require(team, params.campaignId), params.lead);
		const content = body ?? {};
		details.personalizations.set(`${lead._id} ${params.stepId}`, content);
		return { leadId: lead._id, stepId: params.stepId, content };
	});
	api.delete<Step>(stepRoute, { config: { kind: 'leadStep' } }, async ({ params, team }) => {
		const lead = leads.requireIn(campaigns.require(team, params.campaignId), params.lead);
		return { reset: details.personalizations.delete(`${lead._id} ${params.stepId}`) };
	});

	api.post<{ Params: { campaignId: string }; Body: Body }>(
		'/campaigns/:campaignId/leads/import',
		{ config: { kind: 'leadImport' } },
		async ({ params, body, team }) => {
			const { _id: campaignId } = campaigns.require(team, params.campaignId);
			if (!body?.filterId) throw new ApiError(400, { error: 'filterId is required' });
			details.imports.push({ campaignId, body });
			return { ok: true };
		},
	);
};

/** The one file of a multipart body (RFC 7578); undefined when there is none. */
function readUpload(
	body: unknown,
	contentType = '',
): Pick<UploadedAudio, 'fileName' | 'mimeType' | 'content'> | undefined {
	const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)/.exec(contentType)?.[1];
	if (boundary === undefined || !Buffer.isBuffer(body)) return undefined;
	const headEnd = body.indexOf('\r\n\r\n');
	const end = body.lastIndexOf(`\r\n--${boundary}--`);
	const head = body.subarray(0, headEnd).toString();
	const fileName = /name="file"; filename="([^"]*)"/.exec(head)?.[1];
	if (!head.startsWith(`--${boundary}\r\n`) || fileName === undefined || end < headEnd) return undefined;
	return { fileName, mimeType: /content-type: (\S+)/i.exec(head)?.[1] ?? '', content: body.subarray(headEnd + 4, end) };
}

export const leadDetails = { store: LeadDetails, routes } satisfies Resource;
