import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { levelsAtMost } from '../plan/json-documents';
import type { KnownSecrets } from './known-secrets';

/** Adds the secrets in a configuration: defaults of variables, and constants passed to modules, resources and providers. */
export function addConfiguration(known: KnownSecrets, { root_module, provider_config }: ValueObject): void {
  for (const provider of Object.values(objectOf(provider_config)))
    known.addNamed('', constantsIn(objectOf(provider)['expressions'] ?? null));
  const modules: (readonly [ValueObject, levels: number])[] = [[objectOf(root_module), 0]];
  for (let next = modules.pop(); next !== undefined; next = modules.pop()) {
    const [module, levels] = next;
    addDefaults(known, objectOf(module['variables']));
    for (const resource of listOf(module['resources'])) {
      const { type, expressions } = objectOf(resource);
      known.addNamed(typeof type === 'string' ? type : '', constantsIn(expressions ?? null));
    }
    for (const call of Object.values(objectOf(module['module_calls']))) {
      const { expressions, module: called } = objectOf(call);
      addArguments(known, objectOf(constantsIn(expressions ?? null)), objectOf(objectOf(called)['variables']));
      if (levels < levelsAtMost) modules.push([objectOf(called), levels + 1]);
    }
  }
}

function addDefaults(known: KnownSecrets, variables: ValueObject): void {
  for (const [name, variable] of Object.entries(variables)) {
    const { sensitive, default: value } = objectOf(variable);
    if (sensitive === true) known.addAll(value ?? null);
    else known.addNamed('', { [name]: value ?? null });
  }
}

function addArguments(known: KnownSecrets, constants: ValueObject, variables: ValueObject): void {
  for (const [name, value] of Object.entries(constants))
    if (objectOf(variables[name])['sensitive'] === true) known.addAll(value);
    else known.addNamed('', { [name]: value });
}

/** Returns the constants in expressions and nested blocks. Keys are attribute names. */
function constantsIn(expressions: Value, levels = levelsAtMost): Value {
  if (levels === 0) return null;
  if (isList(expressions)) return expressions.map((block) => constantsIn(block, levels - 1));
  if (!isObject(expressions) || Object.hasOwn(expressions, 'references')) return null;
  if (Object.hasOwn(expressions, 'constant_value')) return expressions['constant_value'] ?? null;
  return Object.fromEntries(Object.entries(expressions).map(([name, one]) => [name, constantsIn(one, levels - 1)]));
}

/** Returns the value if it is an object, and an empty object otherwise. */
export const objectOf = (value: Value | undefined): ValueObject =>
  value !== undefined && isObject(value) ? value : {};

/** Returns the value if it is a list, and an empty list otherwise. */
export const listOf = (value: Value | undefined): readonly Value[] =>
  value !== undefined && isList(value) ? value : [];
