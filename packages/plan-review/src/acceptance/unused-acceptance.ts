import type { Danger } from '../rules/rule';
import { type Acceptances, accepts, covers, type DangerAcceptance } from './accepted-danger';

/** Acceptance that matches no danger of a plan. */
export interface UnusedAcceptance extends DangerAcceptance {
  /** Rules of the dangers that the acceptance probably means: its rule is the name of their kind. */
  readonly intended: readonly string[];
  /** Addresses of the dangers of its rule, of which the acceptance covers none. */
  readonly elsewhere: readonly string[];
}

/**
 * Returns the acceptances that match no danger. Omits expired acceptances, which have no effect.
 * @param dangers all dangers of the plan, including accepted and prevented ones
 */
export const unusedAcceptances = (
  dangers: readonly Danger[],
  { acceptances, today }: Acceptances,
): readonly UnusedAcceptance[] =>
  acceptances
    .filter((one) => one.until >= today && !dangers.some((danger) => accepts(one, danger)))
    .map((one) => ({
      ...one,
      intended: rulesOf(dangers.filter((danger) => isOfKind(one, danger))),
      elsewhere: dangers.flatMap(({ rule, address }) => (rule === one.rule ? [address] : [])),
    }));

const isOfKind = (acceptance: DangerAcceptance, danger: Danger): boolean =>
  danger.kind.replaceAll(' ', '-') === acceptance.rule && covers(acceptance, danger);

const rulesOf = (dangers: readonly Danger[]): readonly string[] => [
  ...new Set(dangers.flatMap(({ rule }) => (rule === undefined ? [] : [rule]))),
];
