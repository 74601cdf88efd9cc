import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';

import { installedModules } from './install';

/** n8n's own nodes, to run in `tools/engine` beside this package's. */
export interface OwnNodes {
	/** The folder `dist` of n8n-nodes-base. */
	folder: string;
	/** Such as `HttpRequest` or `Files/ExtractFromFile`: a folder of `nodes/` whose node is called like it. */
	node(folder: string): INodeType | IVersionedNodeType;
	/** Such as `HttpBasicAuth`. */
	credentialType(name: string): ICredentialType;
}

/**
 * n8n's own nodes, of the n8n that the end-to-end tests run; undefined where it is not installed
 * (`npx tsx tools/n8n/install.ts` installs it). Loading the first one takes seconds.
 */
export function ownNodes(): OwnNodes | undefined {
	const modules = installedModules();
	const folder = modules && join(modules, 'n8n-nodes-base', 'dist');
	if (folder === undefined || !existsSync(folder)) return undefined;
	const load = createRequire(join(folder, 'index.js'));
	const make = <T>(file: string, name: string) => new (load(file) as Record<string, new () => T>)[name]!();
	return {
		folder,
		node: (path) => {
			const name = path.slice(path.lastIndexOf('/') + 1);
			return make(`./nodes/${path}/${name}.node.js`, name);
		},
		credentialType: (name) => make(`./credentials/${name}.credentials.js`, name),
	};
}

/** What to say where they are left out. */
export const HOW_TO_INSTALL = "n8n's own nodes are left out: npx tsx tools/n8n/install.ts installs them.";
