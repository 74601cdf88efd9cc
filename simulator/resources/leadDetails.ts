import type { Lead } from './leads';
import type { Campaign } from '../state';

/** A file that came with POST /leads/audio. */
export interface UploadedAudio {
	leadId: string;
	stepId: string;
	fileName: string;
	mimeType: string;
	content: Buffer;
}

/** What the simulator knows of leads besides the leads themselves. */
export class LeadDetails {
	/** Messages written for one lead and step, by `leadId stepId`. */
	readonly personalizations = new Map<string, Record<string, unknown>>();
	readonly audio: UploadedAudio[] = [];
	/** Bodies of POST …/leads/import. */
	readonly imports: Array<{ campaignId: string; body: unknown }> = [];
}

/** The fields of a lead that a body of lemlist's may set directly; other keys are custom variables. */
export const DEFAULT_VARIABLES = [
	'email',
	'firstName',
	'lastName',
	'picture',
	'phone',
	'linkedinUrl',
	'companyName',
	'companyDomain',
	'icebreaker',
	'timezone',
] as const;

/** A lead as most routes answer it: its variables stand beside the fields. */
export function describeLead(
	{ _id, campaignId, email, firstName, lastName, companyName, companyDomain, emailStatus, status, variables }: Lead,
	{ name }: Campaign,
) {
	return {
		campaignId,
		campaignName: name,
		email,
		firstName,
		lastName,
		companyName,
		companyDomain,
		...variables,
		_id,
		isPaused: status === 'paused',
		contactId: contactIdOf(_id),
		emailStatus,
	};
}

/** A lead as a row of GET /leads/{email}: one per campaign. */
export function describeLeadRow(
	{ _id, email, firstName, lastName, companyName, companyDomain, lastState, status, emailStatus, variables }: Lead,
	campaign: Campaign,
) {
	return {
		_id,
		updatedAt: campaign.createdAt,
		isPaused: status === 'paused',
		state: lastState,
		status,
		personalized: false,
		source: 'api',
		variables: { firstName, lastName, companyName, companyDomain, email, ...variables },
		contactId: contactIdOf(_id),
		enrichment: { emailStatus },
		campaign: { id: campaign._id, name: campaign.name, status: campaign.status },
		sendingUser: {},
	};
}

export function contactIdOf(leadId: string): string {
	return `ctc_${leadId.slice(4)}`;
}

/** The one file of a multipart body (RFC 7578); undefined when there is none. */
export function readUpload(
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
