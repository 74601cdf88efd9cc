import { csvFileName, uniqueFileName } from '../../../shared/csv/fileName';
import { readCsvOutput } from '../../../shared/csv/parameters';
import { csvItems } from '../../../shared/jobs/csvFile';
import { csvRoute } from '../../../shared/jobs/csvRoute';
import type { Call, Result } from '../../table/operation';

/**
 * Downloads a route that answers with CSV, as a file or as rows. It reads `csvExportFields`.
 *
 * @param route path below the base URL
 * @param content names what the file holds, for its name
 */
export async function csvExport(
	{ context, client, parameters, itemIndex, signal }: Call,
	route: string,
	content: string,
): Promise<Result> {
	const { fileName: chosen, ...wanted } = readCsvOutput(parameters);
	const wantedName = csvFileName({ chosen, name: content, date: new Date(), timeZone: context.getTimezone() });
	const fileName = uniqueFileName(context, wantedName);
	const request = { ...wanted, fileName, itemIndex, of: content, json: {} };
	return { items: await csvItems(context, csvRoute(client, route), request, signal) };
}
