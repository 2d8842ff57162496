import { changedIn } from '../renames';
import { gainOf } from './requirement';
import { requirementsChanged } from './requirements-changed';
import type { Danger, Rule } from './rule';
import { trustedUserPools } from './trusted-user-pools';

/**
 * Reports APIs that accept more callers: with another scope or user pool, without an API key, or without authentication.
 */
export const apiWidened: Rule = (plan) =>
  changedIn(plan).flatMap((change): readonly Danger[] =>
    [...requirementsChanged(change, gainOf), ...trustedUserPools(change)].map((what) => ({
      kind: 'broader access',
      address: change.address,
      what,
    })),
  );
