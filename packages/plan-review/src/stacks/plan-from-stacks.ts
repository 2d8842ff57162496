import {
  type Block,
  equal,
  isList,
  isObject,
  readStack,
  type Stack,
  type Value,
  type ValueObject,
} from '@himeshima/terraform-json';
import { type ComparedResource, dependentsIn } from './dependents';
import { followedValue, followRenames, renamed } from './follow-renames';
import { readIn, referencesIn } from './references';
import { replacedOn } from './replacing-attributes';

/** Synthesized stack: the parsed cdk.tf.json, and a function that hashes files. */
export interface SynthesizedStack {
  readonly json: unknown;
  /** Returns the result of `filebase64sha256` for a path in the stack. Undefined if the file does not exist. */
  hashOf(path: string): string | undefined;
}

/**
 * Builds a plan that turns one synthesized stack into another. The plan has Terraform's JSON format, but contains no drift and no
 * computed values, because there is no state. The provider documentation determines replacements. References such as
 * `${aws_sqs_queue.jobs.arn}` are not resolved, but references to moved and renamed resources use the new addresses.
 * @param before old stack; undefined if the stack is new
 * @param after new stack; undefined if the stack is removed
 * @throws StackError if the JSON is not a stack
 */
export function planOfStacks(before: SynthesizedStack | undefined, after: SynthesizedStack | undefined): object {
  const [wasRead, isRead] = [readOf(before), readOf(after)];
  const [was, now] = [resourcesOf(before, wasRead), resourcesOf(after, isRead)];
  const moved = movesIn(after?.json);
  const names = renamed(was, now, moved);
  const addresses = new Map([...names, ...[...moved].map(([to, from]) => [from, to] as const)]);
  const old = followRenames(was, addresses);
  const twins = new Map(names.map(([from, to]) => [to, old.get(from)]));
  const compared = [...now.entries()].map(([address, block]): ComparedResource & Sides => {
    const previous = moved.get(address);
    const there = old.get(address) ?? (previous === undefined ? undefined : old.get(previous));
    return {
      now: block,
      was: there,
      previous: previous !== undefined && old.has(previous) ? previous : undefined,
      changed: changedNames(block, there ?? twins.get(address)),
      isCreated: there === undefined,
    };
  });
  const readBefore = readIn(wasRead);
  const changedInputs = [...readIn(isRead)].filter(
    ([address, value]) => !equal(followedValue(readBefore.get(address) ?? null, addresses), value),
  );
  const dependents = dependentsIn({
    compared,
    references: referencesIn(isRead),
    changedInputs: new Set(changedInputs.map(([address]) => address)),
  });
  const changes = compared.map((one) => changeOf(one, dependents.get(one.now.address)?.attributes ?? []));
  const kept = compared.filter(({ isCreated, changed }) => !isCreated && changed.length === 0);
  const leftBehind = new Set(moved.values());
  const deleted = [...old.entries()]
    .filter(([address]) => !now.has(address) && !leftBehind.has(address))
    .map(([, block]) => resourceChange(block, ['delete'], block.attributes, null));
  return {
    format_version: '1.2',
    resource_changes: [...changes, ...deleted],
    // unlike in a Terraform plan, `resource_changes` contains only indirect changes that are replacements
    dependents: kept.flatMap(({ now: { address } }) => dependents.get(address) ?? []),
  };
}

const readOf = (stack: SynthesizedStack | undefined): Stack => readStack(stack?.json ?? {});

function resourcesOf(stack: SynthesizedStack | undefined, { resources }: Stack): ReadonlyMap<string, Block> {
  if (stack === undefined) return new Map();
  const filled = (block: Block): Block => ({ ...block, attributes: filledObject(block.attributes, stack) });
  return new Map(resources.map((block) => [block.address, filled(block)]));
}

/** Returns the old addresses in `moved` blocks. Keys are new addresses. */
function movesIn(json: unknown): ReadonlyMap<string, string> {
  const moved = typeof json === 'object' && json !== null && 'moved' in json ? json.moved : [];
  const blocks: readonly unknown[] = Array.isArray(moved) ? moved : [moved];
  return new Map(
    blocks.flatMap((block): [string, string][] => {
      if (typeof block !== 'object' || block === null || !('from' in block) || !('to' in block)) return [];
      return [[String(block.to), String(block.from)]];
    }),
  );
}

interface Sides {
  readonly was: Block | undefined;
  /** Address of the resource before the move. */
  readonly previous: string | undefined;
}

function changedNames(now: Block, was: Block | undefined): readonly string[] {
  if (was === undefined) return [];
  const names = [...new Set([...Object.keys(was.attributes), ...Object.keys(now.attributes)])];
  return names.filter((name) => !equal(was.attributes[name] ?? null, now.attributes[name] ?? null));
}

/**
 * Returns a resource change in the format of a plan.
 * @param referring names of attributes that change through references
 */
function changeOf({ now, was, previous, changed }: ComparedResource & Sides, referring: readonly string[]): object {
  if (was === undefined) return resourceChange(now, ['create'], null, now.attributes);
  const replacing = replacedOn(now.type, [...changed, ...referring]);
  const actions = replacing.length > 0 ? ['delete', 'create'] : changed.length > 0 ? ['update'] : ['no-op'];
  return {
    ...resourceChange(now, actions, was.attributes, now.attributes, replacing),
    ...(previous !== undefined && { previous_address: previous }),
    ...(replacing.length > 0 && { action_reason: 'replace_because_cannot_update' }),
  };
}

function resourceChange(
  { address, type, name }: Block,
  actions: readonly string[],
  before: ValueObject | null,
  after: ValueObject | null,
  replacing: readonly string[] = [],
): object {
  return {
    address,
    mode: 'managed',
    type,
    name,
    change: {
      actions,
      before,
      after,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
      ...(replacing.length > 0 && { replace_paths: replacing.map((attribute) => [attribute]) }),
    },
  };
}

function filled(value: Value, stack: SynthesizedStack): Value {
  if (typeof value === 'string') return filledText(value, stack);
  if (isList(value)) return value.map((item) => filled(item, stack));
  return isObject(value) ? filledObject(value, stack) : value;
}

const filledObject = (object: ValueObject, stack: SynthesizedStack): ValueObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, filled(value, stack)]));

const fileHash = /^\$\{filebase64sha256\("([^"]+)"\)\}$/;

/** Fills in file hashes, and unescapes a string as Terraform does. Policies are then compared as AWS receives them. */
function filledText(text: string, stack: SynthesizedStack): string {
  const [, path] = fileHash.exec(text) ?? [];
  if (path !== undefined) return stack.hashOf(path) ?? text;
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
}
