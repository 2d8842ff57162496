import { fc, test as property } from '@fast-check/jest';
import { delta } from './delta';
import type { StoredShadow } from './document';
import { isObject, type Json, type JsonObject, ownValue } from './json';
import { merge } from './merge';
import { get } from './read';
import { update } from './update';

const now = 1_700_000_000;
const bytes = (body: unknown) => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

const key = fc.constantFrom('a', 'b', 'c', 'timestamp', '__proto__', 'constructor');
const { value, withNulls } = fc.letrec<{ value: Json; withNulls: Json }>((tie) => {
  const leaf: fc.Arbitrary<Json> = fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'));
  const objectOf = (what: fc.Arbitrary<Json>) => fc.dictionary(key, what, { noNullPrototype: true });
  const arrayOf = (what: fc.Arbitrary<Json>) => fc.array(fc.oneof(leaf, objectOf(what)), { maxLength: 2 });
  const [plain, any] = [tie('value'), tie('withNulls')];
  return {
    value: fc.oneof({ maxDepth: 4 }, leaf, arrayOf(plain), objectOf(plain)),
    withNulls: fc.oneof({ maxDepth: 4 }, leaf, arrayOf(any), fc.constant(null), objectOf(any)),
  };
});
const section: fc.Arbitrary<JsonObject> = fc.dictionary(key, value, { noNullPrototype: true, maxKeys: 4 });
const patch: fc.Arbitrary<JsonObject> = fc.dictionary(key, withNulls, { noNullPrototype: true, maxKeys: 4 });

describe('properties of merge and delta', () => {
  property.prop([section, section])('the delta is empty after it is merged into reported', (desired, reported) => {
    const difference = delta(desired, reported);
    expect(delta(desired, difference === undefined ? reported : merge(reported, difference))).toBeUndefined();
  });

  property.prop([section])(
    'equal sections have no delta; without a reported section, the delta is the whole desired section',
    (desired) => {
      expect(delta(desired, desired)).toBeUndefined();
      expect(delta(desired, undefined) ?? {}).toEqual(desired);
    },
  );

  property.prop([section, patch])('applying an update twice equals applying it once', (before, change) => {
    expect(merge(merge(before, change), change)).toEqual(merge(before, change));
  });

  property.prop([section])(
    'an empty update changes nothing; an update to a missing section becomes that section',
    (before) => {
      expect(merge(before, {})).toEqual(before);
      expect(merge(undefined, before)).toEqual(before);
    },
  );

  const named = (names: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...names), withNulls, { noNullPrototype: true, maxKeys: 3 });
  property.prop([section, named(['a', 'timestamp']), named(['b', 'constructor'])])(
    'updates without common keys can be applied in any order',
    (before, one, other) => {
      expect(merge(merge(before, one), other)).toEqual(merge(merge(before, other), one));
    },
  );

  property.prop([section, patch])('an update sets its keys and leaves all other keys unchanged', (before, change) =>
    expectMerged({ before, change, after: merge(before, change) }),
  );

  function expectMerged({ before, change, after }: Record<'before' | 'change' | 'after', JsonObject>): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(change), ...Object.keys(after)])) {
      const [was, patch, is] = [ownValue(before, name), ownValue(change, name), ownValue(after, name)];
      if (patch === undefined) expect(is).toEqual(was);
      else if (patch === null) expect(is).toBeUndefined();
      else if (!isObject(patch)) expect(is).toEqual(patch);
      else if (isObject(is)) expectMerged({ before: isObject(was) ? was : {}, change: patch, after: is });
      else throw new Error(`${name} is ${JSON.stringify(is)}, not an object`);
    }
  }

  property.prop([section, patch])(
    'never stores null, except in an array, which is stored unchanged',
    (before, change) => {
      const outside = JSON.stringify(merge(before, change), (_, inner) => (Array.isArray(inner) ? 'an array' : inner));
      expect(outside).not.toMatch('null');
    },
  );

  const body = fc.record({ state: fc.record({ desired: patch, reported: patch }, { requiredKeys: [] }) });
  property.prop([fc.array(body, { maxLength: 4 })])(
    'after any updates, the metadata has the same shape as the state',
    (bodies) => {
      let stored: StoredShadow;
      for (const each of bodies) {
        const result = update({ stored, request: bytes(each), nowSeconds: now });
        if (result.kind === 'accepted') stored = result.next;
      }
      expect(shape(stored?.kind === 'document' ? stored.metadata : {}, true)).toEqual(
        shape(stored?.kind === 'document' ? stored.state : {}, false),
      );
    },
  );

  function shape(node: unknown, isMetadata: boolean): unknown {
    if (Array.isArray(node)) return node.map((item) => shape(item, isMetadata));
    if (typeof node !== 'object' || node === null) return 'leaf';
    const entries = Object.entries(node);
    if (isMetadata && entries.length === 1 && entries[0]?.[0] === 'timestamp' && entries[0][1] === now) return 'leaf';
    return Object.fromEntries(entries.map(([name, child]) => [name, shape(child, isMetadata)]));
  }

  property.prop([fc.oneof(fc.uint8Array(), fc.string().map(bytes), fc.json().map(bytes))])(
    'every request gets a response',
    (request) => {
      expect(update({ stored: undefined, request, nowSeconds: now }).kind).toMatch(/accepted|rejected/);
      expect(get({ stored: undefined, name: 'a', request, nowSeconds: now }).kind).toBe('rejected');
    },
  );
});
