import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  ExpressionError,
  evaluate,
  evaluateKnown,
  isList,
  isObject,
  isValue,
  readModuleValues,
  type Scope,
  StackError,
  stackScope,
  type Value,
  type ValueObject,
} from '@himeshima/terraform-json';
import { blocksIn } from '../terraform/blocks';
import { readHcl } from './read-hcl';
import { readText } from './read-text';

const isModuleFile = (file: string): boolean => /\.tf(?:\.json)?$/.test(file);
/** Files with values of variables, which Terraform reads without an option. Source: Terraform language, "Variable definitions files". */
const isValuesFile = (file: string): boolean => /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(file);

/**
 * Returns a function that evaluates the Datadog resources in a Terraform file. Their expressions may use the locals and variables of
 * the file's folder. Expressions without a known value remain.
 */
export function terraformModules() {
  const scopes = new Map<string, Promise<Scope | undefined>>();
  return async (file: string, json: unknown): Promise<unknown> => {
    if (
      !isModuleFile(file) ||
      !isValue(json) ||
      !isObject(json) ||
      !/[$%]\{/.test(JSON.stringify(json['resource'] ?? ''))
    )
      return json;
    const folder = dirname(file);
    const scope = await (scopes.get(folder) ?? scopes.set(folder, scopeOf(folder)).get(folder));
    return scope === undefined ? json : { ...json, resource: withDatadogResources(json['resource'], scope) };
  };
}

/** Returns the scope of a module; undefined if its variables and locals cannot be read. Broken files are reported when they are read. */
async function scopeOf(folder: string): Promise<Scope | undefined> {
  const names = readdirSync(folder).toSorted();
  const files: [string, unknown][] = [];
  for (const name of names.filter(isModuleFile)) files.push([name, await readModuleFile(join(folder, name))]);
  try {
    const values = readModuleValues(new Map(files.filter(([, json]) => json !== undefined)));
    const variables: Record<string, unknown> = {};
    for (const name of names.filter(isValuesFile)) Object.assign(variables, await readModuleFile(join(folder, name)));
    return stackScope(values, {
      variables: isValue(variables) && isObject(variables) ? variables : {},
      block: () => undefined,
    });
  } catch (error) {
    if (error instanceof StackError) return undefined;
    throw error;
  }
}

async function readModuleFile(file: string): Promise<unknown> {
  try {
    const text = readText(file);
    return file.endsWith('.json') ? JSON.parse(text) : await readHcl(basename(file), text);
  } catch {
    return undefined;
  }
}

const withDatadogResources = (resources: unknown, scope: Scope): unknown =>
  blocksIn(resources).map((byType) =>
    Object.fromEntries(
      Object.entries(byType).map(([type, named]) => [
        type,
        type.startsWith('datadog_') ? blocksIn(named).map((blocks) => evaluatedBlocks(blocks, scope)) : named,
      ]),
    ),
  );

/** Evaluates blocks by name. A block with `count` or `for_each` becomes one block for each instance, such as `cpu["api"]`. */
const evaluatedBlocks = (named: Readonly<Record<string, unknown>>, scope: Scope) =>
  Object.fromEntries(
    Object.entries(named).flatMap(([name, block]) => {
      const [only] = blocksIn(block);
      return isValue(only) && isObject(only) ? instancesOf(name, only, scope) : [[name, block] as const];
    }),
  );

function instancesOf(name: string, block: ValueObject, scope: Scope): readonly (readonly [string, unknown])[] {
  const { count, for_each: each, ...attributes } = block;
  const instances = instanceNames(known(count, scope), known(each, scope));
  // a count or for_each without instances, or with an unknown value, remains in the block, so that it is reported
  if (instances.length === 0) return [[name, evaluateKnown(block, scope)]];
  return instances.map(([key, names]) => [`${name}${key}`, evaluateKnown(attributes, scope, names)]);
}

/** Largest plausible `count`. */
const mostInstances = 10_000;

type Instance = readonly [key: string, names: ReadonlyMap<string, Value>];

/** Returns the key in the address of each instance of a block, and the values of `count` and `each`. */
function instanceNames(count: Value | undefined, each: Value | undefined): readonly Instance[] {
  if (count === null && each === null) return [['', new Map()]];
  if (typeof count === 'number') {
    if (count > mostInstances) return [];
    // Terraform moves a resource without count to index 0
    const keyOf = (index: number) => (count === 1 ? '' : `[${index}]`);
    return Array.from({ length: count }, (_, index) => [keyOf(index), new Map([['count', { index }]])]);
  }
  const all = each ?? null;
  const keys = isObject(all) ? Object.entries(all) : [];
  const entries = isList(all) ? all.map((key) => [String(key), key] as const) : keys;
  return entries.map(([key, value]) => [`[${JSON.stringify(key)}]`, new Map([['each', { key, value }]])]);
}

/** Returns the value of an argument; null if it is unset, undefined if its value is unknown. */
function known(argument: Value | undefined, scope: Scope): Value | undefined {
  try {
    return evaluate(argument ?? null, scope);
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof StackError) return undefined;
    throw error;
  }
}
