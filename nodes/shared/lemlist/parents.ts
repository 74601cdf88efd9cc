import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { IdKind } from '../n8n/parameters';
import { ServiceError } from '../n8n/serviceError';

/** The other parameters of a node, while a list search asks for those that its list depends on. */
export interface Parents {
	/** The ID in a parameter; undefined where it is empty, not shown, or known only when the workflow runs. */
	find(name: string, kind: IdKind): string | undefined;
	/**
	 * Like `find`, where the list cannot do without.
	 *
	 * @param label the parameter as the panel shows it
	 * @throws ServiceError of kind `input` that says what to choose first
	 */
	require(name: string, kind: IdKind, label: string): string;
}

/** The value of a parameter in the panel; undefined where it cannot be read. */
function valueOf(context: ILoadOptionsFunctions, name: string): unknown {
	// n8n throws for a parameter that the chosen operation does not show, and for an address without an ID.
	try {
		if (context.getCurrentNodeParameter(name) === undefined) return undefined;
		return context.getCurrentNodeParameter(name, { extractValue: true });
	} catch {
		return undefined;
	}
}

/** Reads the parameters that a list search depends on. */
export function parentsOf(context: ILoadOptionsFunctions): Parents {
	const find: Parents['find'] = (name, kind) => {
		// Beside a parameter in a collection stands its parent, if it is there.
		for (const path of [`&${name}`, name]) {
			const value = valueOf(context, path);
			// An expression that the editor cannot resolve comes as it is.
			if (typeof value === 'string' && kind.isId(value.trim())) return value.trim();
		}
		return undefined;
	};
	return {
		find,
		require: (name, kind, label) => {
			const id = find(name, kind);
			if (id !== undefined) return id;
			throw new ServiceError('input', {
				message: `Choose '${label}' first`,
				description: `The list shows what belongs to it. Where '${label}' is an expression whose value is not known yet, use the mode By ID.`,
			});
		},
	};
}
