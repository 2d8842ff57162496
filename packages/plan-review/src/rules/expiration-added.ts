import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { isEmpty } from '../knowledge/condition';
import { counted, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt, valueAt } from '../plan/value-at';
import { changedIn, recreatedIn } from '../renames';
import { ownersIn } from './policies';
import type { Danger, Rule } from './rule';

/** Reports S3 objects, DynamoDB items and container images that start to expire, or expire sooner. */
export const expirationAdded: Rule = (plan) =>
  [...changedIn(plan), ...addedLifecycles(plan)].flatMap((change) => [
    ...bucketRules(change),
    ...itemsOfTable(change),
    ...images(change),
  ]);

/** Returns created lifecycle rules of existing buckets. The buckets kept all objects before. */
function addedLifecycles(plan: Plan): readonly Change[] {
  const owners = ownersIn(plan);
  return changesOf(plan, 'create').filter((change) => {
    const bucket = owners.addressOf(change, { attribute: 'bucket', type: 'aws_s3_bucket' });
    const isRules = change.type === 'aws_s3_bucket_lifecycle_configuration';
    return (
      isRules &&
      bucket !== undefined &&
      owners.actionOf(bucket) !== 'create' &&
      !recreatedIn(plan).some(({ come }) => come === change)
    );
  });
}

const danger = ({ address }: Change, what: Danger['what']): Danger => ({ kind: 'data loss', address, what });

/** Properties of a lifecycle rule that set when objects or versions expire, in days. */
const expirations = [
  ['objects', ['expiration', 'days']],
  ['versions', ['noncurrent_version_expiration', 'noncurrent_days']],
  // attribute of aws_s3_bucket's `lifecycle_rule` before version 4 of the provider
  ['versions', ['noncurrent_version_expiration', 'days']],
] as const;

function bucketRules(change: Change): readonly Danger[] {
  const isOwn = change.type === 'aws_s3_bucket_lifecycle_configuration';
  if (!isOwn && change.type !== 'aws_s3_bucket') return [];
  const [before, after] = [change.before, change.after].map((values) =>
    rulesIn(values[isOwn ? 'rule' : 'lifecycle_rule']),
  );
  return [...(after ?? [])].flatMap(([id, rule]) =>
    expirations.flatMap(([what, path]): Danger[] => {
      const [old, now] = [before?.get(id), rule].map((one) => daysIn(one, path));
      const isWider = before?.get(id) !== undefined && scopeOf(before.get(id)) !== scopeOf(rule);
      if (now === undefined || (old !== undefined && now >= old && !isWider)) return [];
      const was =
        old === undefined
          ? ' instead of indefinitely'
          : isWider
            ? ', with a different filter than before'
            : ` instead of ${counted(old, 'day')}`;
      return [
        danger(
          change,
          say`${change.address}, rule ${id}, keeps ${[what]} for ${words(counted(now, 'day'))}${[was]}: older data is deleted`,
        ),
      ];
    }),
  );
}

function rulesIn(rules: Value | undefined): ReadonlyMap<string, ValueObject> {
  const list = rules !== undefined && isList(rules) ? rules : [];
  const on = list.flatMap((rule, at): [string, ValueObject][] =>
    isObject(rule) && rule['status'] !== 'Disabled' && rule['enabled'] !== false
      ? [[textAt(rule, ['id']) ?? String(at), rule]]
      : [],
  );
  return new Map(on);
}

function daysIn(rule: ValueObject | undefined, path: readonly string[]): number | undefined {
  const days = rule && Number(valueAt(rule, path) ?? 0);
  return days !== undefined && days > 0 ? days : undefined;
}

/** Returns a key for the objects to which a lifecycle rule applies. */
const scopeOf = (rule: ValueObject | undefined) =>
  JSON.stringify([prefixOf(rule), filtersOf(rule), rule?.['tags'] ?? {}]);

/** Returns the prefix of a rule, which may be in its filter. */
const prefixOf = (rule: ValueObject | undefined): string =>
  rule === undefined
    ? ''
    : (textAt(rule, ['prefix']) ??
      textAt(rule, ['filter', 'prefix']) ??
      textAt(rule, ['filter', 'and', 'prefix']) ??
      '');

/** Returns the set conditions of the filters of a rule, without prefixes. */
const filtersOf = (rule: ValueObject | undefined): readonly (readonly [string, Value])[] => {
  const filter = rule?.['filter'] ?? [];
  return (isList(filter) ? filter.filter(isObject) : []).flatMap((one) =>
    Object.entries(one).filter(([name, value]) => name !== 'prefix' && !isEmpty(value)),
  );
};

function itemsOfTable(change: Change): readonly Danger[] {
  if (change.type !== 'aws_dynamodb_table') return [];
  const [was, is] = [change.before, change.after].map((values) =>
    valueAt(values, ['ttl', 'enabled']) === true ? textAt(values, ['ttl', 'attribute_name']) : undefined,
  );
  if (is === undefined || is === was) return [];
  const before = was === undefined ? words('; previously, items never expired') : say` instead of ${was}`;
  return [danger(change, say`items in ${change.address} expire based on the attribute ${is}${before}`)];
}

/** Reports any change to a lifecycle policy of container images, because rules cannot be compared. */
function images(change: Change): readonly Danger[] {
  const [was, is] = [textAt(change.before, ['policy']), textAt(change.after, ['policy'])];
  if (change.type !== 'aws_ecr_lifecycle_policy' || is === undefined || was === is) return [];
  return [danger(change, say`${change.address} has a different lifecycle policy: different images may expire`)];
}
