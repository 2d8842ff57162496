import { covers, type Right, rightsGained } from '@himeshima/aws-policy';
import { say } from '../phrase';
import { isServiceConnection, isUnknownRight } from './broader-access';
import { formatRights } from './format-rights';
import { policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/** Reports policies of queues, topics, buckets and functions that no longer let a service act for another resource. */
export const connectionLost: Rule = (plan) =>
  policiesIn(plan).flatMap(({ kind, by, before, after, owner, unknownBecause }): Danger[] => {
    const [{ address }] = by;
    const isKept = kind === 'resource' && owner === 'kept' && unknownBecause === undefined && after.length > 0;
    if (!isKept || by.some(({ action }) => action !== 'update')) return [];
    // a permission on a resource that is known only after apply may be the same permission
    const unknown = rightsGained([], after, { elsewhere: true }).filter(isUnknownRight);
    const lost = rightsGained(after, before, { elsewhere: true }).filter(
      (right) => isServiceConnection(right) && !unknown.some((other) => isSameCall(right, other)),
    );
    if (lost.length === 0) return [];
    return [{ kind: 'outage', address, what: say`${address} no longer allows ${formatRights(lost, kind)}` }];
  });

/** Returns whether two permissions let the same principal call the same action. */
const isSameCall = (one: Right, other: Right): boolean =>
  one.principal === other.principal && covers(other.action.toLowerCase(), one.action.toLowerCase());
