import { ExpressionError } from '../expression/expression-error';
import { instanceAddress } from '../expression/instance-address';
import { type FoundReference, references } from '../expression/references';
import { didYouMean } from '../near-miss';
import type { Value } from '../value';
import type { Block, Stack } from './stack';
import { StackError } from './stack-error';

/** Returns the addresses of the blocks that each block refers to directly, through locals or in `depends_on`. */
export function dependenciesOf(stack: Stack): ReadonlyMap<string, readonly string[]> {
  const declared = declarations(stack);
  const blocks = [...stack.dataSources, ...stack.resources];
  return new Map(blocks.map((block) => [block.address, blockDependencies(block, stack, declared)]));
}

interface Declarations {
  readonly blocks: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

function declarations(stack: Stack): Declarations {
  const blocks = new Set([...stack.dataSources, ...stack.resources].map((block) => block.address));
  const variables = stack.variables.map((variable) => `var.${variable.name}`);
  const locals = Object.keys(stack.locals).map((name) => `local.${name}`);
  return { blocks, all: new Set([...blocks, ...variables, ...locals]) };
}

function blockDependencies(block: Block, stack: Stack, declared: Declarations): string[] {
  const needed = new Set<string>();
  for (const target of block.dependsOn) {
    if (!declared.blocks.has(target)) throw undeclaredError(`${block.address}.depends_on`, target, declared.blocks);
    needed.add(target);
  }
  collect(block.attributes, block.address, { stack, declared, needed, locals: [] });
  return [...needed];
}

interface Search {
  readonly stack: Stack;
  readonly declared: Declarations;
  readonly needed: Set<string>;
  /** Locals on the path to the current local, for detecting a local that refers to itself. */
  readonly locals: readonly string[];
}

function collect(value: Value, owner: string, search: Search): void {
  for (const reference of referencesIn(value, owner)) {
    if (reference.kind === 'path' || reference.kind === 'terraform') continue;
    const address = declaredAddress(reference, search.declared.blocks);
    const place = [owner, ...reference.path].join('.');
    if (!search.declared.all.has(address)) throw undeclaredError(place, address, search.declared.all);
    if (reference.kind === 'local') collectLocal(reference, search);
    else if (reference.kind !== 'variable') search.needed.add(address);
  }
}

/** Returns an address with the instance key if this instance is declared, otherwise without the key. */
function declaredAddress({ address, attributes: [key] }: FoundReference, declared: ReadonlySet<string>): string {
  const instance = instanceAddress(address, key);
  return declared.has(instance) ? instance : address;
}

function collectLocal({ address, name }: { address: string; name: string }, search: Search): void {
  if (search.locals.includes(address)) {
    throw new StackError(address, `refers to itself: ${[...search.locals, address].join(' → ')}`);
  }
  collect(search.stack.locals[name] ?? null, address, { ...search, locals: [...search.locals, address] });
}

function referencesIn(value: Value, owner: string): readonly FoundReference[] {
  try {
    return references(value);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new StackError([owner, ...error.path].join('.'), `column ${error.column}: ${error.reason}`);
  }
}

function undeclaredError(place: string, address: string, known: ReadonlySet<string>): StackError {
  return new StackError(place, `${address} is not declared in this stack${didYouMean(address, [...known])}`);
}
