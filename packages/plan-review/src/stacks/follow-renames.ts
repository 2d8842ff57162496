import { type Block, isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { matchRenames } from '../match-renames';

type Resources = ReadonlyMap<string, Block>;

/**
 * Replaces the old addresses in references to moved or renamed resources with the new addresses, so unchanged references are equal.
 * @param addresses new addresses; keys are old addresses
 */
export function followRenames(old: Resources, addresses: ReadonlyMap<string, string>): Resources {
  if (addresses.size === 0) return old;
  const follow = (block: Block): Block => ({ ...block, attributes: followedObject(block.attributes, addresses) });
  return new Map([...old].map(([address, block]) => [address, follow(block)]));
}

/**
 * Returns the old and new addresses of resources that were probably renamed.
 * @param moved old addresses; keys are new addresses
 */
export function renamed(
  old: Resources,
  now: Resources,
  moved: ReadonlyMap<string, string>,
): readonly [string, string][] {
  const left = new Set(moved.values());
  const sides = (blocks: Resources, isOnlyHere: (address: string) => boolean) =>
    [...blocks.values()]
      .filter(({ address }) => isOnlyHere(address))
      .map(({ address, type, name, attributes }) => ({ address, type, name, values: attributes }));
  return matchRenames(
    sides(old, (address) => !now.has(address) && !left.has(address)),
    sides(now, (address) => !old.has(address) && !moved.has(address)),
  ).map(({ gone, come }) => [gone.address, come.address]);
}

export function followedValue(value: Value, addresses: ReadonlyMap<string, string>): Value {
  if (addresses.size === 0) return value;
  if (typeof value === 'string') return followedText(value, addresses);
  if (isList(value)) return value.map((item) => followedValue(item, addresses));
  return isObject(value) ? followedObject(value, addresses) : value;
}

const followedObject = (object: ValueObject, addresses: ReadonlyMap<string, string>): ValueObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, followedValue(value, addresses)]));

/** Pattern of `type.name`, except within a longer path or a data source address. */
const address = /(?<![\w.-])[a-z][a-z0-9_]*\.[\w-]+/g;

const followedText = (text: string, addresses: ReadonlyMap<string, string>): string =>
  text.includes('${') ? text.replace(address, (found) => addresses.get(found) ?? found) : text;
