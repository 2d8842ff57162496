import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { levelsAtMost } from '../plan/json-documents';
import { addConfiguration, listOf, objectOf } from './configuration-secrets';
import { KnownSecrets } from './known-secrets';
import { secrecyOf } from './secret-names';

/**
 * Collects the secrets of a plan: values that Terraform marks as sensitive, and values whose names indicate a secret. Runs before
 * the plan is validated, so it must tolerate malformed plans.
 */
export function secretsOfPlan(plan: unknown): KnownSecrets {
  const json = asValue(plan);
  const known = new KnownSecrets(accountsOf(json));
  const file = objectOf(json);
  for (const key of ['resource_changes', 'resource_drift'])
    for (const resource of listOf(file[key])) addChange(known, objectOf(resource));
  for (const deferred of listOf(file['deferred_changes']))
    addChange(known, objectOf(objectOf(deferred)['resource_change']));
  for (const [name, change] of Object.entries(objectOf(file['output_changes'])))
    addOutput(known, name, objectOf(change));
  addValues(known, objectOf(file['planned_values']));
  addValues(known, objectOf(objectOf(file['prior_state'])['values']));
  addVariables(known, file);
  addConfiguration(known, objectOf(file['configuration']));
  return known;
}

const sides = ['before', 'after'] as const;

function addChange(known: KnownSecrets, { type, change }: ValueObject): void {
  const given = objectOf(change);
  const [before, after] = sides.map((side) => given[side] ?? null);
  // both sides of an unchanged resource are equal; most resources in a large plan are unchanged
  const [action, ...others] = listOf(given['actions']);
  const isKept = action === 'no-op' && others.length === 0;
  const isPlain = isPlainParameter(type, [before ?? null, after ?? null]);
  const spread = (value: Value | undefined) => (isPlain ? withoutValue(known, value) : (value ?? null));
  for (const side of sides) addMarked(known, spread(given[side]), given[`${side}_sensitive`] ?? null);
  const typed = typeof type === 'string' ? type : '';
  if (before !== undefined) known.addNamed(typed, spread(before));
  if (after !== undefined && !isKept) known.addNamed(typed, spread(after));
}

/**
 * Returns whether a resource is a parameter without a secret, before and after. The AWS provider marks the value of every parameter as
 * sensitive, but in a plain parameter, such as the name of a host, only a value that looks like a secret is one.
 */
const isPlainParameter = (type: Value | undefined, values: readonly Value[]): boolean =>
  type === 'aws_ssm_parameter' && values.every((one) => one === null || isPlain(objectOf(one)));

const isPlain = ({ type, name }: ValueObject): boolean =>
  typeof type === 'string' &&
  /^String(?:List)?$/.test(type) &&
  typeof name === 'string' &&
  name.split('/').every((part) => secrecyOf(part) === 'none');

/** Returns a plain parameter without its value, of which only parts that look like secrets are masked wherever they occur. */
function withoutValue(known: KnownSecrets, values: Value | undefined): ValueObject {
  const { value = null, insecure_value: insecure = null, ...others } = objectOf(values ?? null);
  for (const one of [value, insecure].flatMap((text) => (typeof text === 'string' ? [text, ...text.split(',')] : [])))
    known.addPlausible(one);
  return others;
}

function addOutput(known: KnownSecrets, name: string, change: ValueObject): void {
  for (const side of sides) {
    addMarked(known, change[side] ?? null, change[`${side}_sensitive`] ?? null);
    // the keys of an object output are arbitrary
    const value = change[side] ?? null;
    known.addNamed('', typeof value === 'string' ? { [name]: value } : value);
  }
}

function addMarked(known: KnownSecrets, value: Value, mark: Value, levels = levelsAtMost): void {
  if (levels === 0) return;
  if (mark === true) known.addAll(value);
  else if (isList(mark) && isList(value))
    mark.forEach((inner, at) => {
      addMarked(known, value[at] ?? null, inner, levels - 1);
    });
  else if (isObject(mark) && isObject(value))
    for (const [name, inner] of Object.entries(mark))
      if (Object.hasOwn(value, name)) addMarked(known, value[name] ?? null, inner, levels - 1);
}

/** Adds sensitive values and outputs, and values named like secrets, from all modules in `planned_values` or `prior_state`. */
function addValues(known: KnownSecrets, { root_module, outputs }: ValueObject): void {
  for (const output of Object.values(objectOf(outputs))) {
    const { sensitive, value } = objectOf(output);
    if (sensitive === true) known.addAll(value ?? null);
  }
  const modules = [objectOf(root_module)];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of listOf(module['resources'])) {
      const { type, values, sensitive_values } = objectOf(resource);
      const spread = isPlainParameter(type, [values ?? null]) ? withoutValue(known, values) : (values ?? null);
      addMarked(known, spread, sensitive_values ?? null);
      known.addNamed(typeof type === 'string' ? type : '', spread);
    }
    for (const child of listOf(module['child_modules'])) modules.push(objectOf(child));
  }
}

/** Adds variables that are declared sensitive or named like secrets. */
function addVariables(known: KnownSecrets, { variables, configuration }: ValueObject): void {
  const declared = objectOf(objectOf(objectOf(configuration)['root_module'])['variables']);
  for (const [name, variable] of Object.entries(objectOf(variables))) {
    const value = objectOf(variable)['value'] ?? null;
    if (objectOf(declared[name])['sensitive'] === true) known.addAll(value);
    else known.addNamed('', { [name]: value });
  }
}

const accountPart = /\barn:[\w-]*:[\w-]*:[\w-]*:(\d{12}):|\b(\d{12})\.dkr\.ecr\./g;

/** Returns a predicate for account ids in the ARNs and container registries of the plan. The first call reads the plan. */
function accountsOf(plan: Value): (digits: string) => boolean {
  let accounts: ReadonlySet<string> | undefined;
  return (digits) => {
    accounts ??= accountsIn(plan);
    return accounts.has(digits);
  };
}

/** Collects the account ids in a plan. Avoids recursion, because the plan may be nested too deeply. */
function accountsIn(plan: Value): ReadonlySet<string> {
  const accounts = new Set<string>();
  const left: Value[] = [plan];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value === 'string')
      for (const [, inArn = '', inRegistry = ''] of value.matchAll(accountPart)) accounts.add(inArn || inRegistry);
    else if (isList(value) || isObject(value)) for (const item of Object.values(value)) left.push(item);
  }
  return accounts;
}

// JSON.parse never returns undefined
const isJson = (value: unknown): value is Value => value !== undefined;
const asValue = (value: unknown): Value => (isJson(value) ? value : null);
