import { parseArgs } from 'node:util';
import { startSimulator, type RecordedRequest } from './index';
import { checkSize } from './resources/statisticsCsv';

const HELP = `A local lemlist, to try workflows without an account.

  npm run simulator -- [options]

  --port <number>       port on 127.0.0.1 (default 4010; 0 = a free one)
  --key <text>          the API key it accepts (default simulator-key)
  --campaigns <number>  made-up campaigns (default 6)
  --duration <seconds>  how long an export takes (default 5)
  --size <size>         size of an export's file, such as 500kb, 2mb, 1gb (default 200kb)
  --latency <ms>        wait before every answer (default 0)
  --rate-limit <on|off> refuse more than 20 requests per 2 s (default on)
  --help                this text

To steer it while it runs (no key needed):
  GET  /_simulator/state
  POST /_simulator/clock   {"advanceMs": 7200000}
  POST /_simulator/faults  {"on": "status", "times": 3, "do": {"status": 503, "body": "Service Unavailable"}}
       on: any, team, campaigns, campaign, start, status, email, leadsFile, file, unknown
       do: "reset", "timeout", "processThenReset", "html200", "empty200", {"status": …, "body": …},
           {"truncateAfter": bytes, "mode": "contentLength" | "chunked" | "clean"}, {"stallAfter": bytes},
           {"delayMs": …}, {"redirectTo": url}
`;

const SIZE_UNITS: Record<string, number> = { b: 1, kb: 1_000, mb: 1_000_000, gb: 1_000_000_000 };

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			key: { type: 'string', default: 'simulator-key' },
			campaigns: { type: 'string', default: '6' },
			duration: { type: 'string', default: '5' },
			size: { type: 'string', default: '200kb' },
			latency: { type: 'string', default: '0' },
			'rate-limit': { type: 'string', default: 'on' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return;
	}
	if (!['on', 'off'].includes(values['rate-limit']))
		throw new Error(`--rate-limit is on or off, not ${values['rate-limit']}`);

	const simulator = await startSimulator({
		port: readNumber('port', values.port),
		apiKey: values.key,
		latencyMs: readNumber('latency', values.latency),
		rateLimit: values['rate-limit'] === 'off' ? false : undefined,
		exports: { durationMs: readNumber('duration', values.duration) * 1_000, size: readSize(values.size) },
		seed: readNumber('campaigns', values.campaigns),
		onRequest: logRequest,
	});

	const campaigns = [...simulator.state.campaigns.values()].map(({ _id, name }) => `  ${_id}  ${name}`);
	console.log(
		`Base URL  ${simulator.baseUrl}\nAPI key   ${simulator.apiKey} (made up, works only here)\nCampaigns\n${campaigns.join('\n')}\n`,
	);
	console.log('Ctrl+C ends it.\n');

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

function logRequest({ at, endedAt = at, method, path, status, fault, closedEarly }: RecordedRequest): void {
	const notes = [fault && `fault: ${fault}`, closedEarly && 'client hung up'].filter(Boolean);
	console.log(
		`${new Date().toISOString().slice(11, 23)}  ${status ?? '---'}  ${method} ${path}  ${Math.round(endedAt - at)} ms  ${notes.join(', ')}`.trimEnd(),
	);
}

function readNumber(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() === '' || !(value >= 0)) throw new Error(`--${name} is a number of 0 or more, not "${text}"`);
	return value;
}

/** Bytes from a text such as `2mb`; kb, mb and gb are powers of 1000. */
function readSize(text: string): number {
	const [, amount, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?$/i.exec(text) ?? [];
	if (amount === undefined) throw new Error(`--size is a number with b, kb, mb or gb, not "${text}"`);
	const size = Math.round(Number(amount) * (SIZE_UNITS[unit.toLowerCase()] as number));
	checkSize(size);
	return size;
}

main().catch((error: Error) => {
	console.error(`${error.message}\nSee --help.`);
	process.exitCode = 1;
});
