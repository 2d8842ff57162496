import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { secret } from '../masking/mask';
import { isSecretAttribute } from '../masking/secret-attribute';
import { say } from '../phrase';
import type { Change } from '../plan/plan';
import { textAt, valueAt } from '../plan/value-at';
import { changedIn, newIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Reports new secrets that are constants in the configuration, and variables that no longer come from a secret in Kubernetes. */
export const secretInCode: Rule = (plan) => [
  ...[...changedIn(plan), ...newIn(plan)].flatMap((change) =>
    change.hardcoded
      .filter((path) => isSecret(change, path))
      .map((path) => ({
        kind: 'exposure' as const,
        address: change.address,
        attribute: path.join('.'),
        what: say`${path.join('.')} of ${change.address} is written in the configuration: anyone who can read the code or the plan knows it`,
      })),
  ),
  ...changedIn(plan).flatMap(inVariables),
  ...[...changedIn(plan), ...newIn(plan)].flatMap(inPlainStore),
];

/** Reports secrets in resources that many people can read, and for which a similar resource for secrets exists. */
function inPlainStore({ type, address, before, after }: Change): readonly Danger[] {
  const isNew = (path: readonly string[]) =>
    valueAt(after, path) === secret && (valueAt(before, path) === undefined || valueAt(before, path) === null);
  const report = (attribute: string, name: string, what: string): Danger => ({
    kind: 'exposure',
    address,
    attribute,
    what: say`${name} of ${address} is probably a secret: ${[what]}`,
  });
  if (/^kubernetes_config_map(?:_v1)?(?:_data)?$/.test(type)) {
    const { data = null } = after;
    const names = isObject(data) ? Object.keys(data) : [];
    return names
      .filter((name) => isSecretAttribute(name) && isNew(['data', name]))
      .map((name) => report('data', name, 'everyone who can read the config map knows it'));
  }
  const name = textAt(after, ['variable_name']);
  return /^github_actions_(?:environment_|organization_)?variable$/.test(type) &&
    name !== undefined &&
    isSecretAttribute(name) &&
    isNew(['value'])
    ? [report('value', name, 'everyone who can read the repository knows it')]
    : [];
}

/** Reports variables of containers that were read from a secret, and are now values in the plan. */
function inVariables({ type, address, before, after }: Change): readonly Danger[] {
  if (!type.startsWith('kubernetes_')) return [];
  const wereSecret = new Set(variablesIn(before).filter(isReadFromSecret).map(keyOf));
  return variablesIn(after)
    .filter((one) => textAt(one.variable, ['value']) !== undefined && wereSecret.has(keyOf(one)))
    .map(({ variable }) => ({
      kind: 'exposure',
      address,
      attribute: 'spec',
      what: say`${nameOf(variable)} of ${address} no longer comes from a secret: anyone who can read the code or the plan knows its value`,
    }));
}

const nameOf = (variable: Value): string => textAt(variable, ['name']) ?? '';

/** Identifies a variable, because several containers may have variables of the same name. */
const keyOf = ({ container, variable }: Variable): string => JSON.stringify([container, nameOf(variable)]);

const isReadFromSecret = ({ variable }: Variable): boolean =>
  textAt(variable, ['value_from', 'secret_key_ref', 'name']) !== undefined;

interface Variable {
  readonly container: string;
  readonly variable: Value;
}

/** Returns the variables of all containers in a template. */
function variablesIn(value: Value): readonly Variable[] {
  if (isList(value)) return value.flatMap(variablesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inside]) =>
    name === 'env' && isList(inside)
      ? inside.map((variable) => ({ container: nameOf(value), variable }))
      : variablesIn(inside),
  );
}

/** Returns whether an attribute contains nothing but a secret. The values of parameters and secrets have no telling name. */
const isSecret = ({ type, after }: Change, path: readonly string[]): boolean =>
  isSecretAttribute(path.at(-1) ?? '') ||
  type === 'azurerm_key_vault_secret' ||
  (type === 'aws_ssm_parameter' && after['type'] === 'SecureString');
