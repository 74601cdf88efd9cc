import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '../../support/simulatorClient';

/** Runs the command line in a process of its own and collects what it prints. */
function run(...args: string[]): { child: ChildProcess; output: () => string; exitCode: Promise<number | null> } {
	const root = join(__dirname, '../../..');
	const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/cli.ts', ...args], { cwd: root });
	let output = '';
	child.stdout.on('data', (data: Buffer) => (output += data.toString()));
	child.stderr.on('data', (data: Buffer) => (output += data.toString()));
	return { child, output: () => output, exitCode: once(child, 'close').then(([code]) => code as number | null) };
}

describe('npm run simulator', () => {
	const children: ChildProcess[] = [];
	afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

	it('prints what goes into the credential, logs requests and ends cleanly on Ctrl+C', async () => {
		const { child, output, exitCode } = run(
			'--port',
			'0',
			'--campaigns',
			'2',
			'--duration',
			'0',
			'--size',
			'10kb',
			'--key',
			'made-up',
			'--rate-limit',
			'off',
		);
		children.push(child);
		await eventually(() => output().includes('Ctrl+C'));
		const baseUrl = /Base URL\s+(\S+)/.exec(output())?.[1] as string;
		const campaignIds = output().match(/cam_\w{17}/g) as string[];
		expect(campaignIds).toHaveLength(2);
		expect(output()).toContain('made-up');

		const headers = { authorization: `Basic ${Buffer.from(':made-up').toString('base64')}` };
		const { id } = (await (await fetch(`${baseUrl}/campaigns/${campaignIds[0]}/export/start`, { headers })).json()) as {
			id: string;
		};
		const answer = (await (
			await fetch(`${baseUrl}/campaigns/${campaignIds[0]}/export/${id}/status`, { headers })
		).json()) as { status: object };
		expect(answer.status).toMatchObject({ status: 'done', fileSize: 10_000 });
		await eventually(() => output().includes('/status'));
		expect(output()).toMatch(/200 {2}GET \/api\/campaigns\/cam_\w+\/export\/start {2}\d+ ms/);

		child.kill('SIGINT');
		expect(await exitCode).toBe(0);
	});

	it('starts a Qlara as well', async () => {
		const { child, output, exitCode } = run('--qlara', '--port', '0', '--duration', '0', '--size', '10kb');
		children.push(child);
		await eventually(() => output().includes('Ctrl+C'));
		const baseUrl = /Base URL\s+(\S+)/.exec(output())?.[1] as string;
		const headers = { 'x-api-key': 'simulator-key', 'content-type': 'application/json' };
		const started = await fetch(`${baseUrl}/exports/contacts`, { method: 'POST', headers, body: '{}' });
		const { exportId } = (await started.json()) as { exportId: string };
		const link = await (await fetch(`${baseUrl}/exports/${exportId}`, { headers })).json();
		const file = await fetch((link as { downloadUrl: string }).downloadUrl);
		expect((await file.arrayBuffer()).byteLength).toBe(10_000);
		await eventually(() => output().includes('POST /api/partner-gateway/v1/exports/contacts'));

		child.kill('SIGINT');
		expect(await exitCode).toBe(0);
	});

	it.each([
		[['--help'], 0, '--rate-limit <on|off>'],
		[['--size', 'big'], 1, '--size is a number'],
		[['--size', '1kb'], 1, 'at least'],
		[['--port', 'x'], 1, '--port is a number'],
		[['--rate-limit', 'maybe'], 1, '--rate-limit is on or off'],
		[['--nonsense'], 1, 'See --help'],
	])('%j ends with code %i and says %j', async (args, code, words) => {
		const { child, output, exitCode } = run(...args);
		children.push(child);
		expect(await exitCode).toBe(code);
		expect(output()).toContain(words);
	});
});
