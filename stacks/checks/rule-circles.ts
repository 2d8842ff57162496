import { canMeet, exactTopic, looksAtMessage, patternOfFilter, patternOfTemplate } from '@himeshima/iot';
import { type DeclaredRule, plain } from './declared-rules';

/** A rule, and what it republishes to next in a circle. */
interface Step {
  readonly rule: DeclaredRule;
  readonly to: string;
}

export type Circle = readonly [Step, ...Step[]];

/** A rule that hears a topic, or any that its filter takes. */
interface Hearing {
  readonly rule: DeclaredRule;
  readonly heard: string;
}

/**
 * The circles of rules that republish to each other, or to themselves: each message would go round for ever. A WHERE that
 * looks at the message may end a circle, so that such a rule is in none.
 */
export function circlesOf(rules: readonly DeclaredRule[]): readonly Circle[] {
  const endless = rules.filter(({ sql }) => !looksAtMessage(sql));
  const done = new Set<string>();
  const circles = new Map<string, Circle>();
  for (const rule of endless) {
    const { filter } = rule.compiled;
    const circle = filter === undefined ? undefined : circleFrom({ rule, heard: filter }, [], { endless, done });
    if (circle === undefined) continue;
    const turned = fromFirst(circle, rules);
    circles.set(JSON.stringify(turned.map((step) => step.rule.name)), turned);
  }
  return [...circles.values()];
}

/** Begins where the first of its rules is declared. */
function fromFirst(circle: Circle, rules: readonly DeclaredRule[]): Circle {
  const places = circle.map(({ rule }) => rules.indexOf(rule));
  const at = places.indexOf(Math.min(...places));
  const [first = circle[0], ...others] = [...circle.slice(at), ...circle.slice(0, at)];
  return [first, ...others];
}

interface Search {
  readonly endless: readonly DeclaredRule[];
  /** From where every way is followed, so that it need not be again. */
  readonly done: Set<string>;
}

function circleFrom(here: Hearing, path: readonly (Step & Hearing)[], search: Search): Circle | undefined {
  const key = JSON.stringify([here.rule.name, here.heard]);
  const { endless, done } = search;
  const back = path.findIndex(({ rule, heard }) => rule === here.rule && heard === here.heard);
  const [first, ...others] = back < 0 ? [] : path.slice(back);
  if (first !== undefined) return [first, ...others];
  if (done.has(key)) return undefined;
  done.add(key);
  for (const to of republishedBy(here.rule)) {
    const sent = patternOfTemplate(to, here.heard);
    for (const rule of endless) {
      const { filter } = rule.compiled;
      if (filter === undefined || !canMeet(sent, patternOfFilter(filter))) continue;
      const next = { rule, heard: exactTopic(sent) ?? filter };
      // a topic has eight levels at most: who adds one each time does not get far
      if (next.heard.split('/').length > mostLevels) continue;
      const circle = circleFrom(next, [...path, { ...here, to }], search);
      if (circle !== undefined) return circle;
    }
  }
  return undefined;
}

// AWS IoT quotas: "no more than seven forward slashes".
const mostLevels = 8;

// `$$aws/…` is how a republish action writes a reserved topic.
const republishedBy = ({ actions }: DeclaredRule) =>
  actions.flatMap(({ kind, fields: { topic } }) =>
    kind === 'republish' && typeof topic === 'string' ? [plain(topic).replace(/^\$\$/, '$')] : [],
  );
