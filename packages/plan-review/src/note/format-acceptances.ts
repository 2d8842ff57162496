import { type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

/** Lists accepted dangers, each with its reason and last day, and then acceptances that do not apply. */
export const formatAccepted = ({
  accepted,
  expired,
  disallowed,
}: Pick<Review, 'accepted' | 'expired' | 'disallowed'>): readonly Phrase[] => [
  ...accepted.map(({ danger: { what }, acceptance: { until, because } }) => [
    ...what,
    ...say`, accepted until ${words(until)} because ${{ prose: because }}`,
  ]),
  ...expired.map(({ rule, place, until }) => say`the acceptance of ${rule} in ${place} expired on ${words(until)}`),
  ...disallowed.map(
    ({ rule, place }) =>
      say`the acceptance of ${rule} in ${place} does not apply: the policy does not allow it in this file`,
  ),
];
