import { byType } from '../plan/by-type';

/** Attributes and keys of objects whose values are secrets, by the words in their names. */
const secretWords =
  /(?:passwords?|passwd|passphrase|(?:^|_|-)(?:pass|pwd|pin|salt|pepper|secrets?|tokens?|(?:private|api|app|access|secret|signing|encryption|master|shared|account|license|session|integration|service)[_-]?keys?|auth|cookie|creds?|credentials?|connection[_-]?string|client[_-]?secret|secret[_-]?string|ssn))$/i;

/** Of an environment, whose names are in capitals, every key but those that say where something is. */
const keyOfEnvironment = /^(?!.*(?:PUBLIC|PARTITION|SORT|PRIMARY|KMS|CACHE|OBJECT|BUCKET|S3)_KEY$)[A-Z0-9_]+_KEY$/;

/** A header; the attribute `authorization` says how somebody is authorized. */
const header = /(?:^|\.)(?:Proxy-)?Authorization$/;

// most names end otherwise: one look tells
const perhaps =
  /(?:words?|pass|passwd|pwd|pin|salt|pepper|phrase|secrets?|tokens?|keys?|auth|cookie|creds?|credentials?|string|ssn)$/i;

/** `DB_PASSWORD2`, `API_TOKEN_OLD`: which of several it is; `secret_wo`, which Terraform only writes. */
const whichOne = /(?:[_-]?v?\d+|[_-](?:old|new|previous|current|next|backup|wo))$/i;

/** The same words where they name a thing that is no secret: its place, its name, when it ends. */
const aboutIt =
  /(?:_|-)(?:arns?|ids?|names?|urls?|uri|type|version|days|seconds|minutes|hours|validity|enabled|policy|alias)$|^max[_-]tokens$/i;

/** What the words cannot tell, by resource type: Terraform Registry, hashicorp/aws 6.25, DataDog/datadog 3.82 and others. */
const secretsOf = byType<readonly string[]>({
  aws_api_gateway_api_key: ['value'],
  aws_cloudfront_distribution: ['custom_header'],
  azurerm_key_vault_secret: ['value'],
  github_actions_environment_secret: ['plaintext_value', 'encrypted_value', 'value', 'value_encrypted'],
  github_actions_organization_secret: ['plaintext_value', 'encrypted_value', 'value', 'value_encrypted'],
  github_actions_secret: ['plaintext_value', 'encrypted_value', 'value', 'value_encrypted'],
  gitlab_group_variable: ['value'],
  gitlab_instance_variable: ['value'],
  gitlab_project_variable: ['value'],
  google_secret_manager_secret_version: ['secret_data'],
  aws_iam_access_key: ['secret', 'ses_smtp_password_v4', 'encrypted_secret'],
  aws_iot_certificate: ['private_key'],
  aws_secretsmanager_secret_version: ['secret_string', 'secret_binary'],
  aws_ssm_parameter: ['value', 'insecure_value', 'value_wo'],
  aws_lambda_invocation: ['input', 'result'],
  datadog_api_key: ['key'],
  datadog_application_key: ['key'],
  datadog_integration_aws_external_id: ['id'],
  helm_release: ['set_sensitive'],
  kubernetes_secret: ['data', 'binary_data'],
  kubernetes_secret_v1: ['data', 'binary_data', 'data_wo', 'binary_data_wo'],
  random_password: ['result', 'bcrypt_hash'],
  tls_private_key: ['private_key_pem', 'private_key_openssh', 'private_key_pem_pkcs8'],
});

/**
 * Whether a JSON text may hold a secret by the names in it: most policies need not be read to tell that they hold none. What is
 * escaped may be any word.
 */
export const mayNameSecret = (type: string, json: string): boolean =>
  secretsOf(type) !== undefined || inText.test(json);

const inText = /word|pass|pwd|pin|salt|pepper|phrase|secret|token|key|auth|cookie|credential|string|ssn|\\u/i;

/** Whether what stands under this name is a secret, whatever it looks like. */
export function isSecretName(type: string, called: string): boolean {
  if (secretsOf(type)?.includes(called) === true) return true;
  const name = called.replace(whichOne, '');
  if (header.test(name)) return true;
  if (!perhaps.test(name)) return false;
  if (keyOfEnvironment.test(name)) return true;
  // `databasePassword` is one as well as `DATABASE_PASSWORD`
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretWords.test(words) && !aboutIt.test(words);
}
