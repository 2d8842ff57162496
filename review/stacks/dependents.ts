import { type Block, isList, isObject, type Value } from '../../lib/terraform';
import type { Dependent } from '../plan/plan';
import { replacedOn } from './replaced-on';

/** A resource as it will be, beside what it was. */
export interface Compared {
  readonly now: Block;
  /** Names of the attributes that are written otherwise. */
  readonly other: readonly string[];
  /** Whether it is made anew, under another name too. */
  readonly isCreated: boolean;
}

interface Reference {
  readonly from: Block;
  readonly attribute: string;
  /** Address of what it refers to. */
  readonly to: string;
  /** Undefined where it is the whole resource. */
  readonly of: string | undefined;
}

/** Of whom attributes get another value by what they refer to, whatever is written there; those that refer to them, too. */
export function dependentsIn(all: readonly Compared[]): ReadonlyMap<string, Dependent> {
  const compared = new Map(all.map((one) => [one.now.address, one]));
  const references = all.flatMap(({ now }) => referencesIn(now));
  const dependents = new Map<string, Dependent>();
  const isOther = (address: string, attribute: string) =>
    compared.get(address)?.other.includes(attribute) || dependents.get(address)?.attributes.includes(attribute);
  const isAnother = ({ now, other, isCreated }: Compared) =>
    isCreated || replacedOn(now.type, other).length > 0 || dependents.get(now.address)?.isReplaced === true;
  const isNew = ({ to, of }: Reference): boolean => {
    const target = compared.get(to);
    if (target === undefined) return false;
    // what is not declared, AWS or Datadog gives: an ARN, an id
    const isDeclared = of !== undefined && Object.hasOwn(target.now.attributes, of);
    return isDeclared ? isOther(to, of) === true : isAnother(target);
  };
  for (let left = references; ; ) {
    const found = left.filter(isNew);
    if (found.length === 0) return dependents;
    left = left.filter((one) => !isNew(one));
    for (const one of found) dependents.set(one.from.address, withReference(dependents.get(one.from.address), one));
  }
}

function withReference(known: Dependent | undefined, { from, attribute, to }: Reference): Dependent {
  const attributes = [...new Set([...(known?.attributes ?? []), attribute])];
  return {
    address: from.address,
    attributes,
    refersTo: [...new Set([...(known?.refersTo ?? []), to])],
    isReplaced: replacedOn(from.type, attributes).length > 0,
  };
}

/** `type.name.attribute`, and neither the middle of a longer path nor of a data source. */
const reference = /(?<![\w.-])([a-z][a-z0-9_]*\.[\w-]+)(?:\.(\w+))?/g;

const referencesIn = (from: Block): readonly Reference[] =>
  Object.entries(from.attributes).flatMap(([attribute, value]) =>
    textsIn(value).flatMap((text) =>
      [...text.matchAll(reference)].flatMap(([, to, of]) => (to === undefined ? [] : [{ from, attribute, to, of }])),
    ),
  );

/** Those in which Terraform puts something. */
function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return value.includes('${') ? [value] : [];
  if (isList(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
