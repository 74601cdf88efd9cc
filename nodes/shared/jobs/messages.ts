import { ServiceError } from '../n8n/serviceError';
import type { JobProvider } from './provider';
import type { WaitEnd } from './wait';

/** A time for people. */
export function minutes(ms: number): string {
	return ms < 90_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`;
}

function capitalised(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Every wait that ran out was for a job still pending, if it was seen at all. */
function lastStatus(progress: string | undefined): string {
	if (progress === undefined) return 'unknown';
	return progress === 'pending' ? progress : `pending (${progress})`;
}

/** Everything of a provider that messages are made of. */
export type JobNames = Pick<JobProvider<unknown>, 'service' | 'words' | 'ids' | 'idName'>;

function idsOf({ ids, idName }: JobNames, id?: string): Record<string, string> {
	return id === undefined ? ids : { ...ids, [idName]: id };
}

/** A failed start after which the job may be running all the same: the error says so. */
export function mayRun(error: ServiceError, names: JobNames): ServiceError {
	return error.with({ advice: names.words.mayRun, ids: idsOf(names) });
}

/** A start whose answer has no id, from a service whose answers should. */
export function unnamed(names: JobNames): ServiceError {
	const { service, words } = names;
	return new ServiceError('unexpected', {
		message: `${service.name} started the ${words.noun} without naming its ID`,
		description: words.mayRun,
		ids: idsOf(names),
	});
}

/** A job that was started, and whose id could not be found. */
export function unidentified(error: ServiceError, names: JobNames): ServiceError {
	return error.with({ advice: `Retry On Fail looks for it again, and starts no other.`, ids: idsOf(names) });
}

/** A wait that ended with an error of its own: the job may go on. */
export function interrupted(error: ServiceError, names: JobNames, id: string): ServiceError {
	const { words, service } = names;
	return error.with({
		advice: `The ${words.noun} ${id} may still run at ${service.name}: ${words.later}.`,
		ids: idsOf(names, id),
	});
}

/** Why a job ended without a result. */
export function endedWithout(
	end: Exclude<WaitEnd<unknown>, { ended: 'ready' }>,
	names: JobNames,
	id: string,
): ServiceError {
	const { words, service } = names;
	const ids = idsOf(names, id);
	switch (end.ended) {
		case 'failed':
			return new ServiceError('export', {
				message: `The ${words.noun} ended without ${words.result}: ${end.reason}`,
				description: words.failed(id),
				ids,
			});
		case 'missing':
			return new ServiceError('export', {
				message: words.missing.message ?? `The ${words.noun} ended without ${words.result}: ${end.reason}`,
				description: `${words.missing.message ? `${end.reason}. ` : ''}It is ${id}. ${words.missing.advice}`,
				ids,
			});
		case 'expired':
			return new ServiceError('export', {
				message: `The file of the ${words.noun} is gone`,
				description: `${end.reason}. It is ${id}. ${words.expired ?? words.missing.advice}`,
				ids,
			});
		case 'timeout':
			return new ServiceError('export', {
				message: `The ${words.noun} was not done after ${minutes(end.waitedMs)}`,
				description: `${capitalised(words.noun)} ${id}, last status: ${lastStatus(end.progress)}. It may still run at ${service.name}. ${words.resume(id)}`,
				ids,
			});
	}
}

/** A job that is asked for its file too early, or in vain. */
export function notReady(names: JobNames, id: string, status: string, advice: string): ServiceError {
	return new ServiceError('export', {
		message: `The ${names.words.noun} is not ready: its status is "${status}"`,
		description: advice,
		ids: idsOf(names, id),
	});
}

/** A download that took longer than it may. @param kept how the file can be had later, a sentence */
export function tooSlow(timeoutMs: number, kept: string, ids: Record<string, string>): ServiceError {
	return new ServiceError('unreachable', {
		message: `The file did not arrive within ${minutes(timeoutMs)}`,
		description: `Allow more time in the option 'Timeout'. ${kept}`.trim(),
		ids,
	});
}
