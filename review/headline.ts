import { counted, joined, type Phrase, say, words } from './phrase';
import { byType } from './plan/by-type';
import type { Action, Change, Plan } from './plan/plan';
import { isStateful } from './plan/stateful';
import type { Danger } from './rules/rule';

/** What people call a resource, by its type; the rest are resources. */
const knownNoun = byType<string>({
  aws_cloudwatch_log_group: 'log group',
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
  aws_sqs_queue: 'queue',
  datadog_dashboard_json: 'dashboard',
  datadog_monitor: 'monitor',
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

/** One sentence: what will happen, and the worst of it. */
export function headlineOf({ changes, outputs, broken }: Plan, dangers: readonly Danger[]): Phrase {
  if (broken !== undefined) return words(`This plan cannot be applied: ${broken}.`);
  const managed = changes.filter(({ mode }) => mode === 'managed');
  const said = verbs.flatMap(([action, verb]) => {
    const those = managed.filter((change) => change.action === action);
    return those.length === 0 ? [] : [[`${verb} `, ...things(those, action)]];
  });
  const imported = managed.filter(({ importing }) => importing).length;
  const moved = managed.filter(({ previousAddress }) => previousAddress !== undefined).length;
  const all = [
    ...said,
    ...(imported > 0 ? [words(`imports ${counted(imported, 'resource')}`)] : []),
    ...(moved > 0 ? [words(`moves ${counted(moved, 'resource')} to another address`)] : []),
    ...(said.length + imported + moved === 0 && outputs.length > 0
      ? [words(`changes ${counted(outputs.length, 'output')}`)]
      : []),
  ];
  if (all.length === 0) return ['Changes nothing.'];
  const [worst] = dangers;
  const ending: Phrase = worst === undefined ? ['.'] : ['. ', ...capitalized([`${worst.kind}: `]), ...worst.what, '.'];
  return [...capitalized(all.flatMap((phrase, at) => [...(at > 0 ? ['; '] : []), ...phrase])), ...ending];
}

function things(changes: readonly Change[], action: Action): Phrase {
  // what cannot be made again is named where it goes
  const named = action === 'replace' || action === 'delete' ? changes.filter(({ type }) => isStateful(type)) : [];
  const one = named.length <= 3 ? named.map(({ type, name }) => say`the ${words(nounOf(type))} ${name}`) : [];
  const rest = one.length > 0 ? changes.filter((change) => !named.includes(change)) : changes;
  const counts = new Map<string, number>();
  for (const { type } of rest) counts.set(nounOf(type), (counts.get(nounOf(type)) ?? 0) + 1);
  const kinds = [...counts.entries()].sort(
    ([a, many], [b, few]) => Number(a === 'resource') - Number(b === 'resource') || few - many,
  );
  return joined([...one, ...kinds.map(([noun, count]) => words(counted(count, noun)))]);
}

function capitalized([first, ...rest]: Phrase): Phrase {
  return typeof first === 'string'
    ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest]
    : first === undefined
      ? []
      : [first, ...rest];
}
