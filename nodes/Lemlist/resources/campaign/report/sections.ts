import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../statistics';
import {
	CHANNEL_STAGES,
	type CampaignFigures,
	type Failure,
	FUNNELS,
	isActive,
	type Report,
	type Stage,
	stageRate,
} from './figures';
import { type Markup, markup } from './markup';
import { bar, cell, changeText, heading, nameOf, row, section, stageCells, stageHeads, table, text } from './parts';
import { colour, FONT } from './styles';
import { type Change, counter, countChange, countText, nameText, plural, rateChange, rateText } from './words';

/** How many names a note lists. */
const MOST_NAMES = 10;

/** The figures at the top; a rate names its base. */
const TILES: ReadonlyArray<{ label: string; name: string; isRate?: true }> = [
	{ label: 'Leads contacted', name: 'nbLeadsReached' },
	{ label: 'Messages delivered', name: 'delivered' },
	{ label: 'Opened, of delivered', name: 'openRate', isRate: true },
	{ label: 'Replied, of delivered', name: 'replyRate', isRate: true },
	{ label: 'Leads interested', name: 'nbLeadsInterested' },
	{ label: 'Meetings booked', name: 'meetingBooked' },
];

/** A rate of the totals; null where there is none. */
function rate(figures: IDataObject, name: string): number | null {
	return counter(figures, name) ?? null;
}

function tileChange({ compared }: Report, { name, isRate }: (typeof TILES)[number]): Change | undefined {
	if (!compared) return undefined;
	const { now, before } = compared;
	return isRate
		? rateChange(rate(now, name), rate(before, name))
		: countChange(counter(now, name), counter(before, name));
}

function tile(report: Report, shown: (typeof TILES)[number]): Markup {
	const { label, name, isRate } = shown;
	const value = isRate ? rateText(rate(report.totals, name)) : countText(counter(report.totals, name));
	const content = [
		text(label, 'muted', 'font-size:12px;line-height:16px'),
		text(value, 'text', 'font-size:24px;line-height:32px;font-weight:700'),
		...(report.previous ? [changeText(tileChange(report, shown))] : []),
	];
	const box = markup`<tr><td class="tile" style="${FONT};${colour('tile')};padding:12px 12px 10px;border-radius:8px">${content}</td></tr>`;
	return markup`<td width="33%" style="width:33%;padding:0 4px 8px">${table(box)}</td>`;
}

export function tiles(report: Report): Markup {
	const rows = [TILES.slice(0, 3), TILES.slice(3)].map((some) => row(...some.map((one) => tile(report, one))));
	return section(table(rows), 'padding:0 24px 20px');
}

/** @param first the stage that fills the whole bar */
function funnelRow({ totals, previous, compared }: Report, stage: Stage, first: Stage): Markup {
	const count = counter(totals, stage.name);
	const whole = counter(totals, first.name);
	const share = count === undefined || !whole ? null : (count / whole) * 100;
	const ofBase =
		stage.of &&
		markup` <span class="muted" style="${colour('muted')};font-size:12px">${rateText(stageRate(totals, stage))} of ${stage.of.label}</span>`;
	const figures = markup`${stage.label} <b>${countText(count)}</b>${ofBase}`;
	const change = compared && countChange(counter(compared.now, stage.name), counter(compared.before, stage.name));
	const above = [
		cell(text(figures, 'text', 'font-size:14px;line-height:20px'), 'padding:0 8px 2px 0'),
		...(previous ? [cell(changeText(change), 'padding:2px 0;text-align:right;white-space:nowrap')] : []),
	];
	return markup`<tr><td style="padding:0 0 10px">${table(row(...above))}${bar(share, 10)}</td></tr>`;
}

export function funnels(report: Report): Markup {
	return markup`${FUNNELS.map(({ title, stages }) =>
		section([heading(title), table(stages.map((stage) => funnelRow(report, stage, stages[0]!)))]),
	)}`;
}

const CHANNELS: Record<string, string> = {
	email: 'Email',
	linkedin: 'LinkedIn',
	sms: 'SMS',
	whatsapp: 'WhatsApp',
	others: 'Others',
};

/** Channels in which something was sent; nothing where lemlist does not tell them apart, or it is one alone. */
export function channels({ totals }: Report): Markup | undefined {
	if (!isObject(totals.perChannel)) return undefined;
	const { perChannel } = totals;
	const used = Object.keys(CHANNELS).flatMap((name) => {
		const figures = perChannel[name];
		const isUsed = isObject(figures) && CHANNEL_STAGES.some((stage) => counter(figures, stage.name));
		return isUsed ? [{ name, figures }] : [];
	});
	if (used.length < 2) return undefined;
	const rows = used.map(
		({ name, figures }) =>
			markup`<tr><td class="line" style="${FONT};border-top:1px solid;${colour('line')};padding:8px 0 10px">${text(CHANNELS[name]!, 'text', 'font-size:14px;line-height:20px;font-weight:600;padding-bottom:2px')}${stageCells(figures, CHANNEL_STAGES)}</td></tr>`,
	);
	return section([
		heading('Channels'),
		table(markup`<tr><td style="padding:0 0 4px">${stageHeads(CHANNEL_STAGES)}</td></tr>${rows}`),
	]);
}

/** Names one after the other, and how many more there are. */
function names(all: readonly Markup[]): Markup {
	const [first, ...others] = all.slice(0, MOST_NAMES);
	const more = all.length > MOST_NAMES ? ` and ${countText(all.length - MOST_NAMES)} more` : '';
	return markup`${first}${others.map((name) => markup`, ${name}`)}${more}`;
}

function failures(failed: readonly Failure[]): Markup {
	return names(
		failed.map(({ campaign, says }) => markup`${nameOf(campaign)} (lemlist says: ${nameText(says ?? 'nothing')})`),
	);
}

function note(label: string, content: string | Markup, role: 'text' | 'muted' = 'muted'): Markup {
	return text(
		markup`<b>${label}</b> ${content}`,
		role,
		'font-size:12px;line-height:18px;padding-bottom:6px;word-break:break-word;overflow-wrap:anywhere',
	);
}

function quietOnes(campaigns: readonly CampaignFigures[]): Markup[] {
	const quiet = campaigns.filter((campaign) => !isActive(campaign));
	if (quiet.length === 0 || quiet.length === campaigns.length) return [];
	return [
		note(
			`Nothing happened in ${plural(quiet.length, 'campaign')}:`,
			names(quiet.map(({ campaign }) => nameOf(campaign))),
		),
	];
}

const HOW_TO_READ = note(
	'How to read it:',
	'Opened, clicked and replied are rates of the delivered messages, delivered of the sent ones; opened, answered and interested leads and meetings of the contacted leads. – means that there is no figure. A lead in several campaigns counts in each.',
);

/** What the figures leave out, and how they are meant. */
export function notes({ campaigns, failed, notCompared, timeZone }: Report): Markup {
	return section(
		[
			...(failed.length > 0
				? [note(`No statistics of ${plural(failed.length, 'campaign')}, not in the figures:`, failures(failed), 'text')]
				: []),
			...(notCompared.length > 0
				? [note('Not compared, without statistics of the period before:', failures(notCompared), 'text')]
				: []),
			...quietOnes(campaigns),
			...(campaigns.some(isActive) ? [HOW_TO_READ] : []),
			note('Source:', `lemlist, days in the time zone ${timeZone}.`),
		],
		'padding:4px 28px 24px',
	);
}
