/**
 * Who may import whom, as a lint rule. The rooms of nodes/shared/ lie one above the other, what several nodes share lies
 * below them, and the product below all that builds, tests and shows it; imports go downwards only.
 */
const { posix, relative, resolve, sep } = require('node:path');

const ROOT = resolve(__dirname, '../..');

/** Rooms of nodes/shared/ that know no service, from bottom to top. Any other room there is a service's own. */
const LAYERS = ['time', 'n8n', 'http', 'csv', 'jobs'];

const PRODUCT = ['nodes', 'credentials'];
/** Top-level folders that each may import from besides itself; those that are not named may import from all. */
const FOLDERS_BELOW = {
	nodes: [],
	credentials: ['nodes'],
	simulator: [],
	tools: ['simulator', ...PRODUCT],
	scripts: ['tools', 'simulator', ...PRODUCT],
	bench: ['tools', 'simulator', ...PRODUCT],
};
const FOLDERS = [...Object.keys(FOLDERS_BELOW), 'test'];

/** Folders of a node that must not know its operations. */
const BELOW_RESOURCES = ['table', 'fields'];

const isService = (room) => room !== undefined && !LAYERS.includes(room);

function againstShared(from, to) {
	if (from === to) return undefined;
	if (isService(to)) return isService(from) ? 'services do not know each other' : `"${from}" knows no service`;
	if (isService(from) || LAYERS.indexOf(to) < LAYERS.indexOf(from)) return undefined;
	return `"${to}" lies above "${from}"`;
}

/** Inside a node's folder; paths from there. */
function againstInside(from, to) {
	const [fromFolder, fromResource] = from;
	const [toFolder, toResource] = to;
	if (from.length > 1 && to.length === 1 && toFolder.endsWith('.node')) return 'the node lies above its parts';
	if (toFolder !== 'resources') return undefined;
	if (BELOW_RESOURCES.includes(fromFolder)) return `"${fromFolder}" knows no resource`;
	const isOther = fromFolder === 'resources' && from.length > 2 && fromResource !== toResource;
	return isOther ? 'a resource knows no other: what two need lies in "fields"' : undefined;
}

/**
 * Why a file must not import another; undefined where it may.
 *
 * @param {string} from path of a file, from the root of the repository, with `/`
 * @param {string} to what it imports, in the same way; with or without the ending, or a folder that has an index
 * @returns {string | undefined}
 */
function reasonAgainst(from, to) {
	const [fromTop, ...fromPath] = from.split('/');
	const [toTop, ...toPath] = to.replace(/\.(ts|js|cjs|mjs)$/, '').split('/');
	const below = FOLDERS_BELOW[fromTop];
	if (below === undefined || !FOLDERS.includes(toTop)) return undefined;
	if (fromTop !== toTop) {
		if (!below.includes(toTop)) return `"${fromTop}" must not know "${toTop}"`;
		const isServicesOwn = toPath[0] === 'shared' && isService(toPath[1]);
		return fromTop === 'credentials' && !isServicesOwn ? "credentials only know their service's room" : undefined;
	}
	if (fromTop === 'simulator') {
		const [room, toRoom] = [fromPath, toPath].map((path) => (path.length > 1 ? path[0] : undefined));
		if (room === 'engine') return toRoom && toRoom !== room ? 'the engine knows no resource' : undefined;
		return (room === 'qlara' && toRoom === 'resources') || (room === 'resources' && toRoom === 'qlara')
			? 'services do not know each other'
			: undefined;
	}
	if (fromTop !== 'nodes') return undefined;
	if (fromPath[0] === 'shared') {
		return toPath[0] === 'shared' ? againstShared(fromPath[1], toPath[1]) : 'shared code knows no node';
	}
	if (toPath[0] === 'shared') return undefined;
	return fromPath[0] === toPath[0] ? againstInside(fromPath.slice(1), toPath.slice(1)) : 'a node knows no other node';
}

/** @type {import('eslint').Rule.RuleModule} */
const rule = {
	meta: {
		type: 'problem',
		docs: { description: 'imports go downwards only' },
		messages: { against: 'This import goes the wrong way: {{reason}}.' },
		schema: [],
	},
	create(context) {
		const from = relative(ROOT, context.filename).split(sep).join('/');
		const check = (source) => {
			if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
			const reason = reasonAgainst(from, posix.join(posix.dirname(from), source.value));
			if (reason !== undefined) context.report({ node: source, messageId: 'against', data: { reason } });
		};
		return {
			ImportDeclaration: ({ source }) => check(source),
			ExportNamedDeclaration: ({ source }) => check(source),
			ExportAllDeclaration: ({ source }) => check(source),
			ImportExpression: ({ source }) => check(source),
			TSImportType: ({ source }) => check(source),
			'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
		};
	},
};

module.exports = { LAYERS, reasonAgainst, rules: { 'import-direction': rule } };
