import { groupBy } from '../group-by';
import { joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

/** Title of the section about changed values that the note does not show: `12 values are not shown: …`. */
export function omittedTitle({ omitted }: Review): string {
  const count = omitted.reduce((sum, { addresses }) => sum + addresses.length, 0);
  return count === 1
    ? '1 value is not shown: it is computed by the provider, a copy, or only reformatted'
    : `${count} values are not shown: they are computed by the provider, copies, or only reformatted`;
}

/** Formats one line for the attributes of the same resources: `arn and etag of 17 resources`. Names a single resource. */
export const formatOmitted = ({ omitted }: Review): readonly Phrase[] =>
  [...groupBy(omitted, ({ addresses }) => JSON.stringify(addresses)).values()].map((those) => {
    const attributes = joined(those.map(({ attribute }) => say`${attribute}`));
    const [first = '', ...others] = those[0]?.addresses ?? [];
    return say`${attributes} of ${others.length === 0 ? first : words(`${others.length + 1} resources`)}`;
  });
