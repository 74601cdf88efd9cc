/** Builds what is published: the compiled nodes and credentials with their icons, codex files and output schemas. */
const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

const OUTPUT = 'dist';

const clean = () => rm(OUTPUT, { recursive: true, force: true });

/** `--noEmitOnError`, so that sources with type errors leave nothing that could be packed. */
const compile = () =>
	spawn(
		process.execPath,
		[require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.build.json', '--noEmitOnError'],
		{ stdio: 'inherit' },
	);

/** The nodes and credentials name their icons relative to themselves, so icons/ keeps its place beside nodes/. */
const copyIcons = () => src('icons/*.svg', { encoding: false }).pipe(dest(`${OUTPUT}/icons`));

/** n8n looks for a node's codex (`<Name>.node.json`) and its `__schema__` folder beside the compiled node. */
const copyNodeJson = () =>
	src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: '.', encoding: false }).pipe(dest(OUTPUT));

clean.displayName = 'clean';
compile.displayName = 'compile';
copyIcons.displayName = 'copy:icons';
copyNodeJson.displayName = 'copy:json';

const build = series(clean, compile, parallel(copyIcons, copyNodeJson));

module.exports = { clean, build, default: build };
