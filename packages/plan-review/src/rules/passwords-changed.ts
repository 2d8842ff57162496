import { pathText } from '../changes/describe-change';
import { differencesOf } from '../difference/difference';
import { anotherSecret, secret } from '../masking/mask';
import { isSecretAttribute } from '../masking/secret-attribute';
import { joined, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Reports existing resources that get another password, token or key, or an empty one. */
export const passwordsChanged: Rule = (plan) =>
  changesOf(plan, 'update').flatMap((change): Danger[] => {
    const { address } = change;
    const changed = differencesOf(change).known.filter(
      ({ path, before, after }) => before === secret && after === anotherSecret && isSecretAttribute(path.at(-1) ?? ''),
    );
    const later = differencesOf(change).afterApply.filter(
      ([name = '', ...inside]) =>
        inside.length === 0 && /(?:^|_)password$/.test(name) && textAt(change.before, [name]) !== undefined,
    );
    const emptied = differencesOf(change).known.filter(
      ({ path, before, after }) => before === secret && after === '' && isSecretAttribute(path.at(-1) ?? ''),
    );
    const danger = (path: readonly string[], gets: string): Danger => {
      const attribute = pathText(path);
      return { kind: 'outage', address, attribute, what: say`${address} ${[gets]} another ${attribute}` };
    };
    return [
      ...changed.map(({ path }) => danger(path, 'gets')),
      ...(emptied.length === 0
        ? []
        : [
            withoutSecrets(
              address,
              emptied.map(({ path }) => pathText(path)),
            ),
          ]),
      // the value may stay the same, for example if a deferred data source contains it
      ...later.map((path) => danger(path, 'may get')),
    ];
  });

function withoutSecrets(address: string, [attribute = '', ...covers]: readonly string[]): Danger {
  const names = joined([attribute, ...covers].map((name) => say`${name}`));
  return {
    kind: 'outage',
    address,
    attribute,
    covers,
    what: say`${address} gets an empty ${names}: calls that need ${[covers.length === 0 ? 'it' : 'them']} fail`,
  };
}
