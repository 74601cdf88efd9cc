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
import { type Browser, chromium, selectors, type Page } from 'playwright-core';
import { startQlaraSimulator, startSimulator } from '../../simulator';
import { createN8n, type Editor } from '../../tools/n8n';
import { freePorts } from '../../tools/n8n/environment';
import { exampleCredential } from '../../tools/n8n/examples';
import { packPackage } from '../../tools/pack';
import { type Scene, SCENES } from './scenes';

const OUTPUT = resolve(__dirname, '../../docs/images');
const VIEWPORT = { width: 1280, height: 760 };
const SCALE = 1.5;
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
		const [port = 0] = await freePorts(1);
		const editor = await n8n.start({ port, env: { WEBHOOK_URL: `http://127.0.0.1:${port}/` } });
		const fire = async () =>
			void (await fetch(`${simulator.url}/_simulator/events?type=emailsReplied`, { method: 'POST' }));
		await takePictures(editor, scenes, values.output, fire);
	} finally {
		await n8n.cleanup();
		await simulator.close();
		await qlara.close();
		if (!process.env.LEMLIST_TARBALL) await rm(dirname(tarball), { recursive: true, force: true });
	}
}

async function takePictures(editor: Editor, scenes: Scene[], output: string, fire: () => Promise<void>): Promise<void> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
		args: CHROMIUM_ARGUMENTS,
	});
	const failed: string[] = [];
	try {
		for (const scene of scenes) {
			for (const colorScheme of SCHEMES) {
				const file = join(output, `${scene.name}${colorScheme === 'dark' ? '-dark' : ''}.png`);
				const page = await openPage(browser, editor, colorScheme);
				try {
					await setScene(page, editor, scene, fire);
				} catch (error) {
					failed.push(`${scene.name} (${colorScheme}): ${(error as Error).message}`);
				}
				await page.screenshot({ path: file, animations: 'disabled', style: WITHOUT_NOTIFICATIONS });
				console.log(file);
				await page.context().close();
			}
		}
	} finally {
		await browser.close();
	}
	if (failed.length > 0) throw new Error(`Not as they should be:\n${failed.join('\n')}`);
}

async function openPage(browser: Browser, editor: Editor, colorScheme: (typeof SCHEMES)[number]): Promise<Page> {
	const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: SCALE, colorScheme });
	const [name = '', value = ''] = editor.cookie.split('=');
	await context.addCookies([{ name, value, url: editor.url }]);
	const page = await context.newPage();
	page.setDefaultTimeout(RUN_TIMEOUT_MS);
	return page;
}

/** Opens the workflow of a scene and does to it what is to be seen. */
async function setScene(page: Page, editor: Editor, scene: Scene, fire: () => Promise<void>): Promise<void> {
	const { workflow, run, open, view, search } = scene;
	await page.goto(`${editor.url}/workflow/${workflow.id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	if (run === 'success' || run === 'error') await runWorkflow(page, run, open as string);
	if (open) {
		await canvasNode(page, open).dblclick();
		await page.getByTestId('ndv').waitFor();
	}
	if (run === 'testEvent') await takeTestEvent(page, fire);
	if (view) await page.getByTestId('ndv-output-panel').getByText(view, { exact: true }).click();
	if (search) {
		await page.keyboard.press('Tab');
		await page.getByTestId('node-creator-search-bar').fill(search);
	}
	await page.waitForTimeout(SETTLE_MS);
}

/** Runs the workflow from the canvas and waits until the node shows how it ended. */
async function runWorkflow(page: Page, end: 'success' | 'error', nodeName: string): Promise<void> {
	await page.getByTestId('execute-workflow-button').first().click();
	await canvasNode(page, nodeName).getByTestId(`canvas-node-status-${end}`).waitFor();
	await page.waitForTimeout(SETTLE_MS);
}

/** Presses the button of a trigger's panel, and lets something happen in lemlist until the output is there. */
async function takeTestEvent(page: Page, fire: () => Promise<void>): Promise<void> {
	await page.getByTestId('trigger-execute-button').first().click();
	const output = page.getByTestId('ndv-output-panel').getByTestId('ndv-items-count');
	for (let round = 0; round < 20 && !(await output.first().isVisible()); round++) {
		await page.waitForTimeout(SETTLE_MS);
		await fire();
	}
	await output.first().waitFor();
}

function canvasNode(page: Page, name: string) {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
