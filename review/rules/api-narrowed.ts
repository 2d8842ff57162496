import { joined, say } from '../phrase';
import { changedIn } from '../renames';
import { askedFor, operationsOf } from './operations';
import type { Danger, Rule } from './rule';

/** What an API no longer answers. */
export const apiNarrowed: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] => {
    const operations = operationsOf(change);
    if (operations === undefined) return [];
    const gone = [...operations.was.keys()].filter((name) => askedFor(operations.is, name) === undefined);
    if (gone.length === 0) return [];
    const { address } = change;
    const all = joined(gone.map((name) => say`${name}`));
    return [{ kind: 'outage', address, what: say`${address} no longer has ${all}: whoever calls it gets an error` }];
  });
