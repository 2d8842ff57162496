import { dependsOnMessage, exactTopic, patternOfFilter, patternOfTemplate, patternsOverlap } from '@himeshima/iot';
import { type DeclaredRule, plain } from './declared-rules';

/** Rule in a republish loop, and its republish topic. */
interface Step {
  readonly rule: DeclaredRule;
  readonly to: string;
}

/** Cycle of rules, each of which republishes to the next. */
export type RepublishLoop = readonly [Step, ...Step[]];

/** Rule with the topic or filter of its incoming messages. */
interface Arrival {
  readonly rule: DeclaredRule;
  readonly topic: string;
}

/**
 * Finds rules that republish to each other or to themselves, so every message would loop forever. Skips rules whose WHERE clause
 * depends on the message, because this condition can stop the loop.
 */
export function republishLoopsIn(rules: readonly DeclaredRule[]): readonly RepublishLoop[] {
  const endless = rules.filter(({ sql }) => !dependsOnMessage(sql));
  const done = new Set<string>();
  const loops = new Map<string, RepublishLoop>();
  for (const rule of endless) {
    const { filter } = rule.compiled;
    const loop = filter === undefined ? undefined : findLoopFrom({ rule, topic: filter }, [], { endless, done });
    if (loop === undefined) continue;
    const normalized = fromFirst(loop, rules);
    loops.set(JSON.stringify(normalized.map((step) => step.rule.name)), normalized);
  }
  return [...loops.values()];
}

/** Rotates a loop to start with the rule that is declared first. */
function fromFirst(loop: RepublishLoop, rules: readonly DeclaredRule[]): RepublishLoop {
  const indexes = loop.map(({ rule }) => rules.indexOf(rule));
  const at = indexes.indexOf(Math.min(...indexes));
  const [first = loop[0], ...rest] = [...loop.slice(at), ...loop.slice(0, at)];
  return [first, ...rest];
}

interface Search {
  readonly endless: readonly DeclaredRule[];
  /** Keys of visited combinations of rule and topic. */
  readonly done: Set<string>;
}

function findLoopFrom(here: Arrival, path: readonly (Step & Arrival)[], search: Search): RepublishLoop | undefined {
  const key = JSON.stringify([here.rule.name, here.topic]);
  const { endless, done } = search;
  const back = path.findIndex(({ rule, topic }) => rule === here.rule && topic === here.topic);
  const [first, ...rest] = back < 0 ? [] : path.slice(back);
  if (first !== undefined) return [first, ...rest];
  if (done.has(key)) return undefined;
  done.add(key);
  for (const to of republishedBy(here.rule)) {
    const sent = patternOfTemplate(to, here.topic);
    for (const rule of endless) {
      const { filter } = rule.compiled;
      if (filter === undefined || !patternsOverlap(sent, patternOfFilter(filter))) continue;
      const next = { rule, topic: exactTopic(sent) ?? filter };
      // topics have at most eight levels, so a loop that adds a level in each iteration stops
      if (next.topic.split('/').length > maxTopicLevels) continue;
      const loop = findLoopFrom(next, [...path, { ...here, to }], search);
      if (loop !== undefined) return loop;
    }
  }
  return undefined;
}

// A topic has "no more than seven forward slashes" (AWS IoT quotas).
const maxTopicLevels = 8;

// In a republish action, `$$aws/…` is the escaped form of the reserved topic `$aws/…`.
const republishedBy = ({ actions }: DeclaredRule) =>
  actions.flatMap(({ kind, fields: { topic } }) =>
    kind === 'republish' && typeof topic === 'string' ? [plain(topic).replace(/^\$\$/, '$')] : [],
  );
