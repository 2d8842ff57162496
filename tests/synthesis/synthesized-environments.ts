import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions, functionsIn } from '@himeshima/constructs/bundling';
import { type Block, readStack, type Stack } from '@himeshima/terraform-json';
import { specificationIn } from '../../commands/bundling/specification';
import type { Environment } from '../../config/environment';
import { environments } from '../../config/environments';
import { names } from '../../config/names';
import { declare } from '../../main';

/** Output of `npm run synth` for one environment. */
export interface SynthesizedEnvironment {
  readonly environment: Environment;
  readonly stack: Stack;
  /** Content of `cdk.tf.json`. */
  readonly text: string;
  /** Folder of the stack. */
  readonly folder: string;
}

export interface Synthesis {
  readonly all: readonly SynthesizedEnvironment[];
  of(environment: string): SynthesizedEnvironment;
  /** Returns the foundation stack of the environment. */
  foundationOf(environment: string): SynthesizedEnvironment;
  remove(): void;
}

/** Synthesizes every environment into a separate folder, once per test file. */
export async function synthesizeAll(): Promise<Synthesis> {
  const root = process.cwd();
  const zips = join(root, 'build', 'functions');
  await bundleFunctions({ root, outdir: zips });
  const outdir = mkdtempSync(join(tmpdir(), 'himeshima-synth-'));
  const declared = declare({
    environments,
    functions: functionsIn(root),
    specification: specificationIn(root),
    outdir,
  });
  declared.write();
  declared.placeZips(zips);
  const all = environments.map((environment) => read(environment, join(outdir, 'stacks', environment.stack)));
  const foundations = environments.map((environment) =>
    read(environment, join(outdir, 'stacks', names.foundation(environment))),
  );
  return {
    all,
    foundationOf: (name) => findItem(foundations, ({ environment }) => environment.name === name, name),
    of: (name) => findItem(all, ({ environment }) => environment.name === name, name),
    remove: () => rmSync(outdir, { recursive: true }),
  };
}

function read(environment: Environment, folder: string): SynthesizedEnvironment {
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  return { environment, folder, text, stack: readStack(JSON.parse(text)) };
}

export const ofType = ({ stack }: SynthesizedEnvironment, ...types: readonly string[]): readonly Block[] =>
  stack.resources.filter(({ type }) => types.includes(type));

/** Returns the resource at an address. @throws Error if it does not exist */
export const at = ({ stack }: SynthesizedEnvironment, address: string): Block =>
  findItem(stack.resources, (block) => block.address === address, address);

/** Returns the value at a path of attributes and indexes: `error_action.sqs.queue_url`; undefined if it is missing. */
export function valueAt(block: Block, path: string): unknown {
  const stepInto = (value: unknown, step: string): unknown =>
    typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(step) : undefined;
  return path.split('.').reduce<unknown>(stepInto, block.attributes);
}

/** Returns the string at a path. @throws Error if it is missing */
export function textAt(block: Block, path: string): string {
  const value = valueAt(block, path);
  if (typeof value !== 'string') throw new Error(`${block.address} has no string at ${path}`);
  return value;
}

/** Returns the addresses of all resources that a value refers to. */
export function references(value: unknown): readonly string[] {
  return [...JSON.stringify(value ?? null).matchAll(/\$\{(?:\w+\(\\?")?(\w+\.\w+)[.[]/g)].flatMap(
    ([, address]) => address ?? [],
  );
}

function findItem<Item>(items: readonly Item[], fits: (item: Item) => boolean, name: string): Item {
  const item = items.find(fits);
  if (item === undefined) throw new Error(`${name} does not exist`);
  return item;
}
