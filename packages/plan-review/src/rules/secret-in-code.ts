import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { isSecretAttribute } from '../masking/secret-attribute';
import { say } from '../phrase';
import type { Change } from '../plan/plan';
import { textAt } from '../plan/value-at';
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
];

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
