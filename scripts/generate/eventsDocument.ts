import { EVENT_TYPES, type EventType } from '../../nodes/shared/lemlist/activities/eventTypes';
import { simplified } from '../../nodes/shared/lemlist/activities/output';
import { sampleEvents } from '../../nodes/shared/lemlist/activities/samples';
import type { GeneratedFiles } from './files';
import { previewText, schemaOfAll } from './jsonSchema';

/** In which of the two triggers a type is offered. */
function inTriggers({ only }: EventType): string {
	return `${only === 'activities' ? '–' : 'yes'} | ${only === 'webhooks' ? '–' : 'yes'}`;
}

function row(type: EventType): string {
	const name = type.description === undefined ? type.name : `${type.name}: ${type.description}`;
	return `| ${name} | [\`${type.value}\`](#${type.value.toLowerCase()}) | ${inTriggers(type)} |`;
}

/** The sample of a type, as the node gives it with Simplify. */
function sample({ value }: EventType): string {
	const json = JSON.stringify(sampleEvents({ types: [value], campaignIds: [] }).map(simplified), undefined, 2);
	return [`### ${value}`, '', '```json', json, '```', ''].join('\n');
}

/** Every event of the triggers, and a sample of each. */
export function eventsDocument(types: readonly EventType[] = EVENT_TYPES): string {
	const groups = [...new Set(types.map(({ group }) => group))];
	const table = groups.flatMap((group) => [
		`| **${group}** | | | |`,
		...types.filter((type) => type.group === group).map(row),
	]);
	return [
		'# Events of the triggers',
		'',
		'<!-- Made from nodes/shared/lemlist/activities/ by `npm run generate`. -->',
		'',
		'Every event that lemlist documents. Lemlist Trigger is called for those that have a webhook, Lemlist Polling Trigger and the operation Activity > Get Many find those that lemlist keeps as activities.',
		'',
		'| Event | Type | Lemlist Trigger | Polling, Get Many |',
		'|---|---|---|---|',
		...table,
		'',
		'## Samples',
		'',
		'To build a workflow before anything happened, copy the sample of an event, open the trigger, choose **Edit Output** (the pencil), paste it and save: n8n pins it. Lemlist Polling Trigger gives such samples by itself when a test finds nothing that fits. `isSample` says that an event is made up; no event of lemlist has it. lemlist documents the fields of some types only: events may have others, and lack some of these.',
		'',
		...types.map(sample),
	].join('\n');
}

/** n8n's preview of what a trigger gives: the fields of all its events. */
function outputSchema(types: readonly EventType[]): string {
	const events = sampleEvents({ types: types.map(({ value }) => value), campaignIds: [] });
	const schema = schemaOfAll(events.map(simplified));
	// No event of lemlist says that it is a sample.
	delete schema.properties?.isSample;
	return previewText(schema);
}

/** The document of the events, and the previews of both triggers: n8n looks for them beside the node. */
export function eventsDocuments(): GeneratedFiles {
	return new Map([
		['docs/events.md', eventsDocument()],
		[
			'nodes/LemlistTrigger/__schema__/v1.0.0.json',
			outputSchema(EVENT_TYPES.filter(({ only }) => only !== 'activities')),
		],
		[
			'nodes/LemlistPollingTrigger/__schema__/v1.0.0.json',
			outputSchema(EVENT_TYPES.filter(({ only }) => only !== 'webhooks')),
		],
	]);
}
