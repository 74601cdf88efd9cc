/**
 * Takes the pictures of the documents anew: panels and canvas of n8n's editor after runs against the simulators, each
 * light (<name>.png) and dark (<name>-dark.png).
 *
 *   npm run screenshot                        all of them, into docs/images/
 *   npm run screenshot -- lemlist error       those alone
 *   npm run screenshot -- --output <folder>   elsewhere
 *
 * Needs a Chromium (Debian: apt-get install chromium); CHROMIUM_PATH says where, if not /usr/bin/chromium.
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, selectors, type Page } from 'playwright-core';
import { startQlaraSimulator, startSimulator } from '../../simulator';
import { createN8n, type Editor } from '../../tools/n8n';
import { exampleCredential } from '../../tools/n8n/examples';
import { packPackage } from '../../tools/pack';
import { type Scene, SCENES } from './scenes';

const OUTPUT = resolve(__dirname, '../../docs/images');
/** Wide enough for every label of n8n's own. */
const VIEWPORT = { width: 1440, height: 810 };
const SCHEMES = ['light', 'dark'] as const;
const WITHOUT_NOTIFICATIONS = '.el-notification { display: none; }';
const RUN_TIMEOUT_MS = 60_000;
/** Until a label has faded in, which nothing in the page's markup tells. */
const SETTLE_MS = 1_000;
/** No GPU and no root-safe sandbox in a container; and nothing that calls a browser maker's servers. */
const CHROMIUM_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { output: { type: 'string', default: OUTPUT } },
	});
	const unknown = positionals.filter((name) => !SCENES.some((scene) => scene.name === name));
	if (unknown.length > 0)
		throw new Error(`No such picture: ${unknown.join()}. There are ${SCENES.map(({ name }) => name).join(', ')}`);
	const scenes = SCENES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
	await mkdir(values.output, { recursive: true });

	const simulator = await startSimulator({ seed: true, history: true });
	const qlara = await startQlaraSimulator({ seed: true });
	const tarball = await packPackage();
	const n8n = await createN8n({ tarball });
	try {
		await n8n.importCredentials([exampleCredential(simulator), exampleCredential(qlara, 'qlaraApi')]);
		await n8n.importWorkflows(scenes.map(({ workflow }) => workflow));
		const editor = await n8n.start();
		await takePictures(editor, scenes, values.output);
	} finally {
		await n8n.cleanup();
		await simulator.close();
		await qlara.close();
		if (!process.env.LEMLIST_TARBALL) await rm(dirname(tarball), { recursive: true, force: true });
	}
}

async function takePictures(editor: Editor, scenes: Scene[], output: string): Promise<void> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
		args: CHROMIUM_ARGUMENTS,
	});
	const failed: string[] = [];
	try {
		for (const colorScheme of SCHEMES) {
			const context = await openContext(browser, editor, colorScheme);
			for (const scene of scenes) {
				const file = join(output, `${scene.name}${colorScheme === 'dark' ? '-dark' : ''}.png`);
				const page = await context.newPage();
				try {
					await setScene(page, editor, scene);
					await page.screenshot({ path: file, animations: 'disabled', style: WITHOUT_NOTIFICATIONS });
					console.log(file);
				} catch (error) {
					// The picture that is there stays.
					failed.push(`${scene.name} (${colorScheme}): ${(error as Error).message}`);
				}
				await page.close();
			}
		}
	} finally {
		await browser.close();
	}
	if (failed.length > 0) throw new Error(`Not taken:\n${failed.join('\n')}`);
}

/** A browser window in which the owner is signed in, and what n8n's pages need stays for the next one. */
async function openContext(
	browser: Browser,
	editor: Editor,
	colorScheme: (typeof SCHEMES)[number],
): Promise<BrowserContext> {
	const context = await browser.newContext({ viewport: VIEWPORT, colorScheme });
	context.setDefaultTimeout(RUN_TIMEOUT_MS);
	const [name = '', value = ''] = editor.cookie.split('=');
	await context.addCookies([{ name, value, url: editor.url }]);
	return context;
}

/** Opens the workflow of a scene and does to it what is to be seen. */
async function setScene(page: Page, editor: Editor, scene: Scene): Promise<void> {
	const { workflow, run, open, search } = scene;
	await page.goto(`${editor.url}/workflow/${workflow.id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	if (run === 'success' || run === 'error') await runWorkflow(page, run, open as string);
	if (open) {
		await canvasNode(page, open).dblclick();
		await page.getByTestId('ndv').waitFor();
	}
	if (run === 'testEvent') await fetchTestEvent(page);
	if (search) {
		await page.getByTestId('node-creator-plus-button').first().click();
		await page.getByTestId('node-creator-search-bar').fill(search);
	}
	// Nothing is to show what it shows under the mouse alone.
	await page.mouse.move(0, 0);
	await page.waitForTimeout(SETTLE_MS);
}

/** Runs the workflow from the canvas and waits until the node shows how it ended. */
async function runWorkflow(page: Page, end: 'success' | 'error', nodeName: string): Promise<void> {
	await page.getByTestId('execute-workflow-button').first().click();
	// n8n marks what succeeded and what failed by two kinds of names.
	const marks = end === 'success' ? 'canvas-node-status-success' : 'canvas-node-status-mark-error';
	await canvasNode(page, nodeName).getByTestId(marks).waitFor();
	await page.waitForTimeout(SETTLE_MS);
}

/** Presses the button of a polling trigger's panel, and waits for its output. */
async function fetchTestEvent(page: Page): Promise<void> {
	await page.getByTestId('trigger-execute-button').first().click();
	await page
		.getByTestId('ndv-output-panel')
		.getByText(/\d+ items?/)
		.first()
		.waitFor();
}

function canvasNode(page: Page, name: string) {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
