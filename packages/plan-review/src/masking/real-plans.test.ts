import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { type RealPlan, realPlan, realPlans } from '../real-plans/real-plans.fixture';
import { maskerOf } from './mask';

const isJson = (value: unknown): value is Value => value !== undefined;
const objectOf = (value: unknown): ValueObject => (isJson(value) && isObject(value) ? value : {});
const listOf = (value: unknown): readonly Value[] => (isJson(value) && isList(value) ? value : []);

interface ComparedValue {
  readonly path: string;
  readonly value: Value;
  readonly isMasked: boolean;
}

/** Compares every value with its masked form, except sensitive values. */
function* compared(
  path: string,
  value: Value,
  masked: Value | undefined,
  mark: Value | undefined,
): Generator<ComparedValue> {
  if (mark === true || value === null) return;
  if (isList(value) || isObject(value)) {
    const steps = isList(value) ? value.map((item, at) => [String(at), item] as const) : Object.entries(value);
    for (const [step, item] of steps)
      yield* compared(
        `${path}.${step}`,
        item,
        stepOf(masked, step),
        mark === undefined ? undefined : stepOf(mark, step),
      );
  } else yield { path, value, isMasked: masked !== value };
}

function stepOf(value: Value | undefined, step: string): Value | undefined {
  if (value === undefined) return undefined;
  if (isList(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function leavesOf(plan: RealPlan): readonly ComparedValue[] {
  const { maskChange, maskText } = maskerOf(plan);
  return [...plan.resource_changes, ...listOf(plan['resource_drift'])].flatMap((resource) => {
    const { type, address, change } = objectOf(resource);
    const { before, after, before_sensitive, after_sensitive } = objectOf(change);
    const given = {
      before: { value: objectOf(before), sensitive: before_sensitive ?? null },
      after: { value: objectOf(after), sensitive: after_sensitive ?? null },
    };
    const masked = maskChange({ type: String(type), ...given });
    const text = String(address);
    return [
      ...compared(text, given.before.value, masked.before, given.before.sensitive),
      ...compared(text, given.after.value, masked.after, given.after.sensitive),
      { path: text, value: text, isMasked: maskText(text) !== text },
    ];
  });
}

/** Returns whether a value is an API key that is marked as sensitive only in another resource. */
const isSecret = ({ path }: ComparedValue) => /^aws_api_gateway_usage_plan_key\.\w+\.value$/.test(path);

test.each(realPlans)('masks fewer than 1%% of the harmless values in the real plan %s', (name) => {
  const leaves = leavesOf(realPlan(name)).filter((leaf) => !isSecret(leaf));
  expect(leaves.length).toBeGreaterThan(400);
  const masked = leaves.filter(({ isMasked }) => isMasked).map(({ path }) => path);
  expect(masked.slice(0, 20)).toEqual([]);
  expect(masked.length).toBeLessThan(leaves.length * 0.01);
});
