import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { LemlistPollingTrigger } from '../../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node';
import {
	createManualClock,
	startSimulator,
	type Activity,
	type RecordedRequest,
	type Simulator,
} from '../../../simulator';
import { Poller } from '../../../tools/engine/poller';
import { acquireRuntime, releaseRuntime } from '../../../tools/engine/runtime';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const API_KEY = 'k3y/that+must=never0show';

export const ids = (items: Array<{ _id?: unknown }>) => items.map(({ _id }) => _id as string);

let keys = 0;

/** Another key of the same team, so that no look waits in real time for the limit that the one before used up. */
function newKey(lemlist: Simulator): string {
	return lemlist.state.addKey(`${API_KEY}-${++keys}`, lemlist.state.team._id).key;
}

/** lemlist with a clock that moves when told to, and an n8n with an active polling trigger. */
export class PollingWorld {
	/** Called after each request, while the node still reads. */
	afterRequest: (request: RecordedRequest) => void = () => {};

	lemlist!: Simulator;

	n8n!: Poller;

	async open(): Promise<void> {
		this.afterRequest = () => {};
		this.lemlist = await startSimulator({
			apiKey: API_KEY,
			rateLimit: false,
			clock: createManualClock(),
			onRequest: (request) => this.afterRequest(request),
		});
		this.n8n = this.newN8n();
	}

	newN8n(parameters: INodeParameters = {}): Poller {
		return new Poller({
			nodeType: new LemlistPollingTrigger(),
			credentialType: new LemlistAccountApi(),
			credential: () => ({ apiKey: newKey(this.lemlist), baseUrl: this.lemlist.baseUrl }),
			parameters: { events: ['all'], ...parameters },
		});
	}

	get now(): number {
		return this.lemlist.clock.now();
	}

	/** lemlist's time goes on. */
	pass(ms: number): void {
		this.lemlist.clock.advance(ms);
	}

	/** Something happened at lemlist, now or at another time. */
	add(activity: Partial<Activity> = {}, at: number = this.now): Activity {
		return this.lemlist.state.addActivity({ createdAt: new Date(at).toISOString(), ...activity });
	}

	/** Several, `gapMs` apart; lemlist's time goes on with them. */
	addMany(count: number, activity: Partial<Activity> = {}, gapMs = SECOND): Activity[] {
		return Array.from({ length: count }, () => {
			this.pass(gapMs);
			return this.add(activity);
		});
	}

	/** Looks every minute, so often. */
	async pollTimes(times: number): Promise<IDataObject[]> {
		const found: IDataObject[] = [];
		for (let time = 0; time < times; time++) {
			this.pass(MINUTE);
			found.push(...(await this.n8n.poll()));
		}
		return found;
	}

	requests(): RecordedRequest[] {
		return this.lemlist.requestsOf('activities');
	}

	/** lemlist answers like this from now on, or so often. */
	fail(status: number, times: number | 'always' = 'always', body: unknown = 'Something broke'): void {
		this.lemlist.faults.add({ on: 'activities', times, do: { status, body } });
	}
}

/** A new world for each test; no waits before requests that are sent again. */
export function usePollingWorld(): PollingWorld {
	const world = new PollingWorld();
	beforeAll(acquireRuntime);
	afterAll(releaseRuntime);
	beforeEach(async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		await world.open();
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await world.lemlist.close();
	});
	return world;
}
