/** Key under which the writes to one lead keep their order. Addresses differ in case only by accident. */
export function sameLead(idOrEmail: string): string {
	return `lead ${idOrEmail.includes('@') ? idOrEmail.toLowerCase() : idOrEmail}`;
}
