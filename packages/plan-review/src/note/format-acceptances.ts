import { remedyOf } from '../acceptance/remedies';
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

/** Describes how to avoid each kind of danger, and how to accept the dangers of each rule. */
export function formatRemedies({ dangers }: Pick<Review, 'dangers'>): readonly Phrase[] {
  const kinds = [...new Set(dangers.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const rules = new Set(dangers.flatMap((danger) => (danger.kind === kind ? (danger.rule ?? []) : [])));
    const comments = [...rules].map((rule) => say`${`# plan-review: accept ${rule} until YYYY-MM-DD because …`}`);
    const listed = comments.flatMap((comment, at) => [...(at > 0 ? [', '] : []), ...comment]);
    const title = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    return say`${[title]}: ${[remedyOf[kind]]}; to accept this danger: ${listed}`;
  });
}
