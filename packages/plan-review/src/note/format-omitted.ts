import type { OmittedValue } from '../changes/omitted-values';
import { counted, type Phrase, say, words } from '../phrase';
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

/** Formats one line per attribute: `last_modified of 17 resources`. Names a single resource. */
export const formatOmitted = ({ omitted, kept }: Review): readonly Phrase[] => [
  ...omitted.map(described),
  ...kept.map((one) => say`${described(one)}, changed outside Terraform`),
];

const described = ({ attribute, addresses: [first = '', ...others] }: OmittedValue): Phrase =>
  others.length === 0 ? say`${attribute} of ${first}` : say`${attribute} of ${words(`${others.length + 1} resources`)}`;
