import { parseArgs } from 'node:util';
import { checkQlaraSize, startQlaraSimulator, startSimulator, type RecordedRequest } from './index';
import { checkSize } from './resources/statisticsCsv';

const HELP = `A local lemlist, or a local Qlara, to try workflows without an account.

  npm run simulator -- [options]

  --qlara               Qlara instead of lemlist
  --port <number>       port on 127.0.0.1 (default 4010, of Qlara 4011; 0 = a free one)
  --key <text>          the API key it accepts (default simulator-key)
  --campaigns <number>  made-up campaigns (default 6; of lemlist only)
  --duration <seconds>  how long an export takes (default 5)
  --size <size>         size of an export's file, such as 500kb, 2mb, 1gb (default 200kb)
  --latency <ms>        wait before every answer (default 0)
  --rate-limit <on|off> refuse requests beyond the limit: of lemlist more than 20 per 2 s, of Qlara more than 50 per
                        second or 1,000 per minute (default on)
  --help                this text

To steer it while it runs (no key needed):
  GET  /_simulator/state
  POST /_simulator/events  {"type": "emailsReplied", "campaignId": "cam_…"}; of lemlist only. Something happens: it is among
       the activities, and webhooks are called with it. Nothing is needed; ?type=emailsReplied does without a body
  POST /_simulator/clock   {"advanceMs": 7200000}
  POST /_simulator/faults  {"on": "status", "times": 3, "do": {"status": 503, "body": "Service Unavailable"}}
       on: any, team, campaigns, campaign, start, status, email, leadsFile, file, unknown
           of Qlara: any, list, startContacts, startDeliveryReports, regenerate, link, file, unknown
       do: "reset", "timeout", "processThenReset", "html200", "empty200", {"status": …, "body": …},
           {"truncateAfter": bytes, "mode": "contentLength" | "chunked" | "clean"}, {"stallAfter": bytes},
           {"delayMs": …}, {"redirectTo": url}
`;

const SIZE_UNITS: Record<string, number> = { b: 1, kb: 1_000, mb: 1_000_000, gb: 1_000_000_000 };

/** What either simulator takes of the command line. */
interface Settings {
	port: number;
	apiKey: string;
	latencyMs: number;
	/** Not set = the service's own. */
	rateLimit?: false;
	exports: { durationMs: number; size: number };
	onRequest: typeof logRequest;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			qlara: { type: 'boolean', default: false },
			port: { type: 'string' },
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

	const settings: Settings = {
		port: readNumber('port', values.port ?? (values.qlara ? '4011' : '4010')),
		apiKey: values.key,
		latencyMs: readNumber('latency', values.latency),
		rateLimit: values['rate-limit'] === 'off' ? false : undefined,
		exports: {
			durationMs: readNumber('duration', values.duration) * 1_000,
			size: readSize(values.size, values.qlara ? checkQlaraSize : checkSize),
		},
		onRequest: logRequest,
	};
	const simulator = values.qlara
		? await startQlara(settings)
		: await startLemlist(settings, readNumber('campaigns', values.campaigns));
	console.log('Ctrl+C ends it.\n');

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

async function startLemlist(settings: Settings, campaigns: number) {
	const simulator = await startSimulator({ ...settings, seed: campaigns, history: true });
	const lines = [...simulator.state.campaigns.values()].map(({ _id, name }) => `  ${_id}  ${name}`);
	introduce(simulator, 'Campaigns', lines);
	return simulator;
}

async function startQlara(settings: Settings) {
	const simulator = await startQlaraSimulator({ ...settings, seed: true });
	const lines = [...simulator.state.exports.values()].map(({ id, dataset }) => `  ${id}  ${dataset}`);
	introduce(simulator, 'Exports', lines);
	return simulator;
}

function introduce({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }, title: string, lines: string[]): void {
	console.log(`Base URL  ${baseUrl}\nAPI key   ${apiKey} (made up, works only here)\n${title}\n${lines.join('\n')}\n`);
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

/** Bytes from a text such as `2mb`; kb, mb and gb are powers of 1000. `check` throws if a file cannot have them. */
function readSize(text: string, check: (size: number) => void): number {
	const [, amount, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?$/i.exec(text) ?? [];
	if (amount === undefined) throw new Error(`--size is a number with b, kb, mb or gb, not "${text}"`);
	const size = Math.round(Number(amount) * (SIZE_UNITS[unit.toLowerCase()] as number));
	check(size);
	return size;
}

main().catch((error: Error) => {
	console.error(`${error.message}\nSee --help.`);
	process.exitCode = 1;
});
