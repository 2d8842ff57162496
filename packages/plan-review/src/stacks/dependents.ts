import type { Block } from '@himeshima/terraform-json';
import type { Dependent } from '../plan/plan';
import type { Reference } from './references';
import { isReplacedOn, replacedOn } from './replaced-on';

/** A resource as it will be, beside what it was. */
export interface Compared {
  readonly now: Block;
  /** Names of the attributes that are written otherwise. */
  readonly other: readonly string[];
  /** Whether it is made anew, under another name too. */
  readonly isCreated: boolean;
}

interface Given {
  readonly compared: readonly Compared[];
  /** What their attributes refer to. */
  readonly references: readonly Reference[];
  /** Addresses of data sources and locals that are written otherwise. */
  readonly readOtherwise: ReadonlySet<string>;
}

/** Of whom attributes get another value by what they refer to, whatever is written there; those that refer to them, too. */
export function dependentsIn({ compared, references, readOtherwise }: Given): ReadonlyMap<string, Dependent> {
  const resources = new Map(compared.map((one) => [one.now.address, one]));
  const referring = new Map<string, Reference[]>();
  for (const one of references) {
    const same = referring.get(one.to);
    if (same === undefined) referring.set(one.to, [one]);
    else same.push(one);
  }
  const dependents = new Map<string, Dependent>();
  const isOther = (address: string, attribute: string) =>
    resources.get(address)?.other.includes(attribute) || dependents.get(address)?.attributes.includes(attribute);
  const isAnother = ({ now, other, isCreated }: Compared) =>
    isCreated || replacedOn(now.type, other).length > 0 || dependents.get(now.address)?.isReplaced === true;
  const isNew = ({ to, steps: [of] }: Reference): boolean => {
    const target = resources.get(to);
    if (target === undefined) return readOtherwise.has(to);
    // what is not declared, AWS or Datadog gives: an ARN, an id
    const isDeclared = typeof of === 'string' && Object.hasOwn(target.now.attributes, of);
    return isDeclared ? isOther(to, of) === true : isAnother(target);
  };
  const found = new Set(references.filter(isNew));
  // a set that is gone through hands out what is added meanwhile, once
  for (const one of found) {
    const type = resources.get(one.from)?.now.type ?? '';
    const known = dependents.get(one.from);
    dependents.set(one.from, withReference(type, known, one));
    if (known?.attributes.includes(one.attribute)) continue;
    for (const next of referring.get(one.from) ?? []) if (isNew(next)) found.add(next);
  }
  return dependents;
}

function withReference(type: string, known: Dependent | undefined, { from, attribute, to }: Reference): Dependent {
  const attributes = [...new Set([...(known?.attributes ?? []), attribute])];
  return {
    address: from,
    attributes,
    refersTo: [...new Set([...(known?.refersTo ?? []), to])],
    isReplaced: isReplacedOn(type, attributes),
  };
}
