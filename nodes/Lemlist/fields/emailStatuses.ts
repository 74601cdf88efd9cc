/** Results of the verification of an email address. */
export const emailStatuses = [
	{ name: 'Deliverable', value: 'deliverable' },
	{ name: 'Risky', value: 'risky' },
	{ name: 'Undeliverable', value: 'undeliverable' },
	{ name: 'Unverified', value: 'unverified' },
];
