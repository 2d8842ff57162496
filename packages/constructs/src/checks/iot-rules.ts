import { PolicyError, parsePolicy } from '@himeshima/aws-policy';
import { clausesOf, filtersOverlap, patternOfFilter, patternOfResource, patternsOverlap } from '@himeshima/iot';
import { report, type TextPosition } from '../stack/problems';
import { type DeclaredAction, type DeclaredRule, declaredRules, plain } from './declared-rules';
import { type RepublishLoop, republishLoopsIn } from './republish-loops';
import { templateFaults } from './substitution-templates';
import type { SynthesizedResource } from './synthesized-resources';

/** Reports faults that AWS IoT silently accepts in rules. */
export function checkRules(resources: readonly SynthesizedResource[]): void {
  const rules = declaredRules(resources);
  const published = publishedTopics(resources);
  rules.forEach((rule, at) => {
    for (const { message, line, column } of rule.compiled.undefinedCalls) {
      reportRule(rule, message, { text: rule.sql, line, column });
    }
    checkPublishers(rule, published);
    for (const action of rule.actions) {
      for (const { message, at } of templateFaults(rule, action)) reportRule(rule, message, at);
    }
    for (const earlier of rules.slice(0, at + 1)) checkDuplicateAction(rule, earlier);
  });
  for (const loop of republishLoopsIn(rules)) reportLoop(loop);
}

function reportRule({ resource, name }: DeclaredRule, message: string, at?: TextPosition): void {
  report(resource.construct, { subject: `rule ${name}`, message, ...(at === undefined ? {} : { at }) });
}

/** Returns the position of the FROM clause's topic filter in the statement. */
function filterPosition({ sql, compiled }: DeclaredRule): TextPosition {
  const before = sql.slice(0, Math.max(0, sql.indexOf(`'${compiled.filter ?? ''}'`)));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { text: sql, line: before.split('\n').length, column: before.length - lineStart + 2 };
}

// Among the reserved topics, devices publish only to the topics for shadow requests. AWS publishes to
// the other topics, such as shadow responses.
const isFromAws = (filter: string) =>
  filter.startsWith('$aws/') && !/^\$aws\/things\/[^/]+\/shadow\/(name\/[^/]+\/)?(update|get|delete)$/.test(filter);

function checkPublishers(rule: DeclaredRule, published: readonly string[]): void {
  const { filter } = rule.compiled;
  if (filter === undefined || published.length === 0 || isFromAws(filter)) return;
  const pattern = patternOfFilter(filter);
  if (published.some((topic) => patternsOverlap(patternOfResource(topic), pattern))) return;
  reportRule(
    rule,
    'no policy in this stack allows publishing to this topic, so the rule would never run',
    filterPosition(rule),
  );
}

/** Returns the topics to which the stack's policies allow devices and functions to publish. */
function publishedTopics(resources: readonly SynthesizedResource[]): readonly string[] {
  return resources.flatMap(({ block: { type, attributes } }) => {
    const { policy } = attributes;
    if (!/^aws_(iot|iam(_role)?)_policy$/.test(type) || typeof policy !== 'string' || policy.startsWith('${'))
      return [];
    return statementsOf(plain(policy)).flatMap(({ Effect, Action = [], Resource = [] }) => {
      const canPublish = Effect === 'Allow' && Action.some((action) => /^(\*|iot:(\*|P\*|Publish))$/i.test(action));
      return canPublish
        ? Resource.flatMap((each) => /:topic\/(.*)$/.exec(each)?.[1] ?? (each === '*' ? ['*'] : []))
        : [];
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

function reportLoop([first, ...rest]: RepublishLoop): void {
  const path = rest.map(({ rule, to }) => `, rule ${rule.name} to ${to}`).join('');
  const loop = `republishes to ${first.to}${path}, to which rule ${first.rule.name} subscribes`;
  reportRule(first.rule, `${loop}: every message would loop forever`, filterPosition(first.rule));
}

/** Reports an action that duplicates another action: both write the same value to the same target for the same message. */
function checkDuplicateAction(rule: DeclaredRule, earlier: DeclaredRule): void {
  const [here, there] = [rule.compiled.filter, earlier.compiled.filter];
  if (rule !== earlier && (here === undefined || there === undefined || !filtersOverlap(here, there))) return;
  if (rule !== earlier && clausesKey(rule) !== clausesKey(earlier)) return;
  rule.actions.forEach((action, at) => {
    const others = rule === earlier ? earlier.actions.slice(0, at) : earlier.actions;
    if (action.isErrorAction || !others.some((other) => isSame(action, other))) return;
    const writer = rule === earlier ? 'the same rule' : `rule ${earlier.name}`;
    reportRule(
      rule,
      `its ${action.kind} action duplicates an action in ${writer}: every message would be written twice`,
      filterPosition(rule),
    );
  });
}

const clausesKey = ({ sql }: DeclaredRule) => JSON.stringify({ ...clausesOf(sql), from: undefined });

const isSame = (first: DeclaredAction, second: DeclaredAction) =>
  !second.isErrorAction &&
  first.kind === second.kind &&
  JSON.stringify(withoutRole(first)) === JSON.stringify(withoutRole(second));

const withoutRole = ({ fields: { role_arn: _, ...rest } }: DeclaredAction) => rest;
