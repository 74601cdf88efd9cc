/**
 * Child process: lists what n8n-core's own package loader finds in the package in argv[2], outside jest, because under
 * jest n8n loads classes differently. n8n-core keeps its settings in N8N_USER_FOLDER.
 * Prints JSON: { nodes: [{ name, iconUrl, codex, version }], credentials: [{ name, iconUrl, supportedNodes }] }.
 */
require('reflect-metadata');
const { LazyPackageDirectoryLoader } = require('n8n-core');

async function main() {
	const loader = new LazyPackageDirectoryLoader(process.argv[2]);
	await loader.loadAll();
	const nodes = loader.types.nodes.map(({ name, iconUrl, codex, version }) => ({ name, iconUrl, codex, version }));
	const credentials = loader.types.credentials.map(({ name, iconUrl, supportedNodes }) => ({
		name,
		iconUrl,
		supportedNodes,
	}));
	console.log(JSON.stringify({ nodes, credentials }));
}

main().catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
