/**
 * Takes the README's pictures: a workflow in n8n's editor after a run against the simulator, and the
 * panel of one of its nodes.
 *
 *   npx tsx scripts/screenshot.ts <workflow.json> "<node name>" <output folder>
 *
 * Needs a Chromium (Debian: apt-get install chromium); CHROMIUM_PATH says where, if not /usr/bin/chromium.
 * Gives <output folder>/workflow.png and node.png, 2880 x 1620 pixels.
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chromium, selectors, type Page } from 'playwright-core';
import { startSimulator } from '../simulator';
import { createN8n, type Editor } from '../tools/n8n';
import { exampleCredential, readWorkflow } from '../tools/n8n/examples';
import { packPackage } from '../tools/pack';

const VIEWPORT = { width: 1440, height: 810 };
const WITHOUT_NOTIFICATIONS = '.el-notification { display: none; }';
const RUN_TIMEOUT_MS = 60_000;
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
	const [workflowFile, nodeName, output] = process.argv.slice(2);
	if (!workflowFile || !nodeName || !output) {
		throw new Error('Usage: screenshot.ts <workflow.json> "<node name>" <output folder>');
	}
	await mkdir(output, { recursive: true });
	const workflow = readWorkflow(workflowFile);
	const simulator = await startSimulator({ seed: true });
	const tarball = await packPackage();
	const n8n = await createN8n({ tarball });
	try {
		await n8n.importCredentials([exampleCredential(simulator)]);
		await n8n.importWorkflows([workflow]);
		const editor = await n8n.start();
		await takePictures(editor, workflow.id, nodeName, output);
	} finally {
		await n8n.cleanup();
		await simulator.close();
		if (!process.env.LEMLIST_TARBALL) await rm(dirname(tarball), { recursive: true, force: true });
	}
}

async function takePictures(editor: Editor, workflowId: string, nodeName: string, output: string): Promise<void> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
		args: CHROMIUM_ARGUMENTS,
	});
	try {
		const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 2 });
		const [name = '', value = ''] = editor.cookie.split('=');
		await context.addCookies([{ name, value, url: editor.url }]);
		const page = await context.newPage();
		await page.goto(`${editor.url}/workflow/${workflowId}`);
		await runWorkflow(page, nodeName);
		await takePicture(page, join(output, 'workflow.png'));

		await node(page, nodeName).dblclick();
		await page.getByTestId('ndv').waitFor();
		await takePicture(page, join(output, 'node.png'));
	} finally {
		await browser.close();
	}
}

/** Runs the workflow from the canvas and waits until the node shows that it succeeded. */
async function runWorkflow(page: Page, nodeName: string): Promise<void> {
	await node(page, nodeName).waitFor();
	await page.getByTestId('execute-workflow-button').first().click();
	await node(page, nodeName).getByTestId('canvas-node-status-success').waitFor({ timeout: RUN_TIMEOUT_MS });
	await page.getByText('Workflow executed successfully').waitFor();
	// The connections turn green and the button's label fades in, which nothing in the page's markup tells.
	await page.waitForTimeout(1_000);
}

async function takePicture(page: Page, path: string): Promise<void> {
	await page.screenshot({ path, animations: 'disabled', style: WITHOUT_NOTIFICATIONS });
}

function node(page: Page, name: string) {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
