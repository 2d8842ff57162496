import { type Phrase, say } from '../phrase';
import type { Review } from '../review';

/** Formats dangers that other resources prevent: `b can be read by anyone (acl): not in effect, because p ignores public ACLs`. */
export const formatPrevented = ({ prevented }: Review): readonly Phrase[] =>
  prevented.map(({ danger: { what }, by }) => say`${what}: not in effect, because ${by}`);
