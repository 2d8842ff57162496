import type { UnusedAcceptance } from '../acceptance/unused-acceptance';
import { joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

/** Lists accepted dangers, each with its reason and last day, and then acceptances that do not apply. */
export const formatAccepted = ({
  accepted,
  expired,
  disallowed,
  unused,
}: Pick<Review, 'accepted' | 'expired' | 'disallowed' | 'unused'>): readonly Phrase[] => [
  ...accepted.map(({ danger: { what }, acceptance: { until, because } }) => [
    ...what,
    ...say`, accepted until ${words(until)} because ${{ prose: because }}`,
  ]),
  ...expired.map(({ rule, place, until }) => say`the acceptance of ${rule} in ${place} expired on ${words(until)}`),
  ...disallowed.map(
    ({ rule, place }) =>
      say`the acceptance of ${rule} in ${place} does not apply: the policy does not allow it in this file`,
  ),
  ...unused.map(
    ({ rule, place, intended }) => say`the acceptance of ${rule} in ${place} is not used: ${reasonOf(rule, intended)}`,
  ),
];

const reasonOf = (rule: string, intended: UnusedAcceptance['intended']): Phrase =>
  intended.length === 0
    ? words('there is no such danger')
    : say`to accept the dangers of the kind ${words(rule.replaceAll('-', ' '))}, use ${joined(
        intended.map((one) => say`${one}`),
        'or',
      )}`;
