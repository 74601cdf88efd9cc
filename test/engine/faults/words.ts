import type { Fault } from './faults';
import type { Outcome } from './runCell';

/** What messages of errors come to in a cell. */
const SHORT: Array<[RegExp, string]> = [
	[/^No answer from .*/, 'no answer'],
	[/^\w+ says: .* \(HTTP (\d+)\)$/, 'HTTP $1'],
	[/^\w+ sent a web page instead of data.*/, 'web page'],
	[/^\w+ sent an empty answer instead of .*/, 'empty answer'],
	[/^\w+ sent .* in a form that this node does not know$/, 'unknown form'],
	[/^\w+'s address redirects to .*/, 'redirect'],
	[/^The download answered with HTTP (\d+)\..*/, 'HTTP $1'],
	[/^The file did not arrive whole$/, 'file not whole'],
	[/^The file of the export is gone$/, 'file gone'],
	[/^\w+ sent an answer that breaks off .*/, 'broken JSON'],
	[/^lemlist does not know the export any more$/, 'unknown export'],
	[/^The (file did not arrive within|export was not done after) (30 minutes)$/, 'timeout ($2)'],
	[/^The export ended without a file: .*/, 'unknown export'],
];

/** That something may have been done although the answer is an error. */
const PERHAPS = /may be running|may spend credits twice|all the same/;

function shortened(message: string): string {
	const [pattern, short] = SHORT.find(([one]) => one.test(message)) ?? [/^/, ''];
	return message.replace(pattern, short);
}

/** What the polling trigger logs before the reason. */
const NEXT_LOOK = /^lemlist gave no activities\. The next look goes on where this one began\. /;

function errorOf({ message = '', description = '' }: Outcome): string {
	return `error: ${shortened(message)}${PERHAPS.test(description) ? ', may be done' : ''}`;
}

/** A cell in a few words. @param usual requests that the class needs without a fault */
export function wordsOf(outcome: Outcome, { event, isRefusal }: Fault, usual: number): string {
	const { status, requests, madeAgain, message = '' } = outcome;
	const count = requests > usual ? `, ${requests} requests` : '';
	if (event === 'stop') return 'ends at once';
	if (event === 'timeout' && (status === 'canceled' || /was canceled/.test(message))) return 'ends in time';
	if (status === 'later') return `next look gives all (${shortened(message.replace(NEXT_LOOK, ''))})${count}`;
	if (status === 'error') return `${errorOf(outcome)}${count}`;
	if (madeAgain > 0) return `made again${count}`;
	if (count === '') return event ? 'no effect' : 'goes on';
	return `${isRefusal ? 'waits' : 'tries again'}${count}`;
}
