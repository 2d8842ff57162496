import type { Block, Stack } from '@himeshima/terraform-json';
import { dependentsOf } from './dependents';
import type { LoadedStack } from './load-stack';

/** Function that returns an address, prefixed with its stack's name if another stack contains the same address. */
export type FormatAddress = (stack: Pick<LoadedStack, 'name'>, address: string) => string;

const blocksOf = ({ resources, dataSources }: Stack): readonly Block[] => [...resources, ...dataSources];

const qualifiedAddress = ({ name }: Pick<LoadedStack, 'name'>, address: string) => `${name}/${address}`;

export function addressFormatter(stacks: readonly LoadedStack[]): FormatAddress {
  const seen = new Set<string>();
  const ambiguous = new Set<string>();
  for (const { address } of stacks.flatMap(({ stack }) => blocksOf(stack))) {
    if (seen.has(address)) ambiguous.add(address);
    seen.add(address);
  }
  return (stack, address) => (ambiguous.has(address) ? qualifiedAddress(stack, address) : address);
}

export const quotedForShell = (address: string): string => (/["[]/.test(address) ? `'${address}'` : address);

/** Returns the command-line options that leave out the given resources and data sources. */
export const withoutOptions = (addresses: readonly string[]): string =>
  addresses.map((address) => `--without ${quotedForShell(address)}`).join(' ');

/**
 * Returns the stacks without the given resources and data sources. Also removes their addresses from `depends_on`.
 * @param addresses with the prefix `STACK/` if several stacks contain the address
 * @throws Error for an unknown or ambiguous address, or if a remaining resource refers to a resource that is left out
 */
export function without(stacks: readonly LoadedStack[], addresses: readonly string[]): readonly LoadedStack[] {
  const addressOf = addressFormatter(stacks);
  const known = stacks.flatMap((loaded) =>
    blocksOf(loaded.stack).map(({ address }) => ({
      address,
      shown: addressOf(loaded, address),
      qualified: qualifiedAddress(loaded, address),
    })),
  );
  for (const given of addresses) {
    if (known.some((block) => block.shown === given || block.qualified === given)) continue;
    const candidates = known.filter(({ address }) => address === given).map((block) => block.qualified);
    if (candidates.length === 0) throw new Error(`--without ${given}: no such resource or data source is declared`);
    throw new Error(`--without ${given}: several stacks declare this address; write ${candidates.join(' or ')}`);
  }
  return stacks.map((loaded) => {
    const kept = ({ address }: Block) =>
      !addresses.includes(addressOf(loaded, address)) && !addresses.includes(qualifiedAddress(loaded, address));
    const { stack } = loaded;
    const removed = new Set(
      blocksOf(stack)
        .filter((block) => !kept(block))
        .map(({ address }) => address),
    );
    if (removed.size === 0) return loaded;
    const dependents = dependentsOf(stack, removed).map((address) => addressOf(loaded, address));
    if (dependents.length > 0)
      throw new Error(
        `${withoutOptions([...removed].map((address) => addressOf(loaded, address)))}: ${dependents.join(', ')} ` +
          `${dependents.length === 1 ? 'refers' : 'refer'} to resources that are left out; add ${withoutOptions(dependents)}`,
      );
    const keep = (blocks: readonly Block[]) => blocks.filter(kept).map((block) => withoutDependencies(block, removed));
    return { ...loaded, stack: { ...stack, resources: keep(stack.resources), dataSources: keep(stack.dataSources) } };
  });
}

const withoutDependencies = (block: Block, removed: ReadonlySet<string>): Block => ({
  ...block,
  dependsOn: block.dependsOn.filter((address) => !removed.has(address)),
});

/**
 * Returns the region that all stacks share.
 * @throws Error if the stacks are in different regions, because a platform has only one region
 */
export function regionOf(stacks: readonly LoadedStack[]): string {
  const [first, ...others] = stacks;
  if (first === undefined) throw new Error('no stack to run');
  const elsewhere = others.find(({ region }) => region !== first.region);
  if (elsewhere === undefined) return first.region;
  throw new Error(
    `${first.name} is in ${first.region} and ${elsewhere.name} in ${elsewhere.region}: start each stack separately, with --stack`,
  );
}
