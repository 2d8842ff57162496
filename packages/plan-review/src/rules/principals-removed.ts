import { rightsGained } from '@himeshima/aws-policy';
import { joined, say, words } from '../phrase';
import { policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/** Reports resource policies that no longer mention principals that they allowed something before. */
export const principalsRemoved: Rule = (plan) =>
  policiesIn(plan).flatMap(({ kind, by, before, after, owner, unknownBecause }): Danger[] => {
    const isChange = by.every(({ action }) => action === 'update' || action === 'replace');
    const isCompared = kind === 'resource' && owner === 'kept' && unknownBecause === undefined && isChange;
    // other rules report deleted policies and statements
    if (!isCompared || before.length === 0 || after.length === 0) return [];
    const [was, is] = [before, after].map(
      (documents) => new Set(rightsGained([], documents, { elsewhere: true }).map(({ principal = '' }) => principal)),
    );
    const gone = [...(was ?? [])].filter((principal) => is?.has(principal) !== true && principal !== '');
    if (gone.length === 0 || [...(is ?? [])].some((principal) => /^(?:AWS )?\*$/.test(principal))) return [];
    const [{ address }] = by;
    const named = gone.slice(0, namedAtMost).map((one) => say`${one.replace(/^\w+ /, '')}`);
    const more = gone.length - named.length;
    const all = joined(more > 0 ? [...named, words(`${more} more`)] : named);
    return [{ kind: 'outage', address, what: say`${address} no longer allows anything for ${all}` }];
  });

/** Maximum number of principals to name. */
const namedAtMost = 3;
