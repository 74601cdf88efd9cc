import type { INodeProperties } from 'n8n-workflow';

import { htmlFileName, uniqueFileName } from '../../../shared/csv/fileName';
import { storeFile } from '../../../shared/csv/output';
import { fileName, outputFileField, readBinaryPropertyName } from '../../../shared/csv/parameters';
import { hint } from '../../../shared/n8n/hints';
import { options } from '../../fields/frames';
import type { Call, CustomOperation } from '../../table/operation';
import { campaignSelection } from './fields';
import { type Report, reportOf } from './report/figures';
import { reportJson, subjectOf } from './report/output';
import { reportPage } from './report/page';
import { periodBefore, periodDates } from './report/period';
import { nameText, plural } from './report/words';
import { selectedCampaigns, withNames } from './selection';
import { statisticsQuery } from './statistics';
import { statisticsFilters, statisticsPeriod } from './statisticsFields';
import { readStatistics } from './statisticsOfMany';

const DEFAULT_TITLE = 'Campaign report';
const LONGEST_TITLE = 120;

const compare: INodeProperties = {
	displayName: 'Compare with Period Before',
	name: 'compare',
	type: 'boolean',
	default: true,
	description: 'Whether to show how the figures moved against the period of the same length before it',
};

const reportOptions = options(
	fileName({
		description: 'Name of the file. Empty: the title and the period.',
		placeholder: 'e.g. weekly report.html',
	}),
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: `e.g. ${DEFAULT_TITLE}`,
		description: `What stands at the top of the page and at the beginning of the subject. Empty: ${DEFAULT_TITLE}.`,
	},
);

/** What was asked for, checked before anything is sent. */
function readParameters({ context, parameters }: Call) {
	const query = statisticsQuery(parameters);
	const { startDate, endDate } = query as { startDate: string; endDate: string };
	const timeZone = context.getTimezone();
	const period = { startDate, endDate };
	return {
		query,
		period,
		previous: parameters.boolean('compare') ? periodBefore(period, timeZone) : undefined,
		timeZone,
		title: nameText(parameters.text('options.title'), LONGEST_TITLE) || DEFAULT_TITLE,
		chosenName: parameters.text('options.fileName') || undefined,
		binaryPropertyName: readBinaryPropertyName(parameters),
	};
}

function warn({ context }: Call, { campaigns, failed, notCompared }: Report): void {
	if (campaigns.length + failed.length === 0) {
		hint(context, 'No campaign fits the selection, so the report is empty.');
	}
	if (failed.length > 0) hint(context, `The report lacks ${plural(failed.length, 'campaign')}: its end names them.`);
	if (notCompared.length > 0) {
		hint(context, `The report compares without ${plural(notCompared.length, 'campaign')}: its end names them.`);
	}
}

export const createReport: CustomOperation = {
	value: 'createReport',
	name: 'Create Report',
	action: 'Create campaign report',
	description: 'Make a page of funnels and rates of campaigns in a period, as HTML for a mail and as a file',
	routes: ['POST /v2/campaigns/stats/batch', 'GET /campaigns'],
	fields: [...campaignSelection, ...statisticsPeriod, compare, outputFileField, statisticsFilters, reportOptions],
	async run(call) {
		const { context, itemIndex } = call;
		const { query, chosenName, binaryPropertyName, ...about } = readParameters(call);
		const { period, previous, title, timeZone } = about;
		const campaigns = await withNames(call, await selectedCampaigns(call));
		const campaignIds = campaigns.map(({ _id }) => _id);
		const [now, before] = await Promise.all([
			readStatistics(call, campaignIds, { ...query, ...period }),
			previous && readStatistics(call, campaignIds, { ...query, ...previous }),
		]);
		const report = reportOf(about, campaigns, now, before);
		const html = reportPage(report);
		const date = periodDates(period, timeZone);
		const name = uniqueFileName(context, htmlFileName({ chosen: chosenName, name: title, date }));
		const { bytes, result } = await storeFile(context, Buffer.from(html), name, 'text/html');
		warn(call, report);
		return {
			items: [
				{
					json: {
						subject: subjectOf(report),
						...reportJson(report),
						fileName: result.fileName ?? name,
						fileSize: bytes,
						html,
					},
					binary: { [binaryPropertyName]: result },
					pairedItem: { item: itemIndex },
				},
			],
		};
	},
};
