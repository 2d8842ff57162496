import { counted, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

/** Title of the section about changed values that the note does not show: `12 values not shown: …`. */
export function omittedTitle({ omitted }: Review): string {
  const count = omitted.reduce((sum, { addresses }) => sum + addresses.length, 0);
  const [are, them, their] = count === 1 ? ['is', 'it', 'its'] : ['are', 'them', 'their'];
  return `${counted(count, 'value')} ${are} not shown: the provider computes or copies ${them}, or only ${their} notation changes`;
}

/** Formats one line per attribute: `last_modified of 17 resources`. Names a single resource. */
export const formatOmitted = ({ omitted }: Review): readonly Phrase[] =>
  omitted.map(({ attribute, addresses: [first = '', ...others] }) =>
    others.length === 0
      ? say`${attribute} of ${first}`
      : say`${attribute} of ${words(`${others.length + 1} resources`)}`,
  );
