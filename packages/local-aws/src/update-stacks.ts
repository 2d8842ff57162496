import { isDeepStrictEqual } from 'node:util';
import type { Block, ValueObject } from '@himeshima/terraform-json';
import { type CreatedBlock, type CreatedStacks, openStack, rejectUnsupported, type StackBlocks } from './apply';
import { isDatadogResource } from './datadog/renew';
import type { LoadedStack } from './load-stack';
import { addressFormatter } from './multi-stack';
import type { ResourceType } from './resource-type';
import { resourceTypes } from './service-table';
import type { PlatformServices } from './services';

/** Addresses of the resources that an update has changed in the running platform. */
export interface StackChanges {
  readonly created: readonly string[];
  /** Resources that were updated, or created again, without a loss of data. */
  readonly updated: readonly string[];
  /** Resources that were removed and created again, without their data. */
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
  /** Changed resources that the running platform cannot update and that therefore run as before. */
  readonly restart: readonly string[];
}

type RecordedChanges = { [Kind in keyof StackChanges]: string[] };

/**
 * Attributes that refer to a function's code. They are ignored, because a code change requires only that the
 * function be reloaded.
 */
const codeAttributes: ReadonlySet<string> = new Set(['filename', 'source_code_hash']);

const withoutCode = (declared: ValueObject): ValueObject =>
  Object.fromEntries(Object.entries(declared).filter(([name]) => !codeAttributes.has(name)));

const isSame = (before: CreatedBlock, declared: ValueObject) =>
  isDeepStrictEqual(withoutCode(before.declared), withoutCode(declared));

/**
 * Applies the difference between the running stacks and newly synthesized stacks: creates, updates, replaces and removes resources.
 * @param running existing blocks; this function updates them
 * @throws Error with the address of the resource that cannot be created, and the reason; earlier changes remain
 */
export async function updateStacks(
  stacks: readonly LoadedStack[],
  running: CreatedStacks,
  { variables, parts }: { variables: ValueObject; parts: PlatformServices },
): Promise<StackChanges> {
  rejectUnsupported(stacks);
  const formatAddress = addressFormatter(stacks);
  const changes: RecordedChanges = { created: [], updated: [], replaced: [], removed: [], restart: [] };
  for (const loaded of stacks) {
    const created = running.get(loaded.name);
    if (created === undefined) continue;
    const blocks = openStack(loaded, { variables, parts, formatAddress }, created);
    await removeUndeclared(blocks, loaded, { parts, changes });
    for (const block of blocks.order)
      if (!isDatadogResource(block)) await updateBlock(block, blocks, { loaded, parts, changes });
  }
  return changes;
}

/** Returns whether a changed resource is updated in place, or `restart` if the change requires a restart. */
function updateOf(type: ResourceType | undefined, before: ValueObject, after: ValueObject): boolean | 'restart' {
  const inPlace = type?.updatesInPlace ?? false;
  return typeof inPlace === 'function' ? inPlace(before, after) : inPlace;
}

interface Update {
  readonly loaded: LoadedStack;
  readonly parts: PlatformServices;
  readonly changes: RecordedChanges;
}

async function updateBlock(block: Block, blocks: StackBlocks, update: Update): Promise<void> {
  const declared = blocks.declaredBy(block);
  const address = blocks.addressOf(block);
  const before = blocks.created.get(block.address);
  if (block.kind === 'data') {
    await blocks.create(block, declared);
  } else if (before === undefined) {
    await blocks.create(block, declared);
    update.changes.created.push(address);
  } else if (!isSame(before, declared)) {
    const type = resourceTypes.get(block.type);
    const inPlace = updateOf(type, before.declared, declared);
    if (inPlace === true) await updateInPlace(block, { before, declared, blocks }, update);
    else if (inPlace === 'restart' || type?.remove === undefined) update.changes.restart.push(address);
    else {
      await remove(before, update);
      await blocks.create(block, declared);
      update.changes[type.keepsData === true ? 'replaced' : 'updated'].push(address);
    }
  }
}

async function updateInPlace(
  block: Block,
  { before, declared, blocks }: { before: CreatedBlock; declared: ValueObject; blocks: StackBlocks },
  update: Update,
): Promise<void> {
  const after = await blocks.create(block, declared, true);
  if (after.attributes['id'] === before.attributes['id']) {
    update.changes.updated.push(after.address);
    return;
  }
  update.changes.replaced.push(after.address);
  // a resource that cannot be removed runs until the restart
  if (resourceTypes.get(block.type)?.remove === undefined) update.changes.restart.push(after.address);
  else await remove(before, update);
}

/** Removes resources that are no longer declared, in reverse dependency order. */
async function removeUndeclared(
  { order, created }: StackBlocks,
  loaded: LoadedStack,
  { parts, changes }: Omit<Update, 'loaded'>,
): Promise<void> {
  const declared = new Set(order.map(({ address }) => address));
  for (const [address, one] of [...created].reverse()) {
    if (declared.has(address) || isDatadogResource(one.block)) continue;
    if (one.block.kind === 'data') created.delete(address);
    else if (resourceTypes.get(one.block.type)?.remove === undefined) changes.restart.push(one.address);
    else {
      await remove(one, { loaded, parts });
      created.delete(address);
      changes.removed.push(one.address);
    }
  }
}

async function remove(
  { block, address, declared }: CreatedBlock,
  { loaded, parts }: Omit<Update, 'changes'>,
): Promise<void> {
  const { directory } = loaded;
  await resourceTypes.get(block.type)?.remove?.({ address, directory, attributes: declared }, parts);
}
