/**
 * Child process: loads every node and credential class of the package in argv[2] the way n8n does in production (the
 * class is required, then made inside a vm context). Only what NODE_PATH offers can be imported beside it.
 * Prints JSON: { loaded: [{ file, name, milliseconds }], resolvable: { <module>: boolean } }.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { basename, join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { createContext, Script } = require('node:vm');

const [packageDirectory, ...modulesToTry] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8'));
const requireFromPackage = createRequire(join(packageDirectory, 'package.json'));
const context = createContext({ require: requireFromPackage });

function load(file) {
	const className = basename(file).split('.')[0];
	const startedAt = performance.now();
	const instance = new Script(`new (require(${JSON.stringify(`./${file}`)}).${className})()`).runInContext(context);
	const milliseconds = Math.round((performance.now() - startedAt) * 10) / 10;
	return { file, name: instance.description?.name ?? instance.name, milliseconds };
}

function resolves(module) {
	try {
		requireFromPackage.resolve(module);
		return true;
	} catch {
		return false;
	}
}

const loaded = [...manifest.n8n.credentials, ...manifest.n8n.nodes].map(load);
const resolvable = Object.fromEntries(modulesToTry.map((module) => [module, resolves(module)]));
console.log(JSON.stringify({ loaded, resolvable }));
