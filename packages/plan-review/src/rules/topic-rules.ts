import {
  type Clauses,
  type ConditionChange,
  clausesOf,
  compareConditions,
  compareSelections,
  covers,
  filtersOverlap,
  type SelectionChange,
} from '@himeshima/iot';
import { isList, type Value, type ValueObject } from '@himeshima/terraform-json';
import { memoizeByObject } from '../memoize';
import type { Change, Plan } from '../plan/plan';
import { isUnknownAt, textAt } from '../plan/value-at';
import { changedIn } from '../renames';

/**
 * Change to the topics in the FROM clause. The new clause matches only part of the old topics (`narrower`), all old topics and more
 * (`wider`), none of the old topics (`elsewhere`), or some of the old topics or an unknown set of topics (`other`).
 */
type FilterChange = 'same' | 'narrower' | 'wider' | 'elsewhere' | 'other';

/** SQL clause before and after the change. */
interface ChangedClause<How> {
  readonly how: How;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** AWS IoT rule that a plan changes or renames. */
interface ChangedRule {
  readonly address: string;
  /** Changed clauses. Undefined if the old or the new statement cannot be parsed. */
  readonly sql:
    | {
        readonly select: SelectionChange;
        readonly from: ChangedClause<FilterChange>;
        readonly where: ChangedClause<ConditionChange>;
      }
    | undefined;
  /** Actions that exist before and after the change. */
  readonly keptActions: readonly string[];
  /** Terraform names of the removed actions. */
  readonly removedActions: readonly string[];
  /** Actions with a different target. */
  readonly redirectedActions: readonly { readonly action: string; readonly before: string; readonly after: string }[];
  /** Whether the rule published to an SNS topic before the change. */
  readonly notifiesPeople: boolean;
}

/** Returns the AWS IoT rules that a plan changes, replaces, or recreates at a different address. */
export const topicRulesIn = memoizeByObject((plan: Plan): readonly ChangedRule[] =>
  changedIn(plan)
    .filter(({ type }) => type === 'aws_iot_topic_rule')
    .map(({ address, before, after, unknown }) => ({
      address,
      sql: comparedSql(before['sql'], after['sql']),
      keptActions: actionNames.filter((name) => isThere(before, name) && isThere(after, name)),
      removedActions: actionNames.filter(
        (name) => isThere(before, name) && !isThere(after, name) && !isUnknownAt({ unknown }, [name]),
      ),
      redirectedActions: actionNames.flatMap((action) => redirected(action, { before, after, unknown })),
      notifiesPeople: isThere(before, 'sns'),
    })),
);

// Source: Terraform Registry, hashicorp/aws 6.25, aws_iot_topic_rule
const actionNames = [
  'cloudwatch_alarm',
  'cloudwatch_logs',
  'cloudwatch_metric',
  'dynamodb',
  'dynamodbv2',
  'elasticsearch',
  'firehose',
  'http',
  'iot_analytics',
  'iot_events',
  'kafka',
  'kinesis',
  'lambda',
  'republish',
  's3',
  'sns',
  'sqs',
  'step_functions',
  'timestream',
];

/** Attributes that identify the target of an action. Source: Terraform Registry, hashicorp/aws 6.25 */
const targetAttributes = [
  'function_arn',
  'table_name',
  'stream_name',
  'delivery_stream_name',
  'queue_url',
  'target_arn',
  'bucket_name',
  'topic',
  'url',
  'state_machine_name',
  'log_group_name',
];

function redirected(
  action: string,
  { before, after, unknown }: Pick<Change, 'before' | 'after' | 'unknown'>,
): ChangedRule['redirectedActions'] {
  const [was, is] = [targetsIn(before[action]), targetsIn(after[action])];
  if (isUnknownAt({ unknown }, [action]) || was.length === 0 || is.length === 0) return [];
  const [gone, come] = [was.filter((one) => !is.includes(one)), is.filter((one) => !was.includes(one))];
  return gone.length === 0 || come.length === 0 ? [] : [{ action, before: gone.join(), after: come.join() }];
}

/** Returns the targets of action blocks. A dynamodbv2 action has its table in a nested block. */
function targetsIn(value: Value | undefined): readonly string[] {
  if (value === undefined || typeof value !== 'object' || value === null) return [];
  if (isList(value)) return value.flatMap(targetsIn);
  return [...targetAttributes.flatMap((name) => textAt(value, [name]) ?? []), ...targetsIn(value['put_item'])];
}

function isThere(values: ValueObject, name: string): boolean {
  const value = values[name];
  return typeof value === 'object' && value !== null && !(isList(value) && value.length === 0);
}

function comparedSql(before: Value | undefined, after: Value | undefined): ChangedRule['sql'] {
  // the new statement is known only after apply
  if (typeof before !== 'string' || typeof after !== 'string') return unchanged;
  if (before === after) return unchanged;
  const [old, now, condition] = [clausesOf(before), clausesOf(after), compareConditions(before, after)];
  const select = compareSelections(before, after);
  if (old === undefined || now === undefined || condition === undefined || select === undefined) return undefined;
  return {
    select,
    from: { how: comparedFilters(old, now), before: old.from, after: now.from },
    where: { how: condition, before: old.where, after: now.where },
  };
}

const nothing = { how: 'same', before: undefined, after: undefined } as const;
const unchanged: ChangedRule['sql'] = { select: { lost: [], otherwise: [] }, from: nothing, where: nothing };

/** Compares two FROM clauses. Every rule receives Basic Ingest messages; a rule without a FROM clause receives no other messages. */
function comparedFilters({ from: old }: Clauses, { from: now }: Clauses): FilterChange {
  if (old === now) return 'same';
  if (old === undefined) return 'wider';
  if (now === undefined) return 'narrower';
  // the value of a Terraform expression may contain several topic levels
  if (old.includes('${') || now.includes('${')) return 'other';
  if (covers(now, old)) return 'wider';
  if (covers(old, now)) return 'narrower';
  return filtersOverlap(old, now) ? 'other' : 'elsewhere';
}
