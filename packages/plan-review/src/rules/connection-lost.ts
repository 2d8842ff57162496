import { rightsGained } from '@himeshima/aws-policy';
import { say } from '../phrase';
import { isServiceConnection } from './broader-access';
import { formatRights } from './format-rights';
import { policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/** Reports policies of queues, topics, buckets and functions that no longer let a service act for another resource. */
export const connectionLost: Rule = (plan) =>
  policiesIn(plan).flatMap(({ kind, by, before, after, owner, unknownBecause }): Danger[] => {
    const [{ address }] = by;
    const isKept = kind === 'resource' && owner === 'kept' && unknownBecause === undefined && after.length > 0;
    if (!isKept || by.some(({ action }) => action !== 'update')) return [];
    const lost = rightsGained(after, before, { elsewhere: true }).filter(isServiceConnection);
    if (lost.length === 0) return [];
    return [{ kind: 'outage', address, what: say`${address} no longer allows ${formatRights(lost, kind)}` }];
  });
