import { isDeepStrictEqual } from 'node:util';
import { type Change, type Plan, renamedIn } from '@himeshima/plan-review';
import { type Block, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/**
 * Returns a stack's resources before a plan is applied. Excludes resources that the plan creates, includes resources that it
 * deletes, and uses the old attributes of changed resources.
 * @param declared resources after the plan is applied
 */
export function resourcesBefore(declared: readonly Block[], plan: Plan): readonly Block[] {
  const changes = withRenames(plan);
  const refer = references(changes);
  const managed = changes.filter(({ mode, deposed }) => mode === 'managed' && deposed === undefined);
  const byAddress = new Map(managed.map((change) => [change.address, change]));
  const remaining = declared.flatMap((block) => {
    const change = byAddress.get(block.address);
    if (change === undefined || change.action === 'no-op') return [block];
    if (change.action === 'create') return change.importing ? [block] : [];
    return [{ ...block, attributes: oldAttributes(block.attributes, change, refer) }];
  });
  const deleted = managed.filter(
    ({ action, address }) =>
      (action === 'delete' || action === 'forget') && !declared.some((block) => block.address === address),
  );
  return [...remaining, ...deleted.map((change) => blockOf(change, refer))];
}

/**
 * Returns the changes in a plan. Converts each rename to an update under the new name, so that references match before and after.
 */
function withRenames(plan: Plan): readonly Change[] {
  const renamed = renamedIn(plan);
  const gone = new Set(renamed.map((one) => one.gone));
  const were = new Map(renamed.map((one) => [one.come, one.gone.before]));
  return plan.changes
    .filter((change) => !gone.has(change))
    .map((change) => {
      const was = were.get(change);
      return was === undefined ? change : { ...change, action: 'update', before: was };
    });
}

type Refer = (value: Value) => Value;

/** Returns the attributes before a change; unchanged attributes keep their declared values, including references. */
function oldAttributes(declared: ValueObject, { before: was, after }: Change, refer: Refer): ValueObject {
  const changed = [...new Set([...Object.keys(was), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(was[name], after[name]) && (name in declared || name in was),
  );
  const values = changed.flatMap((name) => (was[name] === undefined ? [] : [[name, refer(was[name])] as const]));
  const kept = Object.entries(declared).filter(([name]) => !changed.includes(name));
  return Object.fromEntries([...kept, ...values]);
}

const blockOf = ({ address, type, name, before: was }: Change, refer: Refer): Block => ({
  kind: 'resource',
  address,
  type,
  name,
  attributes: Object.fromEntries(Object.entries(was).map(([key, value]) => [key, refer(value)])),
  dependsOn: [],
  lifecycle: {},
  provider: undefined,
  constructPath: undefined,
});

/**
 * Returns a function that replaces ARNs and URLs of other resources with references, because a plan contains values
 * where a stack contains references.
 */
function references(changes: readonly Change[]): Refer {
  const known = new Map(
    changes.flatMap(({ address, before: was }) =>
      ['arn', 'url'].flatMap((name) => {
        const value = was[name];
        return typeof value === 'string' && value !== '' ? [[value, `\${${address}.${name}}`] as const] : [];
      }),
    ),
  );
  const refer: Refer = (value) => {
    if (typeof value === 'string') return known.get(value) ?? value;
    if (Array.isArray(value)) return value.map(refer);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, refer(item)]));
  };
  return refer;
}
