import { changedIn } from '../renames';
import { askedOtherwise } from './asked-otherwise';
import { poolsTrusted } from './pools-trusted';
import { gainOf } from './requirement';
import type { Danger, Rule } from './rule';

/** An API answers somebody whom it sent away: by another scope or user pool, without a key, or without a name. */
export const apiWidened: Rule = (plan) =>
  changedIn(plan).flatMap((change): readonly Danger[] =>
    [...askedOtherwise(change, gainOf), ...poolsTrusted(change)].map((what) => ({
      kind: 'more rights',
      address: change.address,
      what,
    })),
  );
