import { fc } from '@fast-check/jest';
import { isList, isObject, type Value, type ValueObject } from '../value';

/** Attributes of `terraform_data` resources, by name. Each resource refers only to earlier resources. */
export type Resources = Readonly<Record<string, ValueObject>>;

const text = fc.oneof(fc.stringMatching(/^[a-z $%{}"\\é-]{0,8}$/), fc.constantFrom('$${a}', '%%{b}', '$', ''));
/** Arbitrary for text that Terraform's JSON syntax does not interpret. */
const plain = text.filter((one) => !/[$%]\{/.test(one.replace(/\$\$\{|%%\{/g, '')));
const leaf = fc.oneof(plain, fc.integer({ min: -99, max: 99 }), fc.boolean());

function input(at: number): fc.Arbitrary<Value> {
  const reference = fc
    .tuple(plain, fc.nat(Math.max(at - 1, 0)), plain)
    .map(([before, to, after]) => `${before.replace(/[$%]+$/, '')}\${terraform_data.r${to}.id}${after}`);
  const value = at === 0 ? leaf : fc.oneof(leaf, reference);
  const key = fc.stringMatching(/^[a-z]{1,4}$/);
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }), fc.dictionary(key, value, { maxKeys: 3 }));
}

export const anyResources: fc.Arbitrary<Resources> = fc
  .nat(5)
  .chain((last) => fc.tuple(...Array.from({ length: last + 1 }, (_, at) => input(at))))
  .map((inputs) => Object.fromEntries(inputs.map((one, at) => [`r${at}`, { input: one }])));

/** Returns the plan that Terraform would create for resources without count, for_each and variables. */
export function planOf(resources: Resources): object {
  const all = Object.entries(resources).map(([name, attributes]) => {
    const identity = { address: `terraform_data.${name}`, mode: 'managed', type: 'terraform_data', name };
    const { input: configured = null } = attributes;
    const references = referencesIn(configured);
    const expression = references.length === 0 ? {} : { references };
    const planned = plannedOf(configured);
    return {
      planned: { ...identity, values: { ...(planned !== undefined && { input: planned }) }, sensitive_values: {} },
      change: {
        ...identity,
        change: { actions: ['create'], after_unknown: { id: true, ...unknownOf({ input: configured }) } },
      },
      configured: { ...identity, expressions: { input: { constant_value: configured, ...expression } } },
    };
  });
  return {
    format_version: '1.2',
    planned_values: { root_module: { resources: all.map(({ planned }) => planned) } },
    resource_changes: all.map(({ change }) => change),
    configuration: { root_module: { resources: all.map(({ configured }) => configured) } },
  };
}

const reference = /terraform_data\.r\d+\.id/g;

function referencesIn(value: Value): readonly string[] {
  if (isList(value)) return value.flatMap(referencesIn);
  if (isObject(value)) return Object.values(value).flatMap(referencesIn);
  return [...String(value).matchAll(reference)].flatMap(([found]) => [found, found.replace(/\.id$/, '')]);
}

const isUnknown = (value: Value): boolean => typeof value === 'string' && referencesIn(value).length > 0;

/** Converts a configured value to a planned value. Decodes escapes. Omits unknown values, except in lists, where they are null. */
function plannedOf(value: Value): Value | undefined {
  if (isUnknown(value)) return undefined;
  if (typeof value === 'string') return value.replace(/([$%])\1\{/g, '$1{').normalize('NFC');
  if (isList(value)) return value.map((item) => plannedOf(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inside]) => {
      const planned = plannedOf(inside);
      return planned === undefined ? [] : [[key, planned]];
    }),
  );
}

/** Returns the `after_unknown` of a value. It contains false only in lists. */
function unknownOf(value: ValueObject): ValueObject {
  const entries = Object.entries(value).flatMap(([key, inside]): [string, Value][] => {
    if (isList(inside)) return [[key, inside.map(isUnknown)]];
    if (isObject(inside)) return [[key, unknownOf(inside)]];
    return isUnknown(inside) ? [[key, true]] : [];
  });
  return Object.fromEntries(entries);
}
