import { CAMPAIGN_STAGES, type CampaignFigures, isActive, type Report } from './figures';
import { Markup, markup } from './markup';
import { cell, changeText, nameOf, row, stageCells, stageHeads, section, heading, table, text } from './parts';
import { periodText } from './period';
import { channels, funnels, notes, tiles } from './sections';
import { colour, STYLE_SHEET } from './styles';
import { counter, countChange, countText, nameText, plural } from './words';

/** Gmail shows 102 KB of a page and hides the rest; what a mail program adds needs some room. */
const LARGEST_PAGE = 96_000;

/** More campaigns than that nobody reads in a mail. */
const MOST_CAMPAIGNS = 25;

const bytes = (part: Markup) => Buffer.byteLength(part.text);

/** A campaign's name and status, and how its replies moved. */
function aboutCampaign({ campaign, now, before }: CampaignFigures, isCompared: boolean): Markup {
	const { status } = campaign;
	const shownStatus =
		status &&
		markup` <span class="muted" style="${colour('muted')};font-size:12px;font-weight:400">${nameText(status, 20)}</span>`;
	const name = text(
		markup`${nameOf(campaign)}${shownStatus || undefined}`,
		'text',
		'font-size:14px;line-height:20px;font-weight:600;word-break:break-word',
	);
	const change = before && countChange(counter(now, 'replied'), counter(before, 'replied'));
	const replies =
		isCompared && cell(changeText(change, 'Replies'), 'padding:2px 0 4px;text-align:right;white-space:nowrap');
	return table(row(cell(name, 'padding:0 10px 4px 0'), ...(replies ? [replies] : [])));
}

function campaignRow(campaign: CampaignFigures, isCompared: boolean): Markup {
	return markup`<tr><td class="line" style="border-top:1px solid;${colour('line')};padding:10px 0 12px">${aboutCampaign(campaign, isCompared)}${stageCells(campaign.now, CAMPAIGN_STAGES)}</td></tr>`;
}

/** The campaigns with most contacted leads, as many as there is room for. */
function campaignRows(report: Report, room: number): { rows: Markup[]; left: number } {
	const contacted = ({ now }: CampaignFigures) => [
		counter(now, 'nbLeadsReached') ?? 0,
		counter(now, 'messagesSent') ?? 0,
	];
	const active = report.campaigns.filter(isActive).sort((a, b) => {
		const [leadsA = 0, sentA = 0] = contacted(a);
		const [leadsB = 0, sentB = 0] = contacted(b);
		return leadsB - leadsA || sentB - sentA;
	});
	const rows: Markup[] = [];
	let free = room;
	for (const campaign of active.slice(0, MOST_CAMPAIGNS)) {
		const shown = campaignRow(campaign, report.previous !== undefined);
		free -= bytes(shown);
		if (free < 0) break;
		rows.push(shown);
	}
	return { rows, left: active.length - rows.length };
}

function campaigns(report: Report, room: number): Markup | undefined {
	const { rows, left } = campaignRows(report, room);
	if (rows.length === 0) return undefined;
	const more =
		left > 0 &&
		text(
			`And ${plural(left, 'campaign')} with fewer leads contacted: the figures of all are in the output of the node.`,
			'muted',
			'font-size:13px;line-height:20px;padding-top:10px',
		);
	return section([
		heading('Campaigns'),
		table(markup`<tr><td style="padding:0 0 4px">${stageHeads(CAMPAIGN_STAGES)}</td></tr>${rows}`),
		...(more ? [more] : []),
	]);
}

/** What stands there instead of figures where there are none. */
function nothingToShow({ campaigns: all, failed }: Report): Markup {
	const [title, advice] =
		all.length + failed.length === 0
			? [
					'No campaigns',
					'No campaign fits the selection, so there is nothing to report. Choose other campaigns or statuses in the node.',
				]
			: all.length === 0
				? ['No statistics', 'lemlist gave no statistics for any of the campaigns. The reasons are below.']
				: ['A quiet period', 'Nothing was sent, opened or answered in this period. Choose a longer one to see more.'];
	return section([heading(title), text(advice, 'text', 'font-size:14px;line-height:21px')]);
}

function header({ title, period, previous, timeZone, campaigns: all }: Report): Markup {
	const active = all.filter(isActive).length;
	const which =
		active === all.length
			? plural(all.length, 'campaign')
			: `${countText(active)} of ${plural(all.length, 'campaign')} active`;
	const compared = previous && ` · compared with ${periodText(previous, timeZone)}`;
	return section(
		[
			markup`<h1 class="text" style="${colour('text')};font-size:24px;line-height:30px;font-weight:700;margin:0 0 4px;word-break:break-word">${title}</h1>`,
			text(`${periodText(period, timeZone)} · ${which}${compared ?? ''}`, 'muted', 'font-size:14px;line-height:20px'),
		],
		'padding:28px 28px 20px',
	);
}

function around(title: string, content: Array<Markup | undefined>): Markup {
	const rows = content.filter((part) => part !== undefined);
	return markup`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${title}</title><style>${new Markup(STYLE_SHEET)}</style></head>
<body class="page" style="margin:0;padding:0;${colour('page')}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;${colour('page')}"><tr><td class="out" align="center" style="padding:20px 10px">
<table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:640px;margin:0 auto;border-collapse:collapse;text-align:left">${rows}</table>
</td></tr></table></body></html>`;
}

/**
 * The page, for a mail and for a browser: tables with inline styles, no script, nothing from any server. Always smaller
 * than what Gmail shows of a mail.
 */
export function reportPage(report: Report): string {
	const hasFigures = report.campaigns.some(isActive);
	const above = [
		header(report),
		...(hasFigures ? [tiles(report), funnels(report), channels(report)] : [nothingToShow(report)]),
	];
	const below = notes(report);
	const frame = bytes(around(report.title, [...above, below]));
	const list = hasFigures ? campaigns(report, LARGEST_PAGE - frame) : undefined;
	return around(report.title, [...above, list, below]).text;
}
