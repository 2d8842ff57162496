import type { Phrase } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { typeOfUser } from '../plan/usage';
import { namedOrCounted } from './named-or-counted';

/** Types of secrets whose value is a separate resource. */
const withVersions = /^(?:aws_secretsmanager|google_secret_manager)_secret$/;
/** Types of resources that give a secret its value. Source: Terraform Registry, hashicorp/aws 6, hashicorp/google 7 */
const versions = /^(?:aws_secretsmanager_secret_(?:rotation|version)|google_secret_manager_secret_version)$/;

/** Names the new secrets that have no value after the apply. Services that read them fail. */
export function secretsWithoutValue(created: readonly Change[], plan: Plan): readonly Phrase[] {
  const secrets = created.filter((secret) => withVersions.test(secret.type) && !mayHaveValue(secret, plan));
  return secrets.length === 0 ? [] : [['secrets whose value must be stored separately: ', ...namedOrCounted(secrets)]];
}

function mayHaveValue({ address }: Change, plan: Plan): boolean {
  const known = plan.users.get(withoutKeys(address));
  return known === undefined
    ? // without the configuration, any new version may belong to the secret
      changesOf(plan, 'create', 'update', 'replace').some(({ type }) => versions.test(type))
    : [...known].map(typeOfUser).some((type) => versions.test(type) || type === 'module' || type === 'output');
}
