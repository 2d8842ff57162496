import type { UnusedAcceptance } from '../acceptance/unused-acceptance';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

/** Title of the section about acceptances, of which all may have expired. */
export const acceptedTitle = ({ accepted }: Pick<Review, 'accepted'>): string =>
  accepted.length > 0 ? 'Accepted dangers' : 'Acceptances that do not apply';

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
  ...expired.map(
    ({ rule, place, until }) =>
      say`the acceptance of ${rule} in ${place} expired on ${words(until)}; avoid the danger, or accept it until another day`,
  ),
  ...disallowed.map(
    ({ rule, place }) =>
      say`the acceptance of ${rule} in ${place} does not apply: the policy does not allow it in this file`,
  ),
  ...unused.flatMap(unusedLine),
];

/** Says which acceptance probably is a mistake. Others are omitted, because their danger may have been applied before. */
function unusedLine({ rule, place, intended, elsewhere }: UnusedAcceptance): readonly Phrase[] {
  const line = say`the acceptance of ${rule} in ${place} is not used: `;
  if (intended.length > 0) {
    const rules = joined(
      intended.map((one) => say`${one}`),
      'or',
    );
    return [[...line, ...say`to accept the dangers of the kind ${words(rule.replaceAll('-', ' '))}, use ${rules}`]];
  }
  const [first, ...others] = elsewhere;
  if (first === undefined) return [];
  const more = others.length === 0 ? [] : [` and ${counted(others.length, 'more resource')}`];
  return [[...line, ...say`the danger concerns ${first}`, ...more]];
}
