import type { INode, INodeParameters } from 'n8n-workflow';

import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../../nodes/Lemlist/Lemlist.node.ts';
import { LemlistExportCampaign } from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node.ts';
import { createEngine, type Engine, type EngineOptions, node } from '../engine';

/** Types of this package's nodes. */
export const LEMLIST = 'n8n-nodes-lemlist.lemlist';
export const EXPORT = 'n8n-nodes-lemlist.lemlistExportCampaign';

/** n8n's engine with this package's nodes for actions. @param more further nodes and credentials */
export async function lemlistEngine(
	credential: { baseUrl: string; apiKey: string },
	{ nodes, credentialTypes = [], credentials }: Partial<EngineOptions> = {},
): Promise<Engine> {
	return await createEngine({
		nodes: { [LEMLIST]: new Lemlist(), [EXPORT]: new LemlistExportCampaign(), ...nodes },
		credentialTypes: [new LemlistAccountApi(), ...credentialTypes],
		credentials: { lemlistAccountApi: { ...credential }, ...credentials },
	});
}

/** A campaign as people choose it by its ID. */
export const chosen = (campaignId: string) => ({ __rl: true, mode: 'id', value: campaignId });

/** The node "Export". @param campaignId an ID, or an expression */
export function exportNode(campaignId: string, parameters: INodeParameters = {}): INode {
	return node('Export', EXPORT, { campaignId: chosen(campaignId), ...parameters } as unknown as INodeParameters);
}
