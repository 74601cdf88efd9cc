import type { FaultRule } from '../../../simulator';
import type { FaultClass } from './classes';

type Action = FaultRule['do'];

/** What happens to n8n or its machine while a request is under way. */
export type Event = 'clockBack' | 'clockForth' | 'stop' | 'timeout' | 'killed';

export interface Fault {
	/** As the table has it. */
	name: string;
	/** What the service does to the request. */
	answer?(target: FaultClass): Action;
	/** What happens while the service does not answer. */
	event?: Event;
	/** How often in a row, where not for ever. */
	stays?: number;
	/** The service did nothing, by its own word. */
	isRefusal?: true;
}

const PAGE = '<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon</body></html>';

/** The worst case: the service does its work, and then something in between answers. */
const done = (status: number, body: unknown, contentType?: string): Fault['answer'] => {
	const thenAnswer = { status, body, contentType };
	return () => ({ thenAnswer });
};

export const faults: Fault[] = [
	{
		name: '429 with Retry-After',
		answer: () => ({ status: 429, body: 'Too many requests', headers: { 'retry-after': '30' } }),
		isRefusal: true,
	},
	{
		name: '429 without Retry-After',
		answer: () => ({ status: 429, body: 'Too many requests', headers: { 'retry-after': null } }),
		isRefusal: true,
		stays: 20,
	},
	{
		name: '429 for a limit of the plan',
		answer: () => ({ status: 429, body: 'Monitoring limit exceeded', headers: { 'retry-after': '60' } }),
		isRefusal: true,
	},
	{ name: '408', answer: done(408, 'Request timeout') },
	{ name: '500', answer: done(500, 'Internal server error') },
	{ name: '502', answer: done(502, 'Bad gateway') },
	{ name: '503', answer: done(503, 'Service unavailable') },
	{ name: '504', answer: done(504, 'Gateway timeout') },
	{ name: 'Reset before the answer', answer: () => 'processThenReset' },
	{ name: 'Reset during the answer', answer: () => ({ truncateAfter: 10, mode: 'contentLength' }) },
	{ name: 'Stall', answer: ({ isFile }) => (isFile ? { stallAfter: 10 } : 'timeout') },
	{ name: 'Truncated body', answer: () => ({ truncateAfter: 10, mode: 'clean' }) },
	{ name: 'HTML under 200', answer: done(200, PAGE, 'text/html') },
	{ name: 'HTML under 404', answer: done(404, PAGE, 'text/html') },
	{ name: 'Invalid JSON', answer: done(200, '{"_id": "cam_', 'application/json') },
	{ name: 'Empty body', answer: done(200, '') },
	{ name: 'Wrong content type', answer: () => ({ answerAs: 'text/html; charset=utf-8' }) },
	{ name: '204', answer: done(204, '') },
	{ name: 'Redirect within the origin', answer: () => ({ redirectTo: '?moved=1' }) },
	{ name: 'Redirect to another origin', answer: ({ elsewhere }) => ({ redirectTo: elsewhere() }) },
	{ name: 'Expired status', answer: ({ expiredStatus }) => expiredStatus! },
	{ name: 'Expired file', answer: ({ expiredFile }) => expiredFile! },
	{ name: 'Clock set back', answer: () => ({ delayMs: 5 }), event: 'clockBack' },
	{ name: 'Clock set forth', answer: () => ({ delayMs: 5 }), event: 'clockForth' },
	{ name: 'Stop', answer: () => 'timeout', event: 'stop' },
	{ name: 'Workflow timeout', answer: () => 'timeout', event: 'timeout' },
	{ name: 'Process killed', answer: () => 'timeout', event: 'killed' },
];
