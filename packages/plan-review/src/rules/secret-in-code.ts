import { isSecretAttribute } from '../masking/secret-attribute';
import { say } from '../phrase';
import type { Change } from '../plan/plan';
import { changedIn, newIn } from '../renames';
import type { Rule } from './rule';

/** Reports new secrets that are constants in the configuration. */
export const secretInCode: Rule = (plan) =>
  [...changedIn(plan), ...newIn(plan)].flatMap((change) =>
    change.hardcoded
      .filter((path) => isSecret(change, path))
      .map((path) => ({
        kind: 'exposure' as const,
        address: change.address,
        attribute: path.join('.'),
        what: say`${path.join('.')} of ${change.address} is written in the configuration: anyone who can read the code or the plan knows it`,
      })),
  );

/** Returns whether an attribute contains nothing but a secret. The values of parameters and secrets have no telling name. */
const isSecret = ({ type, after }: Change, path: readonly string[]): boolean =>
  isSecretAttribute(path.at(-1) ?? '') ||
  type === 'azurerm_key_vault_secret' ||
  (type === 'aws_ssm_parameter' && after['type'] === 'SecureString');
