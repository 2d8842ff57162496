import { isDeepStrictEqual } from 'node:util';
import { type Change, type Plan, renamedIn } from '@himeshima/plan-review';
import { type Block, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/**
 * The resources of a stack as they were before a plan: what it creates is left out, what it deletes is there again, and what it
 * changes is as it was.
 * @param declared the resources once the plan is applied
 */
export function before(declared: readonly Block[], plan: Plan): readonly Block[] {
  const changes = withRenames(plan);
  const refer = references(changes);
  const managed = changes.filter(({ mode, deposed }) => mode === 'managed' && deposed === undefined);
  const byAddress = new Map(managed.map((change) => [change.address, change]));
  const were = declared.flatMap((block) => {
    const change = byAddress.get(block.address);
    if (change === undefined || change.action === 'no-op') return [block];
    if (change.action === 'create') return change.importing ? [block] : [];
    return [{ ...block, attributes: asItWas(block.attributes, change, refer) }];
  });
  const gone = managed.filter(
    ({ action, address }) =>
      (action === 'delete' || action === 'forget') && !declared.some((one) => one.address === address),
  );
  return [...were, ...gone.map((change) => blockOf(change, refer))];
}

/** The changes, with what is renamed as one that has its new name before, too: by that the others refer to it on both sides. */
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

/** What does not change stays as it is declared, references included. */
function asItWas(declared: ValueObject, { before: was, after }: Change, refer: Refer): ValueObject {
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

/** A plan has ARNs where a stack has references: what is the ARN or the URL of another resource refers to it again. */
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
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, refer(one)]));
  };
  return refer;
}
