import type { IAuthenticate, ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

/** Whether a host is this computer. */
export function isLoopback(hostname: string): boolean {
	return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The base URL as a URL, refused where the key would travel unencrypted. */
function checkedBaseUrl(baseUrl: unknown, name: string): URL {
	const text = String(baseUrl ?? '').trim();
	if (!URL.canParse(text)) throw new UserError(`The base URL of the ${name} credential is not a URL`);
	const url = new URL(text);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw new UserError(
			`The base URL of the ${name} credential must start with https://, so that nobody can read the API key on its way`,
		);
	}
	if (url.username !== '' || url.password !== '') {
		// n8n would send these in place of the key, and `https://api.example.com@other.host` is other.host.
		throw new UserError(`The base URL of the ${name} credential must not name a user (the part before @)`);
	}
	if (url.search !== '' || url.hash !== '') {
		throw new UserError(`The base URL of the ${name} credential must end with its path, without ? and #`);
	}
	return url;
}

/** Where a request goes, put together as n8n does it. */
function targetOf({ url, baseURL }: IHttpRequestOptions): URL {
	const absolute = /^([a-z][a-z\d+.-]*:)?\/\//i.test(url);
	return new URL(absolute || !baseURL ? url : baseURL);
}

/**
 * How a credential with the fields `apiKey` and `baseUrl` signs a request: the only place that adds the key, and only to
 * a request that goes to the origin of the base URL.
 *
 * @param name of the service, for messages
 * @param headersFor the headers that carry the key
 */
export function signWith(name: string, headersFor: (apiKey: string) => Record<string, string>): IAuthenticate {
	return async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { origin } = checkedBaseUrl(credentials.baseUrl, name);
		if (targetOf(request).origin !== origin) {
			throw new UserError(`The ${name} API key is only sent to ${origin}`);
		}
		request.headers = { ...request.headers, ...headersFor(String(credentials.apiKey ?? '').trim()) };
		return request;
	};
}
