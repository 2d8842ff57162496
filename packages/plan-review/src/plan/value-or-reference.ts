import type { Value } from '@himeshima/terraform-json';
import type { Change } from './plan';
import { modulesOf } from './resource-id';
import { isUnknownAt } from './value-at';

/**
 * Returns the value of an attribute after a change, or the only resource to which it refers. Null for the default of the provider.
 * Undefined for another value that is known only after apply.
 */
export function valueOrReference(change: Change, name: string): Value | undefined {
  if (!isUnknownAt(change, [name])) return change.after[name] ?? null;
  if (change.declaredNames?.has(name) === false) return null;
  const [only, ...others] = change.references[name] ?? [];
  const isResource = only !== undefined && others.length === 0 && !/^(?:var|local|each|module|data)\./.test(only);
  return isResource ? `${modulesOf(change.address)}${only}` : undefined;
}
