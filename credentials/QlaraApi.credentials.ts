import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticate } from '../nodes/shared/qlara/credential';

/** An API key of a Qlara account (Agile Telecom). */
export class QlaraApi implements ICredentialType {
	name = 'qlaraApi';

	displayName = 'Qlara API';

	icon = { light: 'file:../icons/qlara.svg', dark: 'file:../icons/qlara.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-lemlist/n8n-nodes-lemlist/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Agile Telecom gives the API key of a Qlara account: ask your contact there for one. Where the account allows certain IP addresses only, the public one of your n8n has to be among them.',
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
			description: 'The API key that Agile Telecom gave you for your Qlara account',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://lora-api.agiletelecom.com/api/partner-gateway/v1',
			required: true,
			description: 'Leave as it is, unless you use a test server. Must be https, or on this computer.',
		},
	];

	/** Adds the key, and only to a request that goes to the origin of the base URL. */
	authenticate = authenticate;

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/exports',
			qs: { page: 0, limit: 1 },
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'Qlara does not know this API key (401). Copy it again, without spaces.' },
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'Qlara does not let this n8n in (403). Add its IP address to the allowed addresses of the Qlara account.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Qlara knows no exports at this base URL (404). It is https://lora-api.agiletelecom.com/api/partner-gateway/v1.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 429,
					message: 'This API key is used too often right now (429). Test it again in a minute.',
				},
			},
		],
	};
}
