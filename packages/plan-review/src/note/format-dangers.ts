import { adviceOn } from '../acceptance/advice';
import { statesConsequence } from '../danger-summary';
import { type DangerGroup, groupDangers } from '../group-dangers';
import { joined, type Phrase, say } from '../phrase';
import type { Danger, DangerKind } from '../rules/rule';

/** Title of the section with the advice on each kind of danger. */
export const adviceTitle = 'How to avoid or accept these dangers';

/**
 * Groups dangers. States each effect only once, for the first danger that has the effect, unless its text already states a
 * consequence. The headline contains only summaries of the dangers.
 */
export const explainDangers = (dangers: readonly Danger[]): readonly DangerGroup[] => explained(groupDangers(dangers));

/** Explains each danger like `explainDangers`, without groups. */
export const explainEachDanger = (dangers: readonly Danger[]): readonly Danger[] =>
  explained(dangers).map((danger) => ({ ...danger, what: inOneSentence(danger) }));

/** Title of the section with the dangers that the lines about groups do not name. */
export const otherDangersTitle = 'Other dangers of the same kinds';

/** Returns the dangers that the lines about groups do not name. */
export const unnamedDangers = ({ dangers }: { readonly dangers: readonly Danger[] }): readonly Danger[] =>
  groupDangers(dangers).flatMap(({ unnamed }) => unnamed);

/** Formats a danger with its clause about related resources. */
export const inOneSentence = ({ what, context = [] }: Danger): Phrase =>
  context.length === 0 ? what : [...what, '; ', ...context];

function explained<
  One extends { readonly kind: DangerKind; readonly rule?: string | undefined; readonly what: Phrase },
>(dangers: readonly One[]): readonly One[] {
  const stated = new Set<string>();
  return dangers.map((one) => {
    const { effect } = adviceOn(one);
    const isFirst = !stated.has(effect);
    stated.add(effect);
    return isFirst && !statesConsequence(one.what) ? { ...one, what: [...one.what, ': ', effect] } : one;
  });
}

/** Describes how to avoid dangers of a kind, and how to accept the dangers of each rule. */
function adviceFor(kind: DangerKind, dangers: readonly Danger[]): Phrase {
  const those = dangers.filter((danger) => danger.kind === kind);
  const all = [...new Set(those.map((danger) => adviceOn(danger).remedy))];
  // the advice on a kind may include the advice on a rule
  const remedies = all.filter((one) => !all.some((other) => other !== one && other.includes(one))).join('; or ');
  const rules = new Set(those.flatMap(({ rule }) => rule ?? []));
  const comments = [...rules].map((rule) => say`${acceptanceOf(rule)}`);
  const accept = comments.length > 1 ? 'to accept one, add the comment of its rule: ' : 'to accept it, add ';
  return say`to avoid this danger, ${[remedies]}; ${[accept]}${joined(comments, 'or')}`;
}

/** Returns the comment that accepts the dangers of a rule. */
export const acceptanceOf = (rule: string): string => `# plan-review: accept ${rule} until YYYY-MM-DD because …`;

/** Gives advice on each kind of danger, preceded by the name of the kind. Says last which comments count. */
export const adviceByKind = (dangers: readonly Danger[]): readonly Phrase[] =>
  dangers.length === 0
    ? []
    : [
        ...[...new Set(dangers.map(({ kind }) => kind))].map((kind) => [
          `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: `,
          ...adviceFor(kind, dangers),
        ]),
        say`Comments apply only in files that ${'--accept'} names: ${'--accept main.tf'}`,
      ];
