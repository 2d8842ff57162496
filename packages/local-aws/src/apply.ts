import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type Block,
  evaluate,
  graph,
  isObject,
  type Scope,
  stackScope,
  type Value,
  type ValueObject,
} from '@himeshima/terraform-json';
import { z } from 'zod';
import { accountDataSources } from './data-sources';
import { isDeclared } from './declared-paths';
import { addDeclaredTags } from './declared-tags';
import { dependentsOf } from './dependents';
import { describeError } from './error-message';
import { withGeneratedName } from './generated-name';
import type { LoadedStack } from './load-stack';
import { localDocs } from './local-docs';
import { maskSecrets } from './mask-secrets';
import { addressFormatter, type FormatAddress, quotedForShell, withoutOptions } from './multi-stack';
import type { ComputedAttributes, DeclaredResource } from './resource-type';
import { dataSources, resourceTypes } from './service-table';
import type { PlatformServices } from './services';

/** Summary of the applied stacks. */
export interface AppliedStacks {
  resources: number;
  monitors: number;
  /** Declared features that have no effect locally, without duplicates. */
  notSimulated: string[];
  /** Attributes that the local runtime ignores: `aws_sqs_queue.jobs.content_based_deduplication`. */
  ignored: string[];
}

/**
 * Rejects stacks with resources or data sources that cannot run locally, before any service starts.
 * @throws Error with the address of each unsupported block, and the options that leave these blocks out
 */
export function rejectUnsupported(stacks: readonly LoadedStack[]): void {
  const addressOf = addressFormatter(stacks);
  const isUnknown = ({ kind, type, planned }: Block) =>
    kind === 'data' ? dataSources[type] === undefined && planned?.isRead !== true : !resourceTypes.has(type);
  const rejected = stacks.flatMap((loaded) =>
    [...loaded.stack.resources, ...loaded.stack.dataSources].flatMap((block) => {
      if (isUnknown(block)) return [{ loaded, block, parts: unknownParts(block) }];
      const type = block.kind === 'data' ? undefined : resourceTypes.get(block.type);
      const parts = [
        ...(type?.unsupported?.(block.attributes, block.planned?.unknown ?? []) ?? []),
        ...unknownParts(block),
      ];
      return parts.length === 0 ? [] : [{ loaded, block, parts }];
    }),
  );
  if (rejected.length === 0) return;
  const named = rejected.map(({ loaded, block, parts }) =>
    [addressOf(loaded, block.address), ...(parts.length === 0 ? [] : [`(${parts.join(', ')})`])].join(' '),
  );
  const dependents = stacks.flatMap((loaded) => {
    const own = new Set(rejected.flatMap((one) => (one.loaded === loaded ? [one.block.address] : [])));
    return own.size === 0 ? [] : dependentsOf(loaded.stack, own).map((address) => addressOf(loaded, address));
  });
  const leftOut = [...rejected.map(({ loaded, block }) => addressOf(loaded, block.address)), ...dependents];
  const it = rejected.length === 1 ? 'it' : 'them';
  const what = dependents.length === 0 ? it : `${it} and everything that refers to ${it}`;
  const values = rejected.flatMap(({ loaded, block }) =>
    isUnknown(block) ? [] : (block.planned?.unknown ?? []).map((path) => `${addressOf(loaded, block.address)}.${path}`),
  );
  throw new Error(
    [
      `${named.join(', ')} cannot run locally`,
      `To exclude ${what}: ${withoutOptions(leftOut)}`,
      ...(values.length > 0 ? [`To set values that are known only after apply: ${valueOptions(values)}`] : []),
      `${localDocs()} lists what is supported`,
    ].join('. '),
  );
}

const valueOptions = (targets: readonly string[]): string =>
  targets.map((target) => `--value ${quotedForShell(`${target}=VALUE`)}`).join(' ');

/** Returns the parts of a block that are unsupported locally: values that are known only after apply, and provisioners. */
const unknownParts = ({ planned }: Block): readonly string[] => [
  ...(planned?.unknown ?? []).map((path) => `${path} is known only after apply`),
  ...((planned?.provisioners ?? 0) > 0 ? ['provisioner'] : []),
];

const secretsOf = ({ planned }: Block): readonly string[] => planned?.secrets ?? [];

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

function evaluated(block: Block, address: string, scope: Scope): ValueObject {
  try {
    const value = evaluate(block.attributes, scope);
    if (!isObject(value)) throw new Error('the attributes are not an object');
    return value;
  } catch (error) {
    throw new Error(`${address}: ${maskSecrets(describeError(error), secretsOf(block))}`);
  }
}

/** Formats, in one line, the validation errors for a document in an attribute, such as a state machine. */
const oneLine = (error: z.ZodError): string => z.prettifyError(error).replace(/\s+/g, ' ');

function readDataSource(
  block: Block,
  { address, directory, attributes }: DeclaredResource<ValueObject>,
  parts: PlatformServices,
): ValueObject {
  const { [block.type]: read } = block.planned?.isRead === true ? accountDataSources : dataSources;
  try {
    return read?.(parts, attributes, directory) ?? {};
  } catch (error) {
    throw new Error(`${address}: ${maskSecrets(describeError(error), secretsOf(block))}`);
  }
}

async function createResource(block: Block, declared: DeclaredResource<ValueObject>, parts: PlatformServices) {
  const { address, attributes } = declared;
  const type = resourceTypes.get(block.type);
  if (type === undefined) throw new Error(`${address} cannot run locally`);
  try {
    const created = await type.create(declared, parts);
    await addDeclaredTags(parts, attributes, created.computed['arn']);
    const notSimulated = Object.keys(type.notSimulated).filter((path) => isDeclared(attributes, path));
    return { ...created, notSimulated: notSimulated.map((name) => type.notSimulated[name] ?? name) };
  } catch (error) {
    const reason = error instanceof z.ZodError ? oneLine(error) : describeError(error);
    throw new Error(`${address}: ${maskSecrets(reason, secretsOf(block))}`);
  }
}

/** Created resource, or data source that has been read. */
export interface CreatedBlock {
  readonly block: Block;
  /** Address, prefixed with the name of the stack if several stacks contain the same address. */
  readonly address: string;
  /** Declared attributes, with their expressions evaluated. */
  readonly declared: ValueObject;
  /** Declared and computed attributes, to which other resources may refer. */
  readonly attributes: ValueObject;
  readonly notSimulated: readonly string[];
  readonly ignored: readonly string[];
}

/** Returns the provider's region if it differs from the stack's, because all resources run in the stack's region. */
function otherRegion({ stack, region }: LoadedStack, { provider }: Block, scope: Scope): readonly string[] {
  const named = stack.providers.find(({ name }) => name === provider && name.startsWith('aws.'));
  const declared = named?.attributes['region'];
  const other = declared === undefined ? region : evaluate(declared, scope);
  return other === region ? [] : [`provider (${String(other)})`];
}

/** Returns the preconditions and checks of a stack, which are not evaluated locally. */
const unevaluatedConditions = ({ name, stack }: LoadedStack): readonly string[] =>
  stack.conditions.map((condition) => `${name}/${condition}`);

const fileAt = (path: string) => (existsSync(path) ? readFileSync(path) : undefined);

/** Blocks of a stack, to be evaluated and created one after another in dependency order. */
export interface StackBlocks {
  /** Blocks, each after the blocks that it refers to. */
  readonly order: readonly Block[];
  /** Blocks that exist, keyed by address without the stack's name. */
  readonly created: Map<string, CreatedBlock>;
  addressOf(block: Block): string;
  /** Returns a block's attributes. @throws Error with the block's address if an expression cannot be evaluated */
  declaredBy(block: Block): ValueObject;
  /**
   * Creates a resource, or reads a data source, and adds it to `created`.
   * @throws Error with the block's address if the block cannot be created
   */
  create(block: Block, declared: ValueObject, isUpdate?: boolean): Promise<CreatedBlock>;
}

/** Returns functions that evaluate and create the blocks of a stack. @param created blocks that already exist */
export function openStack(
  loaded: LoadedStack,
  {
    variables,
    parts,
    formatAddress,
  }: { variables: ValueObject; parts: PlatformServices; formatAddress: FormatAddress },
  created = new Map<string, CreatedBlock>(),
): StackBlocks {
  const { stack, directory } = loaded;
  const scope = stackScope(stack, {
    variables,
    block: (address) => created.get(address)?.attributes,
    files: (path) => fileAt(resolve(directory, path)),
    pathModule: '.',
  });
  const secrets: string[] = [];
  const addressOf = (block: Block) => formatAddress(loaded, block.address);
  const make = async (block: Block, attributes: ValueObject, isUpdate: boolean): Promise<CreatedBlock> => {
    const address = addressOf(block);
    let computed: ComputedAttributes = {};
    let notSimulated: readonly string[] = [];
    let ignored: readonly string[] = [];
    const declared = { address, directory, attributes, isUpdate };
    if (block.kind === 'data') computed = readDataSource(block, declared, parts);
    else ({ computed, notSimulated, ignored } = await createResource(block, declared, parts));
    return {
      block,
      address,
      declared: attributes,
      attributes: { ...attributes, ...toObject(computed) },
      notSimulated,
      ignored: [...ignored, ...otherRegion(loaded, block, scope)].map((name) => `${address}.${name}`),
    };
  };
  return {
    order: graph(stack).order,
    created,
    addressOf,
    declaredBy: (block) =>
      withGeneratedName(
        resourceTypes.get(block.type)?.generatedName,
        addressOf(block),
        evaluated(block, addressOf(block), scope),
      ),
    async create(block, declared, isUpdate = false) {
      const one = await make(block, declared, isUpdate).catch((error: unknown) => {
        throw new Error(maskSecrets(describeError(error), secrets));
      });
      created.set(block.address, one);
      const sensitive = resourceTypes.get(block.type)?.sensitive ?? [];
      secrets.push(...sensitive.map((name) => String(one.attributes[name])));
      return one;
    },
  };
}

/** Blocks that exist, keyed by stack name and then by address. */
export type CreatedStacks = ReadonlyMap<string, Map<string, CreatedBlock>>;

/**
 * Applies stacks one after the other, and creates the resources of each in dependency order, as `terraform apply` does
 * in an account.
 * @returns a summary that contains the ID of each resource, keyed by address
 * @throws Error with the address of the resource that cannot be created, and the reason
 */
export async function apply(
  stacks: readonly LoadedStack[],
  variables: ValueObject,
  parts: PlatformServices,
): Promise<AppliedStacks & { ids: ReadonlyMap<string, string>; stacks: CreatedStacks }> {
  const formatAddress = addressFormatter(stacks);
  const createdStacks = new Map<string, Map<string, CreatedBlock>>();
  for (const loaded of stacks) {
    const blocks = openStack(loaded, { variables, parts, formatAddress });
    for (const block of blocks.order) await blocks.create(block, blocks.declaredBy(block));
    createdStacks.set(loaded.name, blocks.created);
  }
  const created = [...createdStacks.values()].flatMap((blocks) => [...blocks.values()]);
  const resources = created.filter(({ block }) => block.kind !== 'data');
  const monitors = resources.filter(({ block }) => block.type === 'datadog_monitor').length;
  return {
    resources: resources.length - monitors,
    monitors,
    notSimulated: [...new Set(created.flatMap(({ notSimulated }) => notSimulated))].sort(),
    ignored: [...created.flatMap(({ ignored }) => ignored), ...stacks.flatMap(unevaluatedConditions)],
    ids: new Map(created.map(({ address, attributes }) => [address, String(attributes['id'])] as const)),
    stacks: createdStacks,
  };
}
