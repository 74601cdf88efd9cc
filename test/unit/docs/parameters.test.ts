import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { QlaraApi } from '../../../credentials/QlaraApi.credentials';
import { resources } from '../../../nodes/Lemlist/resources';
import { properties } from '../../../nodes/LemlistExportCampaign/parameters';
import { properties as pollingProperties } from '../../../nodes/LemlistPollingTrigger/parameters';
import { properties as triggerProperties } from '../../../nodes/LemlistTrigger/parameters';
import { properties as qlaraProperties } from '../../../nodes/QlaraExport/parameters';
import { ALL_EVENTS, activityEvents, webhookEvents } from '../../../nodes/shared/lemlist/activities/eventTypes';
import { read, tableRows } from './markdown';

/** What stands for no default in the tables. */
const NONE = '–';

test('The table of resources in docs/lemlist.md names every operation of the node Lemlist', () => {
	const rows = tableRows('docs/lemlist.md', '## Operations').map(([name = '', operations = '']) => [
		/^\[(.+)\]/.exec(name)?.[1],
		operations,
	]);
	expect(rows).toEqual(
		resources.map(({ name, operations }) => [name, operations.map((operation) => operation.name).join(', ')]),
	);
});

test('The jobs in docs/lemlist.md are operations that the node has', () => {
	const named = tableRows('docs/lemlist.md', '# Lemlist')
		.flatMap(([, how = '']) => how.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').split(';'))
		.map((text) => /^\s*(\w+) > ([^:;]+)/.exec(text))
		.filter((match) => match !== null);
	expect(named.length).toBeGreaterThan(8);
	for (const [, resourceName, operations = ''] of named) {
		const resource = resources.find(({ name }) => name === resourceName);
		for (const operation of operations.replace(/, for many /, ', ').split(', ')) {
			expect(resource?.operations.map(({ name }) => name)).toContain(operation.trim());
		}
	}
});

describe.each([
	['docs/lemlist-export-campaign.md', properties],
	['docs/qlara-export.md', qlaraProperties],
])('The tables of operations and parameters in %s', (document, properties) => {
	const operations = properties.find(({ name }) => name === 'operation')!.options as INodePropertyOptions[];
	const options = optionsOf(properties);
	const documented = new Map(
		tableRows(document, '## Parameters').map(([name = '', fallback = '']) => [name, fallback]),
	);

	test('have every operation, and no other', () => {
		const rows = tableRows(document, '## Operations').map(([name]) => name);
		expect(rows.sort()).toEqual(operations.map(({ name }) => name).sort());
	});

	test('have every parameter and option, and no other', () => {
		expect([...documented.keys()].sort()).toEqual(namesOf([...properties, ...options]));
	});

	test.each([...properties, ...options].filter(isField).map((property) => [property.displayName, property] as const))(
		'name the default of "%s"',
		(displayName, property) => {
			expect(documented.get(displayName)?.replaceAll('`', '')).toBe(defaultAsShown(property));
		},
	);
});

describe.each([
	['docs/lemlist-trigger.md', triggerProperties, webhookEvents],
	['docs/lemlist-polling-trigger.md', pollingProperties, activityEvents],
])('The table of parameters in %s', (document, properties, events) => {
	test('has every parameter and option, and no other', () => {
		const documented = tableRows(document, '## Parameters').map(([name = '']) => name);
		const existing = [
			...namesOf(properties.filter(({ name }) => name !== 'options')),
			...namesOf(optionsOf(properties)).map((name) => `Options: ${name}`),
		];
		expect(documented.sort()).toEqual(existing.sort());
	});

	test('says how many events there are', () => {
		const count = events.filter(({ value }) => value !== ALL_EVENTS).length;
		expect(/(\d+) (?:events|types of activities)/.exec(read(document))?.[1]).toBe(String(count));
	});
});

test.each([
	['Lemlist Account API', new LemlistAccountApi().properties],
	['Qlara API', new QlaraApi().properties],
])('docs/credentials.md has the fields of "%s" with their defaults', (name, properties) => {
	const fields = tableRows('docs/credentials.md', `## ${name}`).map(([field, fallback]) => [
		field,
		fallback?.replaceAll('`', ''),
	]);
	expect(fields).toEqual(
		properties.filter(isField).map(({ displayName, default: value }) => [displayName, String(value) || NONE]),
	);
});

/** Not a text that only explains, and not the other default that a field has in a tool of an agent. */
function isField({ type, displayOptions }: INodeProperties): boolean {
	const isForTools = displayOptions?.show?.['@tool']?.[0] === true;
	return type !== 'notice' && type !== 'callout' && !isForTools;
}

function optionsOf(properties: INodeProperties[]): INodeProperties[] {
	return properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
}

function namesOf(properties: INodeProperties[]): string[] {
	return [...new Set(properties.filter(isField).map(({ displayName }) => displayName))].sort();
}

/** The default as a person sees it in the editor. */
function defaultAsShown({ default: value, options: choices = [], type }: INodeProperties): string {
	if (type === 'collection' || type === 'resourceLocator' || [value].flat().join('') === '') return NONE;
	const names = [value]
		.flat()
		.map((one) => (choices as INodePropertyOptions[]).find((choice) => choice.value === one)?.name ?? String(one));
	return names.join(', ');
}
