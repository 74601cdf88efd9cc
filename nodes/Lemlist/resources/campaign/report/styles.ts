/**
 * Colours stand in the `style` of each element, because mail clients drop style sheets; the sheet below, which changes
 * them in the dark, is for those that keep it. Without it the page is light in any surroundings: it brings its own
 * background.
 */

/** Colours by the class that names their role: in the light, and in the dark. */
const COLOURS = {
	page: { property: 'background-color', light: '#f2f3f7', dark: '#14161b' },
	card: { property: 'background-color', light: '#ffffff', dark: '#1e2128' },
	tile: { property: 'background-color', light: '#f6f7fb', dark: '#272b34' },
	bar: { property: 'background-color', light: '#4f5bd5', dark: '#8f98ff' },
	track: { property: 'background-color', light: '#e4e6f1', dark: '#3a3f4c' },
	line: { property: 'border-color', light: '#e2e4ec', dark: '#353a46' },
	text: { property: 'color', light: '#1d2230', dark: '#eef0f5' },
	muted: { property: 'color', light: '#596072', dark: '#aab1c0' },
	up: { property: 'color', light: '#0b6b35', dark: '#6fd79a' },
	down: { property: 'color', light: '#ad2318', dark: '#ff9d93' },
} as const;

export type Role = keyof typeof COLOURS;

/** The colour of a role, for `style`. */
export function colour(role: Role): string {
	const { property, light } = COLOURS[role];
	return `${property}:${light}`;
}

/** No quotes: it stands in attributes. In each cell with text, since Outlook hands it down to no table in a cell. */
export const FONT = 'font-family:Segoe UI,Arial,sans-serif';

/** The style sheet: the dark colours, and less room at the sides of a telephone. */
export const STYLE_SHEET = [
	':root{color-scheme:light dark}',
	'@media (prefers-color-scheme:dark){',
	...Object.entries(COLOURS).map(([role, { property, dark }]) => `.${role}{${property}:${dark}!important}`),
	'}',
	'@media (max-width:520px){.pad{padding-left:14px!important;padding-right:14px!important}.out{padding:0!important}}',
].join('');
