import { accountQuotas } from './account-table';
import { brokerQuotas } from './broker-table';
import { protocolQuotas } from './protocol-table';
import type { Quota } from './quota';
import { shadowQuotas } from './shadow-table';

export { sources } from './quota';

/** What AWS IoT Core limits, by the parts of the AWS General Reference's page "AWS IoT Core endpoints and quotas". */
export const quotaTable: ReadonlyMap<string, readonly Quota[]> = new Map([
  ['Message broker', brokerQuotas],
  ['Protocol', protocolQuotas],
  ['Device Shadow', shadowQuotas],
  ['Registry, policies, rules, fleet provisioning', accountQuotas],
]);
