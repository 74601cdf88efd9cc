import { z } from 'zod';

import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { parseAnswer } from '../../../../../nodes/shared/lemlist/answers';
import { lemlist } from '../../../../fixtures';

const start = z.object({ id: z.string(), status: z.enum(['pending', 'done', 'error']) });

/** What checking an answer throws. */
function errorOf(schema: z.ZodTypeAny, answer: unknown): ServiceError {
	try {
		parseAnswer(schema, answer, 'the export status');
	} catch (error) {
		if (error instanceof ServiceError) return error;
	}
	throw new Error('Expected a ServiceError');
}

describe('an answer that code depends on', () => {
	it('is given without the fields that nobody asked for', () => {
		expect(parseAnswer(start, lemlist.exportStartFlat, 'the export')).toEqual({
			id: 'axp_Vv6lJOc8NlVVmDud5',
			status: 'pending',
		});
	});

	it('is refused with the names of the fields that do not fit, and what lemlist sent', () => {
		const error = errorOf(z.object({ status: start }), { status: { id: 7, status: 'archived' } });
		expect(error).toMatchObject({ kind: 'unexpected', message: expect.stringContaining('the export status') });
		expect(error.description).toMatch(/status\.id: .*; status\.status: .*archived/);
		expect(error.description).toContain('{"status":{"id":7,"status":"archived"}}');
	});

	it.each([[undefined], [null], ['Campaign not found'], [[]]])('is refused readably when it is %j', (answer) => {
		expect(errorOf(start, answer).description).toMatch(/^the answer: .* lemlist sent: /);
	});

	it('is not shown in full when it is long', () => {
		expect(errorOf(start, { rows: 'x'.repeat(10_000) }).description!.length).toBeLessThan(400);
	});
});
