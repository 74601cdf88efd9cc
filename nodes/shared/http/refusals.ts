import { mayBeDone, ServiceError } from '../n8n/serviceError';
import type { Service, ServiceAnswer } from './service';
import { isHtml, pageTitle } from './text';

/** The error for an answer that is none of the service's. @param what came, such as "a web page" */
export function unreadable({ name }: Pick<Service, 'name'>, what: string, status: number, title = ''): ServiceError {
	const named = title && `It is called "${title}". `;
	return new ServiceError('unreadable', {
		message: `${name} sent ${what} instead of data (HTTP ${status})`,
		description: `${named}Something between n8n and ${name} answered, or ${name} is in trouble. Run the node again later, and check the base URL of the credential.`,
		status,
	});
}

/** The error for an answer with an error status. A web page is a proxy's, whatever its status says. */
export function refusal(service: Pick<Service, 'name' | 'readRefusal'>, answer: ServiceAnswer): ServiceError {
	const { status, body } = answer;
	if (typeof body === 'string' && isHtml(body)) return unreadable(service, 'a web page', status, pageTitle(body));
	const { words, advice, meaning, final } = service.readRefusal(answer) ?? {
		advice: 'Run the node again later.',
	};
	return new ServiceError('refused', {
		message: `${service.name} says: ${words ?? 'nothing'} (HTTP ${status})`,
		description: advice,
		status,
		serviceSays: words,
		meaning,
		final,
	});
}

/** The error for an answer under 2xx, if it is none after all. */
export function refusalUnder2xx(service: Service, answer: ServiceAnswer): ServiceError | undefined {
	const { body } = answer;
	const isPage = typeof body === 'string' && isHtml(body);
	return isPage || service.readRefusal(answer) ? refusal(service, answer) : undefined;
}

/** The error of a request that does something each time it comes: where it may be done, it says so. */
export function perhapsDone({ name }: Pick<Service, 'name'>, error: unknown): unknown {
	if (!mayBeDone(error)) return error;
	return error.with({ advice: `${name} may have done it all the same: look there before you try again.` });
}
