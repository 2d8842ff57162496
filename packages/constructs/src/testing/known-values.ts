import {
  type Block,
  evaluate,
  type FoundReference,
  isList,
  isObject,
  property,
  references,
  type Stack,
  type Value,
  type ValueObject,
} from '@himeshima/terraform-json';
import { policyDocumentJson } from './policy-document-data';

// This placeholder contains only characters that are valid in Datadog tags, so queries with references can be parsed.
const marker = 'known-after-apply/';

/** Returns the placeholder for a value that the stack does not contain, such as a resource's ARN. */
export const unknownText = (address: string, path: readonly (string | number)[]): string =>
  `${marker}${[address, ...path].join('.')}`;

/** Returns whether a value is entirely or partially unknown. */
export const hasUnknown = (value: Value | undefined): boolean => JSON.stringify(value ?? null).includes(marker);

/** Returns whether a value is entirely unknown: a single reference instead of text that contains a reference. */
export const isUnknown = (value: Value | undefined): boolean =>
  typeof value === 'string' && value.startsWith(marker) && /^[\w./-]+$/.test(value);

/** Returns whether a text is a reference to a variable without a default, which can have any value. */
export const isAnyInput = (text: string): boolean => isUnknown(text) && text.startsWith(`${marker}var.`);

/** Returns whether a text contains an unknown attribute of a resource. */
export const refersTo = (text: string, address: string): boolean => text.includes(`${marker}${address}.`);

/** Functions that read evaluated attributes of a stack's resources. */
export interface KnownValues {
  /**
   * Returns an attribute. References to configured attributes are replaced with their values, other references with placeholders
   * such as `known-after-apply/aws_sqs_queue.jobs.arn`. An attribute that cannot be evaluated is entirely unknown.
   */
  attribute(block: Block, name: string): Value | undefined;
}

type ComputedValues = Readonly<Record<string, (attributes: ValueObject) => string>>;

/** Data source attributes that can be derived from the data source's arguments. */
const computed: Readonly<Record<string, ComputedValues>> = {
  aws_iam_policy_document: { json: policyDocumentJson, minified_json: policyDocumentJson },
};

/** Evaluates the attributes of a stack's resources as far as their values are known before apply. */
export function knownValues(stack: Stack): KnownValues {
  const blocks = new Map([...stack.dataSources, ...stack.resources].map((block) => [block.address, block]));
  const variables = new Map(stack.variables.map((variable) => [variable.name, variable.default]));
  const open = new Set<string>();

  /** Evaluates a value; returns undefined if the evaluation is impossible or the references are cyclic. */
  const known = (place: string, value: Value): Value | undefined => {
    if (open.has(place)) return undefined;
    open.add(place);
    try {
      return evaluateValue(value);
    } catch {
      return undefined;
    } finally {
      open.delete(place);
    }
  };

  const evaluateValue = (value: Value): Value => {
    const objects = new Map<string, Value>();
    for (const reference of references(value))
      objects.set(reference.address, referencedValue(reference, objects.get(reference.address)));
    return evaluate(value, { resolve: ({ address }) => objects.get(address) });
  };

  const attribute = (block: Block, name: string): Value | undefined => {
    const configured = property(block.attributes, name);
    if (configured !== undefined)
      return known(`${block.address}.${name}`, configured) ?? unknownText(block.address, [name]);
    const compute = block.kind === 'data' ? computed[block.type]?.[name] : undefined;
    if (compute === undefined) return undefined;
    const names = Object.keys(block.attributes);
    return compute(Object.fromEntries(names.map((one) => [one, attribute(block, one) ?? null])));
  };

  const referencedValue = (reference: FoundReference, before: Value | undefined): Value => {
    const { kind, address, name, attributes: path } = reference;
    const placeholder = unknownText(address, path);
    const whole = { variable: variables.get(name), local: property(stack.locals, name) };
    if (kind === 'variable' || kind === 'local') {
      const value = whole[kind];
      const found = value === undefined ? undefined : known(address, value);
      return found ?? replaceValue(before ?? null, path, placeholder);
    }
    const block = blocks.get(address);
    // if the block has count or for_each, the path starts with an instance's index
    const [first, ...others] = path;
    const [step, index] = typeof first === 'number' ? [others[0], [first]] : [first, []];
    const found = block && typeof step === 'string' ? attribute(block, step) : undefined;
    if (found === undefined || step === undefined || isUnknown(found))
      return replaceValue(before ?? null, path, placeholder);
    const rest = path.slice(index.length + 1);
    // a configured block may also have computed attributes
    const value = hasPath(found, rest) ? found : replaceValue(found, rest, placeholder);
    return replaceValue(before ?? null, [...index, step], value);
  };

  return { attribute };
}

const hasPath = (value: Value, [step, ...rest]: readonly (string | number)[]): boolean => {
  if (step === undefined) return true;
  const inner = isList(value) ? value[Number(step)] : isObject(value) ? property(value, String(step)) : undefined;
  return inner !== undefined && hasPath(inner, rest);
};

/** Returns a copy of nested objects with a value at a path. */
function replaceValue(before: Value, path: readonly (string | number)[], value: Value): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const object = isObject(before) ? before : {};
  return { ...object, [step]: replaceValue(property(object, String(step)) ?? null, rest, value) };
}
