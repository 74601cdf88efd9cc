import { campaign } from '../../../shared/lemlist/campaigns';
import type { Locator } from '../../../shared/lemlist/locator';
import { contact } from './contact';
import { lead } from './lead';
import { schedule } from './schedule';
import { branch, sequence, step } from './sequence';
import { user } from '../../../shared/lemlist/users';
import { webhook } from './webhook';

/** Everything of lemlist that parameters of the node choose: from this table n8n gets the list searches. */
export const locators: readonly Locator[] = [branch, campaign, contact, lead, schedule, sequence, step, user, webhook];
