import type { Phrase } from '../phrase';
import type { Change } from '../plan/plan';
import { matchingValues } from './matching-values';
import { isPlaceholder } from './placeholder';

/** Names the new values that look like placeholders. */
export function placeholders(created: readonly Change[]): readonly Phrase[] {
  const found = matchingValues(created, isPlaceholder);
  return found.length === 0 ? [] : [['probably a placeholder: ', ...found]];
}
