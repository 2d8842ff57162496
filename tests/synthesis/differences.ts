import type { Environment } from '../../config/environment';
import type { SynthesizedEnvironment } from './synthesized-environments';

/**
 * Returns the differences between two environments, except names and accounts: `aws_kinesis_stream.x.shard_count`, or the
 * address of a resource that only one environment has.
 */
export function differences(one: SynthesizedEnvironment, other: SynthesizedEnvironment): readonly string[] {
  const left = leavesOf(one);
  const right = leavesOf(other);
  const paths = [...new Set([...left.keys(), ...right.keys()])].filter((path) => left.get(path) !== right.get(path));
  const has = ({ stack }: SynthesizedEnvironment, address: string) =>
    stack.resources.some((block) => block.address === address);
  const shortened = paths.map((path) => {
    const address = path.split('.').slice(0, 2).join('.');
    return has(one, address) && has(other, address) ? path : address;
  });
  return [...new Set(shortened)].sort();
}

function leavesOf({ stack, environment }: SynthesizedEnvironment): ReadonlyMap<string, string> {
  return new Map(
    stack.resources.flatMap(({ address, attributes }) =>
      leaves(attributes).map(({ path, value }) => [[address, ...path].join('.'), neutral(value, environment)] as const),
    ),
  );
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: string;
}

function leaves(value: unknown): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path: [], value: JSON.stringify(value) }];
  return Object.entries(value).flatMap(([step, inner]) =>
    leaves(inner).map((leaf) => ({ ...leaf, path: [step, ...leaf.path] })),
  );
}

const neutral = (text: string, { stack, account, name }: Environment) =>
  text.replaceAll(stack, 'STACK').replaceAll(account, 'ACCOUNT').replaceAll(`environment:${name}`, 'environment:NAME');
