import type { IDataObject } from 'n8n-workflow';

import type { CampaignRow } from '../../../../shared/lemlist/campaigns';
import { type Stage, stageRate } from './figures';
import { type Markup, markup } from './markup';
import { colour, FONT, type Role } from './styles';
import { type Change, counter, countText, nameText, NOTHING, rateText } from './words';

/**
 * Pieces of the page. Mail clients lay out tables alone, and Outlook draws a bar only as a cell with a background; n8n's
 * view of a file leaves `class` and `style` and drops every other attribute, so that spacing stands in `style`, too.
 */

/** A table for layout alone, as wide as its place. */
export function table(rows: Markup | readonly Markup[]): Markup {
	return markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse">${rows}</table>`;
}

/** A row of cells that begin at the same height. */
export function row(...cells: Markup[]): Markup {
	return markup`<tr valign="top" style="vertical-align:top">${cells}</tr>`;
}

/** A cell with text in it. @param style more of it */
export function cell(content: Markup | readonly Markup[], style: string): Markup {
	return markup`<td style="${FONT};${style}">${content}</td>`;
}

/** A text in a role's colour, in a cell. */
export function text(content: string | Markup, role: Role, style: string): Markup {
	return markup`<div class="${role}" style="${colour(role)};${style}">${content}</div>`;
}

/** A text between others, for names: a direction of writing of its own does not touch what surrounds it. */
export function nameOf({ _id, name }: CampaignRow): Markup {
	return markup`<bdi>${nameText(name ?? '') || _id.slice(0, 40)}</bdi>`;
}

/** A row of the page, over its whole width. */
export function section(content: Markup | readonly Markup[], style = 'padding:0 28px 28px'): Markup {
	return markup`<tr><td class="card pad" style="${FONT};${colour('card')};${style}">${content}</td></tr>`;
}

export function heading(title: string): Markup {
	return markup`<h2 class="text" style="${colour('text')};font-size:16px;line-height:22px;font-weight:700;margin:0 0 10px">${title}</h2>`;
}

/**
 * A bar of two cells.
 *
 * @param percent how far it reaches; outside 0 to 100 as far as it can
 * @param height in pixels
 */
export function bar(percent: number | null, height: number): Markup {
	const reached = percent === null || percent <= 0 ? 0 : Math.min(100, Math.max(1, Math.round(percent)));
	const part = (role: Role, width: number) =>
		width === 0
			? undefined
			: markup`<td class="${role}" width="${width}%" style="${colour(role)};width:${width}%;height:${height}px;padding:0;font-size:0">&nbsp;</td>`;
	return markup`<table width="100%" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;line-height:0"><tr>${part('bar', reached)}${part('track', 100 - reached)}</tr></table>`;
}

/** How a figure moved; a dash where that is not known. @param of names the figure, where its place does not */
export function changeText(change: Change | undefined, of = ''): Markup {
	const role = !change || change.direction === 'same' ? 'muted' : change.direction;
	return text(`${of} ${change?.text ?? NOTHING}`.trim(), role, 'font-size:12px;line-height:16px;font-weight:600');
}

/** Cells of the same width, in line with those of the tables above and below. */
function evenCells(cells: readonly Markup[]): Markup {
	const width = Math.floor(100 / cells.length);
	const all = cells.map((content) => markup`<td width="${width}%" style="${FONT};padding:0 6px 0 0">${content}</td>`);
	return markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="width:100%;table-layout:fixed;border-collapse:collapse">${row(...all)}</table>`;
}

/** The heads of a table of stages. */
export function stageHeads(stages: readonly Stage[]): Markup {
	return evenCells(stages.map(({ label }) => text(label, 'muted', 'font-size:11px;line-height:16px')));
}

/** One row of such a table: each count, its rate, and the rate as a bar. */
export function stageCells(figures: IDataObject, stages: readonly Stage[]): Markup {
	return evenCells(
		stages.map((stage) => {
			const rate = stageRate(figures, stage);
			const count = text(countText(counter(figures, stage.name)), 'text', 'font-size:14px;font-weight:600');
			if (!stage.of) return count;
			return markup`${count}${text(rateText(rate), 'muted', 'font-size:12px;line-height:17px')}${bar(rate, 4)}`;
		}),
	);
}
