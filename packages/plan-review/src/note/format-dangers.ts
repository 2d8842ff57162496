import { adviceOn } from '../acceptance/advice';
import { statesConsequence } from '../danger-summary';
import { type DangerGroup, groupDangers } from '../group-dangers';
import type { Phrase } from '../phrase';
import { say } from '../phrase';
import type { Danger, DangerKind } from '../rules/rule';

/** Title of the section with the advice on each kind of danger. */
export const adviceTitle = 'How to avoid or accept these dangers';

/**
 * Groups dangers, and adds the effect of their kind to the first danger of each kind that does not state a consequence. The headline
 * contains only summaries of the dangers.
 */
export const explainDangers = (dangers: readonly Danger[]): readonly DangerGroup[] => explained(groupDangers(dangers));

/** Explains each danger like `explainDangers`, without groups. */
export const explainEachDanger = (dangers: readonly Danger[]): readonly Danger[] => explained(dangers);

function explained<One extends Pick<Danger, 'kind' | 'what'>>(dangers: readonly One[]): readonly One[] {
  const first = new Map<DangerKind, One>();
  for (const one of dangers) if (!first.has(one.kind)) first.set(one.kind, one);
  return dangers.map((one) =>
    first.get(one.kind) !== one || statesConsequence(one.what)
      ? one
      : { ...one, what: [...one.what, ': ', adviceOn[one.kind].effect] },
  );
}

/** Describes how to avoid dangers of a kind, and how to accept the dangers of each rule. */
export function adviceFor(kind: DangerKind, dangers: readonly Danger[]): Phrase {
  const rules = new Set(dangers.flatMap((danger) => (danger.kind === kind ? (danger.rule ?? []) : [])));
  const comments = [...rules].map((rule) => say`${`# plan-review: accept ${rule} until YYYY-MM-DD because …`}`);
  const listed = comments.flatMap((comment, at) => [...(at > 0 ? [', '] : []), ...comment]);
  return say`to avoid this danger, ${[adviceOn[kind].remedy]}; to accept it, add ${listed}`;
}

/** Gives advice on each kind of danger, preceded by the name of the kind. */
export const adviceByKind = (dangers: readonly Danger[]): readonly Phrase[] =>
  [...new Set(dangers.map(({ kind }) => kind))].map((kind) => [
    `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: `,
    ...adviceFor(kind, dangers),
  ]);
