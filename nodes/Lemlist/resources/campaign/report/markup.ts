/** HTML that is safe to put into a page as it is; made by `markup` alone. */
export class Markup {
	constructor(readonly text: string) {}

	toString(): string {
		return this.text;
	}
}

type Part = string | number | Markup | readonly Markup[] | undefined;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as it stands between tags and in attributes with quotes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

function partText(part: Part): string {
	if (part === undefined) return '';
	if (part instanceof Markup) return part.text;
	return typeof part === 'object' ? part.map(({ text }) => text).join('') : escapeHtml(String(part));
}

/**
 * A template for HTML: whatever is put into it is escaped, unless it is markup itself. So nothing that a service sent
 * can become a tag. Indentation and line breaks of the template are left out.
 */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
	const pieces = strings.raw.map((piece, index) => piece.replace(/\n\s*/g, '') + partText(parts[index]));
	return new Markup(pieces.join(''));
}
