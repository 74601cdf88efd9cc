import type {
	Activity,
	ActivityPage,
	ActivityReader,
	Period,
} from '../../../../nodes/LemlistPollingTrigger/activities';
import { firstPosition, Look } from '../../../../nodes/LemlistPollingTrigger/look';
import type { NodeState } from '../../../../nodes/LemlistPollingTrigger/position';
import type { EventFilter } from '../../../../nodes/shared/lemlist/activities/filter';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const filterOf = (...types: string[]): EventFilter => ({
	types,
	campaignIds: [],
	senders: [],
	isFirst: false,
	ignoreBots: false,
});

/** lemlist's list of activities, with the ways in which a server may differ from what is documented. */
class List {
	now = Date.UTC(2026, 10, 20, 10);

	pageSize = 100;

	ignoresFrom = false;

	requests = 0;

	filter = filterOf();

	state!: NodeState;

	private readonly all: Activity[] = [];

	add(at = this.now, type = 'emailsReplied'): string {
		const key = `act_${this.all.length}`;
		this.all.push({ key, at, event: { _id: key, type } });
		return key;
	}

	addMany(count: number, gapMs = SECOND): string[] {
		return Array.from({ length: count }, () => {
			this.now += gapMs;
			return this.add();
		});
	}

	async activate(): Promise<void> {
		this.state = await firstPosition(this.reader, this.filter);
	}

	/** Looks, a minute after the one before. */
	async look(): Promise<string[]> {
		this.now += MINUTE;
		const settings = { filter: this.filter, lookBackMs: 24 * HOUR, items: 1_000 };
		const look = new Look(this.reader, settings, this.state);
		look.adoptFilter();
		await look.newOnes();
		await look.lateOnes(false);
		look.position.step++;
		this.state = JSON.parse(JSON.stringify(look.state)) as NodeState;
		return look.found.map(({ key }) => key);
	}

	private get reader(): ActivityReader {
		const page = async ({ from, to = Infinity }: Period, offset: number): Promise<ActivityPage> => {
			this.requests++;
			const fits = ({ at = 0 }: Activity) => (this.ignoresFrom || at >= from) && at <= to;
			const newestFirst = this.all.filter(fits).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
			const activities = newestFirst.slice(offset, offset + this.pageSize);
			return await Promise.resolve({ activities, length: activities.length, odd: 0 });
		};
		return { page, lemlistNow: this.now } as unknown as ActivityReader;
	}
}

let list: List;
beforeEach(() => (list = new List()));

describe('A server that ignores the date it is asked for', () => {
	it('is named where it has more than a look gets through', async () => {
		list.addMany(5_000);
		list.ignoresFrom = true;
		await list.activate();
		list.add();
		for (let look = 0; look < 5; look++) {
			await expect(list.look()).rejects.toMatchObject({
				kind: 'unexpected',
				message: 'lemlist sends activities from before the date that it was asked for',
			});
		}
	});

	it('does no harm where it has few: old ones start nothing', async () => {
		list.addMany(250);
		list.ignoresFrom = true;
		await list.activate();
		const added = list.addMany(3);
		expect(await list.look()).toEqual(added);
		expect(await list.look()).toEqual([]);
	});
});

describe('A server with shorter pages than documented', () => {
	it.each([20, 25, 50])('gives all, in order and once: %i', async (pageSize) => {
		list.pageSize = pageSize;
		list.addMany(120);
		await list.activate();
		const added = list.addMany(170, 100);
		const found: string[] = [];
		for (let look = 0; look < 5; look++) found.push(...(await list.look()));
		expect(found).toEqual(added);
		found.push(...list.addMany(330, 10));
		const more: string[] = [];
		for (let look = 0; look < 90; look++) more.push(...(await list.look()));
		expect(more).toEqual(found.slice(170));
	});

	it('costs two requests at most in a usual look, and one in most of them', async () => {
		list.addMany(200, MINUTE);
		await list.activate();
		let most = 0;
		const before = list.requests;
		for (let look = 0; look < 50; look++) {
			list.addMany(1);
			const already = list.requests;
			await list.look();
			most = Math.max(most, list.requests - already);
		}
		process.stdout.write(`  · ${list.requests - before} requests in 50 looks\n`);
		expect(most).toBeLessThanOrEqual(2);
		expect(list.requests - before).toBeLessThanOrEqual(60);
	});
});

test('A quiet time after very many at once costs a request for each look', async () => {
	list.filter = filterOf('emailsReplied', 'emailsOpened');
	await list.activate();
	list.now += HOUR;
	for (let index = 0; index < 4_000; index++) list.add(list.now, 'paused');
	list.addMany(1);
	for (let look = 0; look < 20; look++) await list.look();
	const before = list.requests;
	for (let look = 0; look < 20; look++) await list.look();
	expect(list.requests - before).toBeLessThanOrEqual(20);
	const added = list.addMany(1);
	expect(await list.look()).toEqual(added);
});

describe('A filter that is changed and changed back', () => {
	it('gives what the filter of then wanted and became visible late, once', async () => {
		list.filter = filterOf('emailsReplied');
		await list.activate();
		const given = list.addMany(2, MINUTE);
		expect(await list.look()).toEqual(given);
		list.filter = filterOf('emailsOpened');
		expect(await list.look()).toEqual([]);
		list.filter = filterOf('emailsReplied');
		const late = list.add(list.now - 3 * MINUTE);
		expect([...(await list.look()), ...(await list.look())]).toEqual([late]);
	});

	it('gives nothing of the time of a filter that did not want it', async () => {
		list.filter = filterOf('emailsReplied');
		await list.activate();
		list.addMany(2, MINUTE);
		list.add(list.now - SECOND, 'emailsOpened');
		await list.look();
		list.filter = filterOf('emailsOpened');
		list.now += SECOND;
		list.add();
		const opened = list.add(list.now, 'emailsOpened');
		expect(await list.look()).toEqual([opened]);
		list.filter = filterOf('emailsOpened', 'emailsReplied');
		expect(await list.look()).toEqual([]);
	});
});
