import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticate } from '../nodes/shared/lemlist/credential';

/**
 * An API key of a lemlist team. Called `lemlistAccountApi` because credential names are global in
 * n8n, and `lemlistApi` would replace the one of n8n's built-in Lemlist node.
 */
export class LemlistAccountApi implements ICredentialType {
	name = 'lemlistAccountApi';

	displayName = 'Lemlist Account API';

	icon = { light: 'file:../icons/lemlist.svg', dark: 'file:../icons/lemlist.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-lemlist/n8n-nodes-lemlist/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Make a key in lemlist under Settings > Integrations > API > Generate, and copy it at once: lemlist shows it only then. This credential is for the nodes of n8n-nodes-lemlist. The Lemlist node that comes with n8n has one of its own, "Lemlist API".',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The API key of a lemlist user. It belongs to one team.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.lemlist.com/api',
			required: true,
			description: 'Leave as it is, unless you use a test server. Must be https, or on this computer.',
		},
		{
			displayName: 'Requests per 2 Seconds',
			name: 'requestsPer2Seconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
			default: 20,
			description:
				'How much of the limit of this key one n8n process may use. lemlist allows 20. Lower it where several workers or tools share the key, such as 10 for two workers.',
		},
	];

	/** Adds the key, and only to a request that goes to the origin of the base URL. */
	authenticate = authenticate;

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/team', disableFollowRedirect: true },
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 400,
					message: 'lemlist got no usable API key (400). Copy the key again, without spaces before or after it.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'lemlist does not know this API key (401). Make a new one under Settings > Integrations in lemlist.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The lemlist user behind this API key is blocked (403). Ask an admin of your lemlist team.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'lemlist found no user for this API key, or the base URL is not right (404). It is https://api.lemlist.com/api.',
				},
			},
		],
	};
}
