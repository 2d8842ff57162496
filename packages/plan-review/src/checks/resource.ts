import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { type Expressions, referencesIn } from '../plan/configuration';

/** A resource as it is declared or planned. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  /** References of a synthesized stack stay as they are: `${aws_kms_key.key.arn}`. */
  readonly values: ValueObject;
  /** Has the shape of `values`: true for what is known only after the apply. */
  readonly unknown: Value;
  /** How a plan's configuration declares it. */
  readonly expressions?: Expressions | undefined;
}

const notKnown = Symbol('known after the apply');

// A policy has variables of its own, `${iot:ClientId}` or `${*}`; in a reference no colon follows the first name.
const reference = /\$\{(?!\s*[\w.-]+:[^}]*\}|[*?$]\})/;
/** Whether a text holds what Terraform puts in later. */
export const hasReference = (text: string): boolean => reference.test(text);

/** Whether nothing stands at a path: `tracing_config.mode`. Blocks may be objects or lists of one. */
export function lacks(resource: Resource, path: string): boolean {
  const found = at(resource, path);
  return (
    found === undefined || found === null || found === '' || (found !== notKnown && isList(found) && !found.length)
  );
}

/** Whether one of these values stands there, by itself or as the only one of a list; true may be written 'true'. */
export function is(resource: Resource, path: string, ...values: readonly (string | number | boolean)[]): boolean {
  const found = known(resource, path);
  if (found === notKnown || found === undefined) return false;
  const one = isList(found) && found.length === 1 ? found[0] : found;
  return one !== undefined && !isList(one) && !isObject(one) && values.some((value) => String(value) === String(one));
}

/** Whether none of these values stands there; where nothing does, none does. */
export function isnt(resource: Resource, path: string, ...values: readonly (string | number | boolean)[]): boolean {
  return known(resource, path) !== notKnown && !is(resource, path, ...values);
}

/** A text without references; undefined where there is none, or where it is not known. */
export function textAt(resource: Resource, path: string): string | undefined {
  const found = known(resource, path);
  return typeof found === 'string' ? found : undefined;
}

/** A text that may have references in it. */
export function templateAt(resource: Resource, path: string): string | undefined {
  const found = at(resource, path);
  return typeof found === 'string' ? found : undefined;
}

/**
 * Returns where a text comes from: the text itself, or the references of an attribute that is known only after the apply, as
 * `${aws_sqs_queue.jobs.arn}`. Undefined if neither is known.
 */
export function originAt(resource: Resource, path: string): string | undefined {
  const [attribute = ''] = path.split('.');
  const references = isUnknown(resource, path) ? referencesIn(resource.expressions?.[attribute]) : [];
  return references.length > 0 ? references.map((one) => `\${${one}}`).join(' ') : templateAt(resource, path);
}

/** @returns undefined where there is none, or where it is not known */
export function numberAt(resource: Resource, path: string): number | undefined {
  const found = known(resource, path);
  return typeof found === 'number' ? found : undefined;
}

/** Whether only the apply will know what stands there. */
export const isUnknown = (resource: Resource, path: string): boolean => at(resource, path) === notKnown;

/** The blocks of a name, each to be asked like a resource. */
export function blocksAt(resource: Resource, name: string): readonly Resource[] {
  const value = resource.values[name] ?? null;
  const unknown = inside(resource.unknown, name);
  const blocks = isList(value) ? value : [value];
  return blocks.flatMap((block, index) => {
    const beside = isList(unknown) ? (unknown[index] ?? null) : unknown;
    return isObject(block) ? [{ ...resource, values: block, unknown: beside }] : [];
  });
}

/** Parses the JSON text at a path; undefined if there is none or it is invalid. */
export function jsonAt(resource: Resource, path: string): unknown {
  try {
    return JSON.parse(templateAt(resource, path) ?? '');
  } catch {
    return undefined;
  }
}

function known(resource: Resource, path: string): Value | undefined | typeof notKnown {
  const found = at(resource, path);
  return typeof found === 'string' && hasReference(found) ? notKnown : found;
}

function at({ values, unknown }: Resource, path: string): Value | undefined | typeof notKnown {
  let [value, beside]: [Value | undefined, Value] = [values, unknown];
  for (const step of path.split('.')) {
    const block: Value | undefined = value !== undefined && isList(value) ? value[0] : value;
    // a whole block may come from a reference
    if (typeof block === 'string' && hasReference(block)) return notKnown;
    beside = inside(isList(beside) ? (beside[0] ?? null) : beside, step);
    if (beside === true) return notKnown;
    value = block !== undefined && isObject(block) && Object.hasOwn(block, step) ? block[step] : undefined;
  }
  return value;
}

function inside(unknown: Value, step: string): Value {
  if (unknown === true) return true;
  return isObject(unknown) && Object.hasOwn(unknown, step) ? (unknown[step] ?? null) : null;
}
