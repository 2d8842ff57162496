import { changedIn } from '../renames';
import { poolsTrusted } from './pools-trusted';
import { gainOf } from './requirement';
import { requirementsChanged } from './requirements-changed';
import type { Danger, Rule } from './rule';

/** Reports APIs that accept callers they rejected before: with a different scope or user pool, or without a key or authentication. */
export const apiWidened: Rule = (plan) =>
  changedIn(plan).flatMap((change): readonly Danger[] =>
    [...requirementsChanged(change, gainOf), ...poolsTrusted(change)].map((what) => ({
      kind: 'broader access',
      address: change.address,
      what,
    })),
  );
