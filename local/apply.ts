import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Block,
  evaluate,
  graph,
  isObject,
  type Scope,
  type Stack,
  stackScope,
  type Value,
  type ValueObject,
} from '../lib/terraform';
import type { Parts } from './parts';
import { reasonOf } from './reason';
import type { Computed } from './resource-type';
import { supported } from './supported';

/** What came of a stack on the laptop. */
export interface Applied {
  resources: number;
  monitors: number;
  /** What is declared and makes no difference here, in words, each once. */
  notSimulated: string[];
  /** Attributes that the laptop has never heard of: `aws_sqs_queue.jobs.content_based_deduplication`. */
  ignored: string[];
}

/** @throws Error with the address of every resource whose type is not known here */
export function refuseUnknownTypes(stack: Stack): void {
  const unknown = [...stack.resources, ...stack.dataSources].filter((block) =>
    block.kind === 'data' ? dataSources[block.type] === undefined : !supported.has(block.type),
  );
  if (unknown.length === 0) return;
  const addresses = unknown.map((block) => block.address);
  const [first = ''] = addresses;
  throw new Error(
    `${addresses.join(', ')} cannot run locally. Known types: docs/local.md. To leave it out: --without ${first}`,
  );
}

/** The stack without some of its resources. @throws Error for an address that it does not have */
export function without(stack: Stack, addresses: readonly string[]): Stack {
  const known = new Set([...stack.resources, ...stack.dataSources].map((block) => block.address));
  const missing = addresses.find((address) => !known.has(address));
  if (missing !== undefined) throw new Error(`--without ${missing}: the stack has no such resource`);
  const kept = (block: Block) => !addresses.includes(block.address);
  return { ...stack, resources: stack.resources.filter(kept), dataSources: stack.dataSources.filter(kept) };
}

const dataSources: Readonly<Record<string, (parts: Parts) => ValueObject>> = {
  aws_caller_identity: ({ place }) => ({
    id: place.account,
    account_id: place.account,
    arn: `arn:aws:iam::${place.account}:user/himeshima`,
    user_id: 'himeshima',
  }),
  aws_region: ({ place }) => ({ id: place.region, name: place.region, region: place.region }),
  aws_partition: () => ({ id: 'aws', partition: 'aws', dns_suffix: 'amazonaws.com' }),
};

function toValue(value: unknown): Value | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map((item) => toValue(item) ?? null);
  if (typeof value !== 'object') return undefined;
  return toObject(value);
}

function toObject(computed: object): ValueObject {
  const entries = Object.entries(computed).flatMap(([name, value]) => {
    const converted = toValue(value);
    return converted === undefined ? [] : [[name, converted] as const];
  });
  return Object.fromEntries(entries);
}

function evaluated(block: Block, scope: Scope): ValueObject {
  try {
    const value = evaluate(block.attributes, scope);
    if (!isObject(value)) throw new Error('its attributes are no object');
    return value;
  } catch (error) {
    throw new Error(`${block.address}: ${reasonOf(error)}`);
  }
}

async function createResource(block: Block, attributes: ValueObject, parts: Parts) {
  const type = supported.get(block.type);
  if (type === undefined) throw new Error(`${block.address} cannot run locally`);
  try {
    const created = await type.create({ address: block.address, attributes }, parts);
    const notSimulated = Object.keys(type.notSimulated).filter(
      (name) => attributes[name] !== undefined && attributes[name] !== null,
    );
    return { ...created, notSimulated: notSimulated.map((name) => type.notSimulated[name] ?? name) };
  } catch (error) {
    throw new Error(`${block.address}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Creates every resource of a stack in the parts of the platform, in the order in which they refer to each other:
 * what `terraform apply` does in an account.
 * @returns with the id of each resource, by its address
 * @throws Error naming the address of what cannot be created, and why
 */
export async function apply(
  stack: Stack,
  variables: ValueObject,
  parts: Parts,
): Promise<Applied & { ids: ReadonlyMap<string, string> }> {
  const blocks = new Map<string, ValueObject>();
  const scope = stackScope(stack, {
    variables,
    block: (address) => blocks.get(address),
    files: (path) => readFileSync(resolve(parts.place.stackDirectory, path)),
    pathModule: '.',
  });
  const notSimulated = new Set<string>();
  const ignored: string[] = [];
  for (const block of graph(stack).order) {
    const attributes = evaluated(block, scope);
    let computed: Computed = {};
    if (block.kind === 'data') computed = dataSources[block.type]?.(parts) ?? {};
    else {
      const created = await createResource(block, attributes, parts);
      computed = created.computed;
      for (const text of created.notSimulated) notSimulated.add(text);
      ignored.push(...created.ignored.map((name) => `${block.address}.${name}`));
    }
    blocks.set(block.address, { ...attributes, ...toObject(computed) });
  }
  const monitors = stack.resources.filter((block) => block.type === 'datadog_monitor').length;
  const ids = new Map([...blocks].map(([address, { id }]) => [address, String(id)] as const));
  const told = { notSimulated: [...notSimulated].sort(), ignored };
  return { resources: stack.resources.length - monitors, monitors, ids, ...told };
}
