import { isList, isObject, type Value, type ValueObject } from '../../lib/terraform';
import { levelsAtMost } from '../plan/nesting';
import { KnownSecrets } from './known-secrets';

/**
 * Collects the secrets of a plan: values that Terraform marks as sensitive in changes, drift, outputs, variables and state, and
 * values with the name of a secret. The plan may have any form, since this runs before it is validated.
 */
export function secretsOfPlan(plan: unknown): KnownSecrets {
  const known = new KnownSecrets();
  const file = objectOf(asValue(plan));
  for (const key of ['resource_changes', 'resource_drift'])
    for (const resource of listOf(file[key])) addChange(known, objectOf(resource));
  for (const deferred of listOf(file['deferred_changes']))
    addChange(known, objectOf(objectOf(deferred)['resource_change']));
  for (const [name, change] of Object.entries(objectOf(file['output_changes'])))
    addOutput(known, name, objectOf(change));
  addValues(known, objectOf(file['planned_values']));
  addValues(known, objectOf(objectOf(file['prior_state'])['values']));
  addVariables(known, file);
  return known;
}

const sides = ['before', 'after'] as const;

function addChange(known: KnownSecrets, { type, change }: ValueObject): void {
  const given = objectOf(change);
  const [before, after] = sides.map((side) => given[side] ?? null);
  for (const side of sides) addMarked(known, given[side] ?? null, given[`${side}_sensitive`] ?? null);
  const typed = typeof type === 'string' ? type : '';
  if (before !== undefined) known.addNamed(typed, before);
  if (after !== undefined && after !== before) known.addNamed(typed, after);
}

function addOutput(known: KnownSecrets, name: string, change: ValueObject): void {
  for (const side of sides) {
    addMarked(known, change[side] ?? null, change[`${side}_sensitive`] ?? null);
    // an output that is an object may be keyed by anything
    const value = change[side] ?? null;
    if (typeof value === 'string') known.addNamed('', { [name]: value });
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

/** Adds sensitive values and outputs from all modules of `planned_values` or `prior_state`. */
function addValues(known: KnownSecrets, { root_module, outputs }: ValueObject): void {
  for (const output of Object.values(objectOf(outputs))) {
    const { sensitive, value } = objectOf(output);
    if (sensitive === true) known.addAll(value ?? null);
  }
  const modules = [objectOf(root_module)];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of listOf(module['resources'])) {
      const { values, sensitive_values } = objectOf(resource);
      addMarked(known, values ?? null, sensitive_values ?? null);
    }
    for (const child of listOf(module['child_modules'])) modules.push(objectOf(child));
  }
}

/** Variables that are declared sensitive or named like secrets, and constants in the configuration of providers. */
function addVariables(known: KnownSecrets, { variables, configuration }: ValueObject): void {
  const { root_module, provider_config } = objectOf(configuration);
  const declared = objectOf(objectOf(root_module)['variables']);
  for (const [name, variable] of Object.entries(objectOf(variables))) {
    const value = objectOf(variable)['value'] ?? null;
    if (objectOf(declared[name])['sensitive'] === true) known.addAll(value);
    else known.addNamed('', { [name]: value });
  }
  for (const [name, { sensitive, default: value }] of Object.entries(declared).map(
    ([key, one]) => [key, objectOf(one)] as const,
  ))
    if (sensitive === true) known.addAll(value ?? null);
    else known.addNamed('', { [name]: value ?? null });
  for (const provider of Object.values(objectOf(provider_config)))
    for (const [name, expression] of Object.entries(objectOf(objectOf(provider)['expressions'])))
      known.addNamed('', { [name]: objectOf(expression)['constant_value'] ?? null });
}

// JSON.parse gives nothing else
const isJson = (value: unknown): value is Value => value !== undefined;
const asValue = (value: unknown): Value => (isJson(value) ? value : null);
const objectOf = (value: Value | undefined): ValueObject => (value !== undefined && isObject(value) ? value : {});
const listOf = (value: Value | undefined): readonly Value[] => (value !== undefined && isList(value) ? value : []);
