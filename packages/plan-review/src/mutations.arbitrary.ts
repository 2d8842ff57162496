import { fc } from '@fast-check/jest';
import { equal, isList, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';
import * as z from 'zod';
import { aws } from './known-changes/aws.fixture';
import { azurerm } from './known-changes/azurerm.fixture';
import { cloudflare } from './known-changes/cloudflare.fixture';
import { datadog } from './known-changes/datadog.fixture';
import { github } from './known-changes/github.fixture';
import { google } from './known-changes/google.fixture';
import { grafana } from './known-changes/grafana.fixture';
import { helm } from './known-changes/helm.fixture';
import { kubernetes } from './known-changes/kubernetes.fixture';
import { pagerduty } from './known-changes/pagerduty.fixture';
import { documentIn } from './plan/json-documents';
import { planOf, planReleases } from './plan/plan-versions.fixture';
import { realPlan } from './real-plans/real-plans.fixture';

/** Resource with values that a provider returned, or that a provider could return. */
interface Resource {
  readonly type: string;
  readonly values: ValueObject;
}

const Values = z.record(z.string(), z.json());
const Changes = z.array(
  z.looseObject({
    type: z.string(),
    mode: z.string(),
    change: z.looseObject({ before: Values.nullish(), after: Values.nullish() }),
  }),
);

const resourcesIn = (changes: unknown): readonly Resource[] =>
  Changes.parse(changes).flatMap(({ type, mode, change }) =>
    mode === 'managed' ? [{ type, values: change.after ?? change.before ?? {} }] : [],
  );

/** Resource of a provider that the review does not know, with values of every kind. */
const unknownResource: Resource = {
  type: 'example_thing',
  values: {
    id: 'x1',
    version: 3,
    title: 'x',
    count: 0,
    on: true,
    words: ['a', 'b', 'a'],
    numbers: [1, 2],
    part: [
      { name: 'a', size: 1, inner: [{ on: true }] },
      { name: 'b', size: 2, inner: [] },
    ],
    choice: [{ none: [{}], count: [] }],
    map: { 'a.b': '1', 'c[0]': '2', '': '3', '7': '4', [`glpat-${'a1b2c3d4'.repeat(3)}`]: '5' },
    document: JSON.stringify({ a: [{ b: { c: 'd', e: [1, 2] } }], n: 1, text: JSON.stringify({ deep: [true] }) }),
  },
};

const providers = [aws, azurerm, cloudflare, datadog, github, google, grafana, helm, kubernetes, pagerduty];

/** Resources of ten providers. */
const knownResources: readonly Resource[] = providers.flatMap(({ dangers, harmless }) =>
  [...dangers, ...harmless].flatMap(({ address, before, after }) =>
    [before, after].flatMap((side) =>
      side === undefined ? [] : [{ type: address.split('.')[0] ?? '', values: Values.parse(side) }],
    ),
  ),
);

const planned = z.looseObject({ resource_changes: z.unknown() });
const resourcesOfReleases = planReleases
  .slice(-1)
  .flatMap((release) => resourcesIn(planned.parse(planOf(release)).resource_changes));

/** Generates resources of ten providers, of a real stack, of the newest plan format and of an unknown provider. */
const anyResource = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...knownResources) },
  { weight: 3, arbitrary: fc.constantFrom(...resourcesIn(realPlan('first-after-create')['resource_changes'])) },
  { weight: 1, arbitrary: fc.constantFrom(...resourcesOfReleases) },
  { weight: 2, arbitrary: fc.constant(unknownResource) },
);

/** Step of a path into the JSON document in a string. */
const document = Symbol('document');
type Path = readonly (string | number | typeof document)[];

/** Returns the paths of all values: attributes, blocks, items, and the values in JSON documents. */
function pathsIn(value: Value, path: Path = []): readonly Path[] {
  const inside = documentIn(value);
  if (inside !== undefined) return [path, ...pathsIn(inside, [...path, document]).slice(1)];
  if (isList(value)) return [path, ...value.flatMap((item, at) => pathsIn(item, [...path, at]))];
  if (isObject(value))
    return [path, ...Object.entries(value).flatMap(([name, item]) => pathsIn(item, [...path, name]))];
  return [path];
}

type Edit = (value: Value) => Value | undefined;

/** Replaces the value at a path. Removes it if `edit` returns undefined. */
function edited(value: Value, [step, ...rest]: Path, edit: Edit): Value | undefined {
  if (step === undefined) return edit(value);
  if (step === document) {
    const inside = edited(documentIn(value) ?? null, rest, edit);
    return inside === undefined ? undefined : JSON.stringify(inside);
  }
  const editedAt = (item: Value, at: string | number) => (at === step ? edited(item, rest, edit) : item);
  if (isList(value)) return value.flatMap((item, at) => editedAt(item, at) ?? (at === step ? [] : [null]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): [string, Value][] => {
      const now = editedAt(item, name);
      return now === undefined ? [] : [[name, now]];
    }),
  );
}

/** Returns a scalar of the same type that differs. */
function otherScalar(value: Value): Value {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 7;
  return typeof value === 'string' ? `${value}changed` : 'changed';
}

/** Returns the text of a number, the number in a text, or the value inside or outside a list. */
function otherType(value: Value): Value {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && String(Number(value)) === value) return Number(value);
  return isList(value) ? (value[0] ?? null) : [value];
}

const withKey = (value: Value, name: string, added: Value): Value =>
  isObject(value) ? Object.fromEntries([...Object.entries(value), [name, added]]) : value;

const onList = (value: Value, edit: (list: readonly Value[]) => readonly Value[]): Value =>
  isList(value) ? edit(value) : value;

/** Edits of a value. An edit that does not apply returns the value. */
const edits = {
  'other scalar': (value) => (typeof value === 'object' && value !== null ? value : otherScalar(value)),
  null: () => null,
  removed: () => undefined,
  'other type': otherType,
  emptied: (value) => (isList(value) ? [] : isObject(value) ? {} : typeof value === 'string' ? '' : value),
  'item added': (value) => onList(value, (list) => [...list, typeof list[0] === 'object' ? { added: true } : 'added']),
  'item removed': (value) => onList(value, (list) => list.slice(1)),
  'item duplicated': (value) => onList(value, (list) => [...list, ...list.slice(0, 1)]),
  'item replaced by another item': (value) => onList(value, (list) => [...list.slice(0, -1), ...list.slice(0, 1)]),
  reversed: (value) => onList(value, (list) => list.toReversed()),
  'key added': (value, name) => withKey(value, name, 'added'),
  'block added': (value, name) => withKey(value, name, [{ added: true }]),
  'empty block added': (value, name) => withKey(value, name, [{}]),
  reformatted: (value) => {
    const inside = documentIn(value);
    return inside === undefined ? value : JSON.stringify(inside, null, 2);
  },
  unknown: () => null,
} satisfies Readonly<Record<string, (value: Value, name: string) => Value | undefined>>;

const kinds = [
  'other scalar',
  'null',
  'removed',
  'other type',
  'emptied',
  'item added',
  'item removed',
  'item duplicated',
  'item replaced by another item',
  'reversed',
  'key added',
  'block added',
  'empty block added',
  'reformatted',
  'unknown',
] as const;

const oddNames = [
  'a.b',
  'c[0]',
  '[d]',
  '',
  '__proto__',
  'constructor',
  '7',
  'path',
  'known after apply',
  `glpat-${'z9y8x7w6'.repeat(3)}`,
];

/** Change to a value. */
interface Mutation {
  readonly path: Path;
  readonly kind: keyof typeof edits;
  /** Name of an added key. */
  readonly name: string;
  readonly isSensitive: boolean;
}

/** Tree with true at a path, as in `after_unknown`. A document is marked as a whole. */
function treeAt([step, ...rest]: Path): Value {
  if (step === undefined || step === document) return true;
  if (typeof step === 'number') return [...Array.from({ length: step }, () => false), treeAt(rest)];
  return Object.fromEntries([[step, treeAt(rest)]]);
}

function merged(one: Value, other: Value): Value {
  if (isList(one) && isList(other))
    return Array.from({ length: Math.max(one.length, other.length) }, (_, at) =>
      merged(one[at] ?? false, other[at] ?? false),
    );
  if (isObject(one) && isObject(other))
    return Object.fromEntries(
      [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
        name,
        merged(property(one, name) ?? false, property(other, name) ?? false),
      ]),
    );
  return one === true || typeof other !== 'object' ? one || other : other;
}

const mutation = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom(...kinds),
  name: fc.constantFrom(...oddNames),
  isSensitive: fc.integer({ min: 0, max: 4 }).map((turn) => turn === 0),
});

/** Resource with mutations of its values. */
export interface MutatedResource extends Resource {
  readonly mutations: readonly Mutation[];
}

const mutatedWith = (resource: fc.Arbitrary<Resource>, most: number): fc.Arbitrary<MutatedResource> =>
  fc.tuple(resource, fc.array(mutation, { minLength: 1, maxLength: most })).map(([{ type, values }, all]) => {
    const paths = pathsIn(values);
    // all attributes of a resource cannot be unknown or sensitive together
    const isWhole = ({ length }: Path, { kind }: Pick<Mutation, 'kind'>) => length === 0 && kind === 'unknown';
    const mutations = all.map(({ at, ...one }): Mutation => ({ ...one, path: paths[at % paths.length] ?? [] }));
    return { type, values, mutations: mutations.filter((one) => !isWhole(one.path, one)) };
  });

/** Generates resources with up to three mutations. */
export const mutatedResources = mutatedWith(anyResource, 3);
/** Generates resources of an unknown provider with mutations. */
export const mutatedUnknownResources = mutatedWith(fc.constant(unknownResource), 3);

const modules = fc.constantFrom('', '', 'module.shop.', 'module.shop["a.b"].module.db[0].');

/** Mutated resource in a plan. */
export interface PlannedResource {
  readonly module: string;
  /** Whether the plan does not change the resource. */
  readonly isKept: boolean;
  readonly resource: MutatedResource;
  /** Number of further resources with the same values and mutations. */
  readonly copies: number;
}

/** Generates the resources of a plan, some of which do not change. */
export const mutatedPlans = (most: {
  readonly minLength: number;
  readonly maxLength: number;
}): fc.Arbitrary<readonly PlannedResource[]> =>
  fc.array(
    fc.record({
      module: modules,
      isKept: fc.boolean(),
      resource: mutatedWith(anyResource, 2),
      copies: fc.nat({ max: 4 }),
    }),
    most,
  );

/** Builds the `change` of a mutated resource, as in a plan. */
export function changeOf({ values, mutations }: MutatedResource) {
  const after = mutations.reduce<Value>((value, { path, kind, name }) => {
    const now = edited(value, path, (one) => edits[kind](one, name));
    return now !== undefined && isObject(now) ? now : value;
  }, values);
  const markedIn = (isMarked: (one: Mutation) => boolean) =>
    mutations.filter(isMarked).reduce<Value>((tree, { path }) => merged(tree, treeAt(path)), {});
  const sensitive = markedIn(({ isSensitive, path }) => isSensitive && path.length > 0);
  return {
    actions: ['update'],
    before: values,
    after,
    after_unknown: markedIn(({ kind }) => kind === 'unknown'),
    before_sensitive: sensitive,
    after_sensitive: sensitive,
  };
}

/** Returns a value without nulls, because null and a missing value are the same in a plan. */
function withoutNulls(value: Value = null): Value {
  if (isList(value)) return value.map((item) => withoutNulls(item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, inside]) => inside !== null);
  return Object.fromEntries(entries.map(([name, inside]) => [name, withoutNulls(inside)]));
}

/** Returns the names of the attributes that a change mutates. */
export function mutatedAttributes({
  before,
  after,
  after_unknown: unknown,
}: ReturnType<typeof changeOf>): readonly string[] {
  const [now, later] = [after, unknown].map((side) => (isObject(side) ? side : {}));
  return [...new Set([before, now, later].flatMap((side = {}) => Object.keys(side)))].filter((name) => {
    const isChanged = !equal(withoutNulls(property(before, name)), withoutNulls(property(now ?? {}, name)));
    return isChanged || property(later ?? {}, name) !== undefined;
  });
}
