import { differencesOf } from '../difference/difference';
import { anotherSecret, secret } from '../masking/mask';
import { isSecretAttribute } from '../masking/secret-attribute';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Danger, Rule } from './rule';

/** Reports existing resources that get another password, token or key. */
export const passwordsChanged: Rule = (plan) =>
  changesOf(plan, 'update').flatMap((change): Danger[] => {
    const { address } = change;
    const changed = differencesOf(change).known.filter(
      ({ path, before, after }) => before === secret && after === anotherSecret && isSecretAttribute(path.at(-1) ?? ''),
    );
    return changed.map(({ path }) => {
      const attribute = path.join('.');
      return { kind: 'outage', address, attribute, what: say`${address} gets another ${attribute}` };
    });
  });
