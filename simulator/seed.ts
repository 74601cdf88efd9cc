import { makeLeads } from './resources/leads';
import { madeStatistics } from './resources/madeStatistics';
import type { CampaignStatus } from './resources/campaigns';
import type { State } from './state';

const NAMES = [
	['🚀', 'Product Launch DACH'],
	['🥐', 'Relance clients / Île-de-France'],
	['📈', 'SaaS Founders "Series A"'],
	['🤝', 'Partner Programme, EMEA'],
	['🎯', 'Head of Growth: cold outreach'],
	['🏭', 'Fertigung & Maschinenbau'],
	['🧊', 'Re-engage dormant leads'],
	['🎪', 'Conference follow-up 2025'],
	['🩺', 'MedTech Nordics'],
	['🛒', 'E-commerce Black Friday'],
	['🏦', 'Fintech CFOs'],
	['🌱', 'Climate tech seed stage'],
] as const;
const STATUSES: CampaignStatus[] = ['running', 'paused', 'running', 'draft', 'ended', 'running', 'errors', 'archived'];

/** Fills the first team with campaigns that look like a sales team's, each with a few dozen leads. */
export function seedState(state: State, campaigns = 6): void {
	state.fields.add({ name: 'companySize', label: 'Company size' });
	state.fields.add({ name: 'region', label: 'Region' });
	for (let index = 0; index < campaigns; index++) {
		const [emoji, name] = NAMES[index % NAMES.length] as (typeof NAMES)[number];
		const status = STATUSES[index % STATUSES.length] as CampaignStatus;
		const wave = Math.floor(index / NAMES.length) + 1;
		const campaign = state.addCampaign({
			name: wave === 1 ? name : `${name} #${wave}`,
			emoji,
			status,
			labels: index % 3 === 0 ? ['Q4'] : [],
			hasError: status === 'errors',
			errors: status === 'errors' ? ['One of your sender has no email provider.'] : [],
		});
		const contactsLeads = status !== 'draft' && status !== 'archived';
		state.campaignDetails.statistics.set(campaign._id, madeStatistics(campaign._id, contactsLeads ? 8 + 9 * index : 0));
		for (const lead of makeLeads(20 + 7 * index, campaign._id, index + 1)) state.leads.set(lead._id, lead);
	}
}
