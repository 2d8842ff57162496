import { PolicyError, parsePolicy } from '@himeshima/aws-policy';
import { canMeet, clausesOf, meet, patternOfFilter, patternOfResource } from '@himeshima/iot';
import { report, type TextPosition } from '../problems';
import { type DeclaredAction, type DeclaredRule, declaredRules, plain } from './declared-rules';
import { type Circle, circlesOf } from './rule-circles';
import type { Synthesized } from './synthesized';
import { wrongTemplates } from './templates';

/** What AWS IoT takes of rules without a word, though it cannot be meant. */
export function checkRules(resources: readonly Synthesized[]): void {
  const rules = declaredRules(resources);
  const published = publishedTopics(resources);
  rules.forEach((rule, at) => {
    for (const { message, line, column } of rule.compiled.undefinedCalls) {
      refuse(rule, message, { text: rule.sql, line, column });
    }
    checkHeard(rule, published);
    for (const action of rule.actions) {
      for (const { message, at } of wrongTemplates(rule, action)) refuse(rule, message, at);
    }
    for (const earlier of rules.slice(0, at + 1)) checkWrittenTwice(rule, earlier);
  });
  for (const circle of circlesOf(rules)) refuseCircle(circle);
}

function refuse({ resource, name }: DeclaredRule, message: string, at?: TextPosition): void {
  report(resource.construct, { subject: `rule ${name}`, message, ...(at === undefined ? {} : { at }) });
}

/** Where FROM's filter stands in the statement. */
function placeOfFilter({ sql, compiled }: DeclaredRule): TextPosition {
  const before = sql.slice(0, Math.max(0, sql.indexOf(`'${compiled.filter ?? ''}'`)));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { text: sql, line: before.split('\n').length, column: before.length - lineStart + 2 };
}

// A shadow's answers, events and the like come from AWS; to what is asked of a shadow, devices publish.
const isFromAws = (filter: string) =>
  filter.startsWith('$aws/') && !/^\$aws\/things\/[^/]+\/shadow\/(name\/[^/]+\/)?(update|get|delete)$/.test(filter);

function checkHeard(rule: DeclaredRule, published: readonly string[]): void {
  const { filter } = rule.compiled;
  if (filter === undefined || published.length === 0 || isFromAws(filter)) return;
  const heard = patternOfFilter(filter);
  if (published.some((topic) => canMeet(patternOfResource(topic), heard))) return;
  refuse(rule, 'no policy of this stack lets anybody publish there: the rule would never act', placeOfFilter(rule));
}

/** The topics that devices and functions of the stack may publish to, as their policies write them. */
function publishedTopics(resources: readonly Synthesized[]): readonly string[] {
  return resources.flatMap(({ block: { type, attributes } }) => {
    const { policy } = attributes;
    if (!/^aws_(iot|iam(_role)?)_policy$/.test(type) || typeof policy !== 'string' || policy.startsWith('${'))
      return [];
    return statementsOf(plain(policy)).flatMap(({ Effect, Action = [], Resource = [] }) => {
      const lets = Effect === 'Allow' && Action.some((action) => /^(\*|iot:(\*|P\*|Publish))$/i.test(action));
      return lets ? Resource.flatMap((each) => /:topic\/(.*)$/.exec(each)?.[1] ?? (each === '*' ? ['*'] : [])) : [];
    });
  });
}

function statementsOf(policy: string) {
  try {
    return parsePolicy(policy).Statement;
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}

function refuseCircle([first, ...others]: Circle): void {
  const on = others.map(({ rule, to }) => `, rule ${rule.name} to ${to}`).join('');
  const round = `republishes to ${first.to}${on}, which it listens to itself`;
  refuse(first.rule, `${round}: each message would go round for ever`, placeOfFilter(first.rule));
}

/** Two rules, or one twice, that put the same into the same place for the same message. */
function checkWrittenTwice(rule: DeclaredRule, earlier: DeclaredRule): void {
  const [here, there] = [rule.compiled.filter, earlier.compiled.filter];
  if (rule !== earlier && (here === undefined || there === undefined || !meet(here, there))) return;
  if (rule !== earlier && saidBy(rule) !== saidBy(earlier)) return;
  rule.actions.forEach((action, at) => {
    const others = rule === earlier ? earlier.actions.slice(0, at) : earlier.actions;
    if (action.isErrorAction || !others.some((other) => isSame(action, other))) return;
    const who = rule === earlier ? 'it' : `rule ${earlier.name}`;
    refuse(
      rule,
      `its action ${action.kind} writes what ${who} writes already: each message would come twice`,
      placeOfFilter(rule),
    );
  });
}

const saidBy = ({ sql }: DeclaredRule) => JSON.stringify({ ...clausesOf(sql), from: undefined });

const isSame = (one: DeclaredAction, other: DeclaredAction) =>
  !other.isErrorAction &&
  one.kind === other.kind &&
  JSON.stringify(withoutRole(one)) === JSON.stringify(withoutRole(other));

const withoutRole = ({ fields: { role_arn: _, ...rest } }: DeclaredAction) => rest;
