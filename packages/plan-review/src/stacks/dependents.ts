import type { Block } from '@himeshima/terraform-json';
import type { Dependent } from '../plan/plan';
import type { Reference } from './references';
import { isReplacedOn, replacedOn } from './replacing-attributes';

/** Resource in the new stack, and its differences from the old stack. */
export interface ComparedResource {
  readonly now: Block;
  /** Names of the attributes that change. */
  readonly changed: readonly string[];
  /** Whether the plan creates the resource. True also for a resource renamed without a moved block. */
  readonly isCreated: boolean;
}

interface DependentsInput {
  readonly compared: readonly ComparedResource[];
  /** References in the attributes of the new stack. */
  readonly references: readonly Reference[];
  /** Addresses of data sources and locals that change. */
  readonly changedInputs: ReadonlySet<string>;
}

/** Finds the resources with attributes that change through references, directly or transitively. */
export function dependentsIn({ compared, references, changedInputs }: DependentsInput): ReadonlyMap<string, Dependent> {
  const resources = new Map(compared.map((one) => [one.now.address, one]));
  const referring = new Map<string, Reference[]>();
  for (const one of references) {
    const same = referring.get(one.to);
    if (same === undefined) referring.set(one.to, [one]);
    else same.push(one);
  }
  const dependents = new Map<string, Dependent>();
  const isChanged = (address: string, attribute: string) =>
    resources.get(address)?.changed.includes(attribute) || dependents.get(address)?.attributes.includes(attribute);
  const isNewObject = ({ now, changed, isCreated }: ComparedResource) =>
    isCreated || replacedOn(now.type, changed).length > 0 || dependents.get(now.address)?.isReplaced === true;
  const isNew = ({ to, steps: [of] }: Reference): boolean => {
    const target = resources.get(to);
    if (target === undefined) return changedInputs.has(to);
    // undeclared attributes, such as an ARN or an id, change only if a new object is created
    const isDeclared = typeof of === 'string' && Object.hasOwn(target.now.attributes, of);
    return isDeclared ? isChanged(to, of) === true : isNewObject(target);
  };
  const found = new Set(references.filter(isNew));
  // this loop also visits the items that it adds to the set
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
