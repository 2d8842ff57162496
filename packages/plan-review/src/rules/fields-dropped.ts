import { joined, type Phrase, say } from '../phrase';
import type { Danger, Rule } from './rule';
import { topicRulesIn } from './topic-rules';

type ChangedRule = ReturnType<typeof topicRulesIn>[number];
type Select = NonNullable<ChangedRule['sql']>['select'];

/** Rule actions that store the result of the SELECT clause. Source: AWS IoT developer guide, "AWS IoT rule actions" */
const storing = new Set([
  'cloudwatch_logs',
  'dynamodb',
  'dynamodbv2',
  'elasticsearch',
  'firehose',
  'iot_analytics',
  's3',
  'timestream',
]);

/** Reports AWS IoT rules that forward fewer fields, or fields with different values. */
export const fieldsDropped: Rule = (plan) =>
  topicRulesIn(plan).flatMap(({ address, sql, keptActions }): Danger[] => {
    if (sql === undefined || keptActions.length === 0) return [];
    const { lost, otherwise } = sql.select;
    const keeping = keptActions.filter((action) => storing.has(action));
    const dangers = (kind: Danger['kind'], reasons: readonly Phrase[]): readonly Danger[] =>
      reasons.length === 0 ? [] : [{ kind, address, what: say`${address}: ${joined(reasons)}` }];
    return [
      ...dangers(keeping.length > 0 ? 'data loss' : 'messages changed', fieldsLost(lost, { keptActions, keeping })),
      ...dangers('messages changed', otherwise.map(valueChanged)),
    ];
  });

const all = (names: readonly string[]): Phrase => joined(names.map((name) => say`${name}`));

function fieldsLost(
  lost: Select['lost'],
  { keptActions, keeping }: Record<'keptActions' | 'keeping', readonly string[]>,
): readonly Phrase[] {
  const keys = lost.filter((key) => key !== '*');
  const [others, without] =
    keeping.length > 0
      ? [
          say`is no longer stored by ${all(keeping)}`,
          say`${all(keeping)} ${[keeping.length > 1 ? 'store' : 'stores']} messages without`,
        ]
      : [
          say`no longer reaches ${all(keptActions)}`,
          say`${all(keptActions)} ${[keptActions.length > 1 ? 'receive' : 'receives']} messages without`,
        ];
  return [
    ...(lost.includes('*')
      ? [say`the SELECT clause returns only the listed fields instead of ${'*'}: the rest of each message ${others}`]
      : []),
    ...(keys.length > 0
      ? [
          say`the SELECT clause no longer returns ${all(keys)}: ${without} ${[keys.length > 1 ? 'these fields' : 'this field']}`,
        ]
      : []),
  ];
}

function valueChanged({ key, before, after }: Select['otherwise'][number]): Phrase {
  return key === '*'
    ? say`the SELECT clause returns ${after} instead of ${before}`
    : say`the SELECT clause returns ${after} instead of ${before} as ${key}`;
}
