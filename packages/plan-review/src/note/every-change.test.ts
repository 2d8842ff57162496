import { fc, test } from '@fast-check/jest';
import { isObject, type Value } from '@himeshima/terraform-json';
import * as z from 'zod';
import { planOf } from '../plan/read-plan';
import { realPlan } from '../real-plans/real-plans.fixture';
import { reviewOf } from '../review';
import { noteOf } from './note';

const Changes = z.array(
  z.looseObject({
    address: z.string(),
    type: z.string(),
    change: z.looseObject({ after: z.record(z.string(), z.json()).nullable() }),
  }),
);
/** Resources of a real stack, with the values that the provider returned. */
const resources = new Map(
  Changes.parse(realPlan('first-after-create')['resource_changes']).map(({ address, change }) => [
    address,
    change.after ?? {},
  ]),
);

type Path = readonly (string | number)[];

/** Returns the paths of all scalar values. */
function leavesOf(value: Value, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((one: Value, at) => leavesOf(one, [...path, at]));
  if (isObject(value)) return Object.entries(value).flatMap(([name, one]) => leavesOf(one, [...path, name]));
  return [path];
}

/** Returns a value of the same type that differs. */
function other(value: Value): Value {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 7;
  return typeof value === 'string' ? `${value}changed` : 'changed';
}

function withChange(value: Value, [step, ...rest]: Path): Value {
  if (step === undefined) return other(value);
  if (Array.isArray(value)) return value.map((one: Value, at) => (at === step ? withChange(one, rest) : one));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === step ? withChange(one, rest) : one]),
  );
}

const changes = fc.tuple(fc.nat(), fc.nat()).map(([first, second]) => {
  const [address, before] = [...resources.entries()][first % resources.size] ?? ['', {}];
  const leaves = leavesOf(before);
  return { address, path: leaves[second % leaves.length] ?? [] };
});

const noteAbout = (address: string, before: Value, after: Value) => {
  const change = { actions: ['update'], before, after };
  const [type, name] = address.split('.');
  const resource_changes = [{ address, mode: 'managed', type, name, change }];
  return noteOf(reviewOf(planOf({ resource_changes }, { stack: 'dev' })), { commit: undefined });
};
const withoutHash = (note: string) => note.replace(/plan `[0-9a-f]+`/, '');

test.prop([changes], { numRuns: 100 })(
  'every changed attribute of a real stack is in the note',
  ({ address, path }) => {
    const before = resources.get(address) ?? {};
    const note = noteAbout(address, before, withChange(before, path));
    // monitors are described by their names and in sentences instead of by their addresses and attributes
    const [, monitor] = /^datadog_monitor\.(.*)/.exec(address) ?? [];
    expect(note).toContain(`\`${monitor ?? address}\``);
    if (monitor !== undefined) expect(withoutHash(note)).not.toBe(withoutHash(noteAbout(address, before, before)));
    else expect(note).toContain(String(path[0]));
  },
);
