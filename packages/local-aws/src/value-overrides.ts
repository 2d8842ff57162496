import { type Block, isList, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { LoadedStack } from './load-stack';
import { addressFormatter } from './multi-stack';

/** Values, keyed by address and attribute: `aws_sqs_queue.jobs.name`. */
export type ValueOverrides = Readonly<Record<string, Value>>;

interface Override {
  readonly block: Block;
  /** Path of the value in the block, such as `sqs.0.queue_url`. */
  readonly path: string;
  readonly value: Value;
}

/**
 * Returns the stacks with the given values,
 * which replace values in the plan or add values that the plan does not contain.
 * @param values Terraform JSON: strings can contain references
 * @throws Error for an unknown or ambiguous address, or a path into a block that does not exist
 */
export function withValues(stacks: readonly LoadedStack[], values: ValueOverrides): readonly LoadedStack[] {
  const addressOf = addressFormatter(stacks);
  const overrides = Object.entries(values).map(([target, value]) => findOverride(stacks, addressOf, target, value));
  if (overrides.length === 0) return stacks;
  const change = (block: Block): Block => overrides.filter((one) => one.block === block).reduce(withValue, block);
  return stacks.map((loaded) => {
    const { resources, dataSources } = loaded.stack;
    return {
      ...loaded,
      stack: { ...loaded.stack, resources: resources.map(change), dataSources: dataSources.map(change) },
    };
  });
}

function findOverride(
  stacks: readonly LoadedStack[],
  addressOf: ReturnType<typeof addressFormatter>,
  target: string,
  value: Value,
): Override {
  const found = stacks.flatMap((loaded) =>
    [...loaded.stack.resources, ...loaded.stack.dataSources].flatMap((block) => {
      const names = [block.address, addressOf(loaded, block.address), `${loaded.name}/${block.address}`];
      const name = names.find((one) => target.startsWith(`${one}.`));
      return name === undefined ? [] : [{ block, path: target.slice(name.length + 1), value }];
    }),
  );
  const [only, ...ambiguous] = found;
  if (only === undefined)
    throw new Error(`--value ${target}: no such resource or data source is declared; expected ADDRESS.ATTRIBUTE=VALUE`);
  if (ambiguous.length > 0)
    throw new Error(`--value ${target}: several stacks declare this address; write STACK/${target}`);
  return only;
}

function withValue(block: Block, { path, value }: Override): Block {
  const attributes = attributesWith(block, path, value);
  if (block.planned === undefined) return { ...block, attributes };
  const isOther = (one: string) => one !== path && !one.startsWith(`${path}.`);
  const { unknown, assumed } = block.planned;
  const planned = { ...block.planned, unknown: unknown.filter(isOther), assumed: assumed.filter(isOther) };
  return { ...block, attributes, planned };
}

function attributesWith({ address, attributes }: Block, path: string, value: Value): ValueObject {
  const changed = replaceAt(attributes, path.split('.'), value);
  if (changed !== undefined && isObject(changed)) return changed;
  throw new Error(`--value ${address}.${path}: ${address} has no such block`);
}

/** Replaces the value at a path; returns undefined if an element on the path does not exist. */
function replaceAt(inside: Value | undefined, [step, ...deeper]: readonly string[], value: Value): Value | undefined {
  if (step === undefined) return value;
  if (inside !== undefined && isList(inside)) {
    const changed = replaceAt(inside[Number(step)], deeper, value);
    const isInside = inside[Number(step)] !== undefined && changed !== undefined;
    return isInside ? inside.map((item, at) => (at === Number(step) ? changed : item)) : undefined;
  }
  if (inside === undefined || !isObject(inside)) return undefined;
  const changed = replaceAt(property(inside, step), deeper, value);
  return changed === undefined ? undefined : { ...inside, [step]: changed };
}
