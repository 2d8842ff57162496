import { byType } from '../plan/by-type';

/** Attributes and keys of objects whose values are secrets, by the words in their names. */
const secretWords =
  /(?:^|_|-)(?:password|passwd|passphrase|secret|secrets|token|private_?key|api_?key|app_?key|access_?key|secret_?key|auth|credentials?|connection_?string|client_?secret|secret_?string|ssn)$/i;

// most names end otherwise: one look tells
const perhaps = /(?:word|passwd|phrase|secrets?|token|key|auth|credentials?|string|ssn)$/i;

/** The same words where they name a thing that is no secret: its place, its name, when it ends. */
const aboutIt =
  /(?:_|-)(?:arns?|ids?|names?|urls?|uri|type|version|days|seconds|minutes|hours|validity|enabled|policy|alias)$/i;

/** What the words cannot tell, by resource type: Terraform Registry, hashicorp/aws 6.25 and DataDog/datadog 3.82. */
const secretsOf = byType<readonly string[]>({
  aws_api_gateway_api_key: ['value'],
  aws_iam_access_key: ['secret', 'ses_smtp_password_v4', 'encrypted_secret'],
  aws_iot_certificate: ['private_key'],
  aws_secretsmanager_secret_version: ['secret_string', 'secret_binary'],
  aws_ssm_parameter: ['value', 'insecure_value', 'value_wo'],
  aws_lambda_invocation: ['input', 'result'],
  datadog_api_key: ['key'],
  datadog_application_key: ['key'],
  datadog_integration_aws_external_id: ['id'],
  random_password: ['result', 'bcrypt_hash'],
  tls_private_key: ['private_key_pem', 'private_key_openssh', 'private_key_pem_pkcs8'],
});

/** Whether what stands under this name is a secret, whatever it looks like. */
export function isSecretName(type: string, name: string): boolean {
  if (secretsOf(type)?.includes(name) === true) return true;
  if (!perhaps.test(name)) return false;
  // `databasePassword` is one as well as `DATABASE_PASSWORD`
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretWords.test(words) && !aboutIt.test(words);
}
