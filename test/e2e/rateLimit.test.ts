import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../../nodes/Lemlist/Lemlist.node';
import { createLeads, ourCandidate } from '../../tools/leadCreation';

jest.setTimeout(6 * 60_000);

/** `npm run bench` has 1,000. */
const COUNT = 400;
const WANTED_SHARE = 0.95;
/** Other processes of the machine can only delay requests: the better run is nearer to the node's own pace. */
const RUNS = 2;

test.each([40, 250])(
	'400 leads are created at %i ms latency with at least 95 %% of the rate limit, none lost, none refused for good',
	async (latencyMs) => {
		const shares: number[] = [];
		while (shares.length < RUNS && !shares.some((share) => share >= WANTED_SHARE)) {
			const figures = await createLeads(ourCandidate(new Lemlist(), new LemlistAccountApi()), COUNT, latencyMs);
			const { created, lost, refusals, seconds, share, mostInTwoSeconds } = figures;
			process.stdout.write(
				`  · ${created} leads at ${latencyMs} ms in ${seconds.toFixed(1)} s: ${(share * 100).toFixed(1)} % of the limit, ${lost} lost, ${refusals} answers 429, at most ${mostInTwoSeconds} requests in 2 s\n`,
			);
			expect({ created, lost }).toEqual({ created: COUNT, lost: 0 });
			shares.push(share);
		}
		expect(Math.max(...shares)).toBeGreaterThanOrEqual(WANTED_SHARE);
	},
);
