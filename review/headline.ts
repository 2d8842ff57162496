import { changedClauses } from './changes/changed-clauses';
import type { Finding } from './checks/findings';
import { driftIn } from './drift';
import { followingDashboards } from './monitors/following-dashboards';
import { counted, joined, type Phrase, say, words } from './phrase';
import { byType } from './plan/by-type';
import type { Action, Change, Plan } from './plan/plan';
import { isStateful } from './plan/stateful';
import { renamedIn } from './renames';
import type { Danger } from './rules/rule';

/** What people call a resource, by its type; the rest are resources. */
const knownNoun = byType<string>({
  aws_cloudwatch_composite_alarm: 'alarm',
  aws_cloudwatch_log_group: 'log group',
  aws_cloudwatch_metric_alarm: 'alarm',
  aws_dynamodb_table: 'table',
  aws_iam_policy: 'policy',
  aws_iam_role: 'role',
  aws_iam_role_policy: 'policy',
  aws_iot_certificate: 'certificate',
  aws_iot_policy: 'device policy',
  aws_iot_thing: 'thing',
  aws_iot_topic_rule: 'rule',
  aws_kinesis_firehose_delivery_stream: 'delivery stream',
  aws_kinesis_stream: 'stream',
  aws_kms_key: 'key',
  aws_lambda_function: 'function',
  aws_s3_bucket: 'bucket',
  aws_sfn_state_machine: 'workflow',
  aws_sns_topic: 'topic',
  aws_sns_topic_subscription: 'subscription',
  aws_sqs_queue: 'queue',
  datadog_dashboard_json: 'dashboard',
  datadog_downtime: 'downtime',
  datadog_downtime_schedule: 'downtime',
  datadog_monitor: 'monitor',
  datadog_monitor_json: 'monitor',
  datadog_service_level_objective: 'SLO',
});

export const nounOf = (type: string) => knownNoun(type) ?? 'resource';

const verbs: readonly (readonly [Action, string])[] = [
  ['replace', 'replaces'],
  ['delete', 'deletes'],
  ['update', 'changes'],
  ['create', 'creates'],
  ['forget', 'forgets'],
];

/** Of what is done alike, that many are called by their names. */
const namedAtMost = 3;

/** One sentence: what will happen, and the worst of it: a danger, or else what the checks find that was not there before. */
export function headlineOf(plan: Plan, dangers: readonly Danger[], added: readonly Finding[]): Phrase {
  if (plan.broken !== undefined) return words(`This plan cannot be applied: ${plan.broken}.`);
  const [worst, ...others] = dangers;
  const all = whatHappens(plan, dangers);
  if (all.length === 0) return words(nothingBut(plan));
  const more = others.length === 0 ? '' : `; and ${counted(others.length, 'more danger')}`;
  const [finding] = added;
  const found: Phrase =
    finding === undefined
      ? ['.']
      : [
          ...words(`. ${counted(added.length, 'new finding')}: `),
          ...say`${finding.address}: ${words(finding.reason)}`,
          '.',
        ];
  const ending: Phrase =
    worst === undefined ? found : ['. ', ...capitalized([`${worst.kind}: `]), ...worst.what, `${more}.`];
  return [...capitalized(all.flatMap((phrase, at) => [...(at > 0 ? ['; '] : []), ...phrase])), ...ending];
}

/** Terraform may have to read something, and do nothing; what somebody changed by hand may stay as it is. */
function nothingBut(plan: Plan): string {
  const { changes, complete, failedChecks } = plan;
  const byHand = driftIn(plan).flatMap(({ addresses }) => addresses).length;
  const reads = changes.filter(({ action }) => action === 'read').length;
  return [
    complete ? 'Changes nothing' : 'Changes nothing yet: another plan follows after the apply',
    ...(reads === 0 ? [] : [`reads ${counted(reads, 'data source')}`]),
    ...(byHand === 0 ? [] : [`${counted(byHand, 'resource')} ${byHand === 1 ? 'was' : 'were'} changed by hand`]),
    ...failing(failedChecks),
  ]
    .join('; ')
    .concat('.');
}

const failing = ({ length }: readonly string[]) =>
  length === 0 ? [] : [`${counted(length, 'check')} ${length === 1 ? 'fails' : 'fail'}`];

function whatHappens(plan: Plan, dangers: readonly Danger[]): readonly Phrase[] {
  const renames = renamedIn(plan);
  const told = new Set([
    ...renames.flatMap(({ gone, come }) => [gone, come]),
    ...plan.changes.filter(({ address }) => followingDashboards(plan).some((one) => one.address === address)),
  ]);
  const managed = plan.changes.filter(({ mode }) => mode === 'managed');
  const said = verbs.flatMap(([action, verb]) => {
    const those = managed.filter(
      (change) => change.action === action && change.deposed === undefined && !told.has(change),
    );
    return those.length === 0 ? [] : [[`${verb} `, ...things(those, action, dangers[0])]];
  });
  const imported = managed.filter(({ importing }) => importing).length;
  const moved = managed.filter(({ previousAddress }) => previousAddress !== undefined);
  const left = managed.filter(({ deposed }) => deposed !== undefined);
  const all = [
    ...(renames.length > 0 ? [renamings(renames, dangers)] : []),
    ...said,
    ...(left.length > 0 ? [['deletes what replacements have left over of ', ...namesOf(left)]] : []),
    ...(imported > 0 ? [words(`imports ${counted(imported, 'resource')}`)] : []),
    ...(moved.length > 0 ? [['moves ', ...namesOf(moved), ' to another address']] : []),
  ];
  const { outputs, invoked, deferred, failedChecks } = plan;
  const others = [
    ...(all.length === 0 && outputs.length > 0 ? [`changes ${counted(outputs.length, 'output')}`] : []),
    ...(invoked.length > 0 ? [`sets off ${counted(invoked.length, 'action')}`] : []),
    ...(deferred.length > 0 ? [`puts off ${counted(deferred.length, 'resource')}`] : []),
  ];
  const something = [...all, ...others.map(words)];
  return something.length === 0 ? [] : [...something, ...failing(failedChecks).map(words)];
}

const namesOf = (changes: readonly Change[]): Phrase =>
  changes.length > namedAtMost ? words(counted(changes.length, 'resource')) : joined(changes.map(nameOf));

/** Who loses something by it is named, the others go with him. */
function renamings(renames: ReturnType<typeof renamedIn>, dangers: readonly Danger[]): Phrase {
  const places = new Map([...dangers.entries()].reverse().map(([at, { address }]) => [address, at]));
  const rank = ({ gone, come }: (typeof renames)[number]) =>
    Math.min(...[gone, come].map(({ address }) => places.get(address) ?? dangers.length));
  const sorted = [...renames].sort((a, b) => rank(a) - rank(b));
  const inDanger = sorted.filter((one) => rank(one) < dangers.length).length;
  const named = sorted.slice(0, Math.max(1, Math.min(inDanger, namedAtMost)));
  const rest = sorted.length - named.length;
  return [
    'renames ',
    ...joined([
      ...named.map(({ gone, come }) => say`${nameOf(gone)} to ${come.name === gone.name ? come.address : come.name}`),
      ...(rest > 0 ? [words(counted(rest, 'more resource'))] : []),
    ]),
  ];
}

/** `the table device_power`; what has no noun is called by its address. */
function nameOf({ type, name, address }: Change): Phrase {
  const noun = knownNoun(type);
  return noun === undefined ? say`${address}` : say`the ${words(noun)} ${name}`;
}

/**
 * What is replaced is named, and what cannot be made again where it goes; what changes, where it is not much, or what a rule
 * does. Whoever the danger names that follows is not named twice.
 */
function things(changes: readonly Change[], action: Action, worst: Danger | undefined): Phrase {
  const isNamed = (change: Change): boolean => {
    if (action === 'replace') return true;
    if (action === 'delete') return isStateful(change.type);
    if (action !== 'update' || change.address === worst?.address) return false;
    return changes.length <= namedAtMost || clausesThatChange(change).length > 0;
  };
  const sorted = changes.filter(isNamed).sort((a, b) => Number(isStateful(b.type)) - Number(isStateful(a.type)));
  const named = sorted.slice(0, namedAtMost);
  const counts = new Map<string, number>();
  for (const change of changes) {
    const noun = nounOf(change.type);
    if (!named.includes(change)) counts.set(noun, (counts.get(noun) ?? 0) + 1);
  }
  const kinds = [...counts.entries()].sort(
    ([a, many], [b, few]) => Number(a === 'resource') - Number(b === 'resource') || few - many,
  );
  return joined([
    ...named.map((change) => [...nameOf(change), ...clausesOf(change)]),
    ...kinds.map(([noun, count]) =>
      words(counted(count, named.some(({ type }) => nounOf(type) === noun) ? `more ${noun}` : noun)),
    ),
  ]);
}

/** ` (its WHERE)`, of the SQL of a rule. */
function clausesOf(change: Change): Phrase {
  const clauses = clausesThatChange(change);
  return clauses.length === 0 ? [] : words(` (its ${clauses.join(' and ')})`);
}

function clausesThatChange({ type, before, after }: Change): readonly string[] {
  if (type !== 'aws_iot_topic_rule') return [];
  return (changedClauses(before['sql'], after['sql']) ?? []).map(({ clause }) => clause);
}

function capitalized([first, ...rest]: Phrase): Phrase {
  return typeof first === 'string'
    ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest]
    : first === undefined
      ? []
      : [first, ...rest];
}
