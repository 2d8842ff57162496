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
import { mostInstances } from '../import/import-declared';
import { blocksIn } from '../terraform/blocks';
import { readHcl } from './read-hcl';
import { readText } from './read-text';

const isModuleFile = (file: string): boolean => /\.tf(?:\.json)?$/.test(file);
/**
 * Patterns of files with values of variables, which Terraform reads without an option. Later values override earlier values.
 * Source: Terraform language, "Variable definitions files"
 */
const valuesFiles = [/^terraform\.tfvars$/, /^terraform\.tfvars\.json$/, /\.auto\.tfvars(?:\.json)?$/];

/** File or folder of a module that cannot be read. */
interface Broken {
  readonly file: string;
  readonly problem: string;
}

/** Evaluates the Datadog resources in Terraform files. */
export interface TerraformModules {
  /**
   * Evaluates the expressions in a file. They may use the locals and variables of the file's folder. Expressions without a known value
   * remain.
   */
  evaluate(file: string, json: unknown): Promise<unknown>;
  /** Returns the files and folders of modules that could not be read. Expressions that need them remain. */
  broken(): readonly Broken[];
}

/** Creates an evaluator, which reads each module once. */
export function terraformModules(): TerraformModules {
  const scopes = new Map<string, Promise<Scope | undefined>>();
  const broken: Broken[] = [];
  const scopeIn = (folder: string): Promise<Scope | undefined> => {
    const known = scopes.get(folder) ?? scopeOf(folder, (file, problem) => broken.push({ file, problem }));
    scopes.set(folder, known);
    return known;
  };
  return {
    async evaluate(file, json) {
      if (!isModuleFile(file) || !isValue(json) || !isObject(json)) return json;
      const { resource } = json;
      if (!/[$%]\{/.test(JSON.stringify(resource ?? ''))) return json;
      const scope = await scopeIn(dirname(file));
      return scope === undefined ? json : { ...json, resource: withDatadogResources(resource, scope) };
    },
    broken: () => broken,
  };
}

/** Returns the scope of a module; undefined if its variables, their values or its locals cannot be read. */
async function scopeOf(folder: string, report: (file: string, problem: string) => void): Promise<Scope | undefined> {
  const names = readdirSync(folder).toSorted();
  const files: [string, unknown][] = [];
  for (const name of names.filter(isModuleFile)) {
    const path = join(folder, name);
    try {
      files.push([name, await readModuleFile(path)]);
    } catch (error) {
      report(path, reasonOf(error, path));
    }
  }
  const variables: Record<string, Value> = {};
  let file = folder;
  try {
    const values = readModuleValues(new Map(files));
    for (const name of valuesFiles.flatMap((pattern) => names.filter((one) => pattern.test(one)))) {
      file = join(folder, name);
      Object.assign(variables, await readValuesFile(file));
    }
    return stackScope(values, { variables, block: () => undefined });
  } catch (error) {
    report(file, reasonOf(error, file));
    return undefined;
  }
}

const reasonOf = (error: unknown, file: string): string =>
  error instanceof Error ? error.message.replace(`${file} `, '') : String(error);

/** Reads a file of a module. In HCL, defaults of variables are literals; in Terraform's JSON syntax, their strings are not templates. */
async function readModuleFile(file: string): Promise<unknown> {
  const json = await readJsonOrHcl(file);
  if (file.endsWith('.json') || !isValue(json) || !isObject(json)) return json;
  const variable = blocksIn(json['variable']).map((named) =>
    mapValues(named, (block) =>
      blocksIn(block).map((one) => ('default' in one ? { ...one, default: literal(one['default']) } : one)),
    ),
  );
  return { ...json, variable };
}

async function readValuesFile(file: string): Promise<ValueObject> {
  const values = await readJsonOrHcl(file);
  if (!isValue(values) || !isObject(values)) throw new Error('must contain values of variables by name');
  return file.endsWith('.json') ? values : mapValues(values, literal);
}

async function readJsonOrHcl(file: string): Promise<unknown> {
  const text = readText(file);
  if (!file.endsWith('.json')) return readHcl(basename(file), text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`is not valid JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Converts a literal in HCL to its value: `$${` becomes `${`. @throws ExpressionError for references and files */
const literal = (value: unknown): Value => (isValue(value) ? evaluate(value, { resolve: () => undefined }) : null);

const mapValues = <Before, After>(object: Readonly<Record<string, Before>>, change: (value: Before) => After) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

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
  const instances = instancesNamed(count, each, scope);
  // a count or for_each without instances, or with an unknown value, remains in the block, so that it is reported
  if (instances.length === 0) return [[name, evaluateKnown(block, scope)]];
  return instances.map(([key, names]) => [`${name}${key}`, evaluateKnown(attributes, scope, names)]);
}

type Instance = readonly [key: string, names: ReadonlyMap<string, Value>];

/** Returns the key in the address of each instance of a block, and the values of `count` and `each`. */
function instancesNamed(count: Value | undefined, each: Value | undefined, scope: Scope): readonly Instance[] {
  if (count === undefined && each === undefined) return [['', new Map()]];
  if (count !== undefined && each !== undefined) return [];
  return each === undefined ? counted(known(count, scope)) : eachOf(known(each, scope));
}

function counted(count: Value | undefined): readonly Instance[] {
  const length = typeof count === 'string' ? Number(count) : count;
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || length > mostInstances) return [];
  // Terraform moves a resource without count to index 0
  const keyOf = (index: number) => (length === 1 ? '' : `[${index}]`);
  return Array.from({ length }, (_, index) => [keyOf(index), new Map([['count', { index }]])]);
}

function eachOf(all: Value = null): readonly Instance[] {
  const keys = isObject(all) ? Object.entries(all) : [];
  const entries = isList(all) ? all.map((key) => [String(key), key] as const) : keys;
  return entries.map(([key, value]) => [`[${JSON.stringify(key)}]`, new Map([['each', { key, value }]])]);
}

/** Returns the value of an argument; undefined if its value is unknown. */
function known(argument: Value | undefined, scope: Scope): Value | undefined {
  try {
    return argument === undefined ? undefined : evaluate(argument, scope);
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof StackError) return undefined;
    throw error;
  }
}
