import type { OmittedValue } from '../changes/omitted-values';
import { groupBy } from '../group-by';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

/** Title of the section about changed values that the note does not show: `12 values are not shown: …`. */
export function omittedTitle({ omitted, kept }: Review): string {
  const count = [...omitted, ...kept].reduce((sum, { addresses }) => sum + addresses.length, 0);
  const [are, them, their] = count === 1 ? ['is', 'it', 'its'] : ['are', 'them', 'their'];
  const reasons = [
    ...(omitted.length === 0 ? [] : [`the provider computes or copies ${them}`, `only ${their} notation changes`]),
    ...(kept.length === 0 ? [] : ['the plan keeps what was changed outside Terraform']),
  ];
  const last = reasons.length > 1 ? `, or ${reasons.at(-1)}` : '';
  const first = reasons.length > 1 ? reasons.slice(0, -1) : reasons;
  return `${counted(count, 'value')} ${are} not shown: ${first.join(', ')}${last}`;
}

/** Formats one line for the attributes of the same resources: `arn and etag of 17 resources`. Names a single resource. */
export const formatOmitted = ({ omitted, kept }: Review): readonly Phrase[] => [
  ...together(omitted),
  ...together(kept).map((line) => say`${line}, changed outside Terraform`),
];

const together = (values: readonly OmittedValue[]): readonly Phrase[] =>
  [...groupBy(values, ({ addresses }) => JSON.stringify(addresses)).values()].map((those) => {
    const attributes = joined(those.map(({ attribute }) => say`${attribute}`));
    const [first = '', ...others] = those[0]?.addresses ?? [];
    return say`${attributes} of ${others.length === 0 ? first : words(`${others.length + 1} resources`)}`;
  });
