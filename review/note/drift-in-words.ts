import type { Drift } from '../drift';
import { type Phrase, words } from '../phrase';

const shownAtMost = 5;

/** `2 × aws_lambda_function: timeout (…)`: what is other than the state says, and where. */
export function driftInWords({ types, attributes, addresses }: Drift): Phrase {
  const listed = (names: readonly string[]) =>
    names.flatMap((name, at): Phrase => [...(at > 0 ? [', '] : []), { code: name }]);
  const more = addresses.length - shownAtMost;
  return [
    ...words(`${addresses.length} × `),
    ...listed(types),
    ': ',
    ...listed(attributes),
    ' (',
    ...listed(addresses.slice(0, shownAtMost)),
    more > 0 ? ` and ${more} more)` : ')',
  ];
}
