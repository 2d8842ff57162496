import type { Value } from '@himeshima/terraform-json';
import { maskChange, secret } from './mask';
import { isSecretName } from './secret-values';

const masked = (name: string, value: Value, type = 'aws_x') => {
  const side = { value: { [name]: value }, sensitive: {} };
  return maskChange({ type, before: side, after: side }).after[name];
};

test.each([
  'ADMIN_PW',
  'DBPASS',
  'TOKEN_PROD',
  'SECRET_KEY_BASE',
  'SECRET_VALUE',
  'passwordValue',
  'psk',
  'preshared_key',
  'client-key-data',
  'custom_data',
  'APPINSIGHTS_INSTRUMENTATIONKEY',
  'db_password_orders2',
  'slack_webhook_url',
])('recognizes %s as the name of a secret', (name) => {
  expect(isSecretName('aws_x', name)).toBe(true);
  expect(masked(name, 'sunny1day')).toBe(secret);
});

test('masks a password in the place of a user name', () => {
  expect(masked('administrator_login', 'Winter01!@')).toBe(secret);
  expect(masked('master_username', 'Ab1!efgh')).toBe(secret);
  expect(masked('administrator_login', 'P@ssword.1!x')).toBe(secret);
});

/** Names for which even a plain word is a secret. For other names, a plain word may be an authentication method. */
test.each([
  'ADMIN_PW',
  'DBPASS',
  'TOKEN_PROD',
  'SECRET_KEY_BASE',
  'secret_key_base',
  'SECRET_VALUE',
  'passwordValue',
  'PasswordValueProd',
  'psk',
  'preshared_key',
  'client-key-data',
  'custom_data',
])('treats a plain word in %s as a secret', (name) => expect(masked(name, 'swordfish')).toBe(secret));

test.each([
  ['token_validity_units', 'minutes'],
  ['access_token_validity', 60],
  ['password_policy', 'strict'],
  ['temporary_password_validity_days', 7],
  ['secret_arn', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf'],
  ['secret_name', 'prod/db2'],
  ['secret_id', 'prod/db/password'],
  ['kms_key_id', 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd'],
  ['public_key', 'AAAAB3NzaC1yc2EAAAADAQABAAABAQC7'],
  ['hash_key', 'thing'],
  ['partition_key', 'deviceId2'],
  ['routing_key', 'orders.created.v2'],
  ['s3_key', 'lambda/power-on-3f2a9b1c.zip'],
  ['key', 'telemetry/2026/01/01.json'],
  ['next_token_url', 'https://a.example/next2'],
  ['compass', 'north2'],
  ['tokenizer', 'standard2'],
  ['secretary', 'bob2'],
  ['pinned', 'version2'],
  ['authorization', 'COGNITO_USER_POOLS'],
  ['auth_type', 'IAM'],
  ['password', '${var.password}'],
  ['password', '{{resolve:secretsmanager:db}}'],
  ['db_password', '/run/secrets/db_password'],
  ['tokens', 4096],
  ['is_secret', 'yes2'],
  ['checksum/secret', 'abc123def456'],
  ['source_code_hash', 'qk7fkJ0MNDSEK0Zqx1ECqpXu1yGyr1T0dKjbW2iRzV4='],
  ['etag', '9e107d9d372bb6826bd81d3542a419d6'],
  ['thumbprint_list', '9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
  ['encryption_key', 'alias/aws/s3'],
])('does not treat %s with the value %j as a secret', (name, value) => expect(masked(name, value)).toBe(value));

test.each([
  ['routing_key', '3f9e2b7c1d4a8056e1f2a3b4c5d6e7f8'],
  ['routing_key', 'R028QIE8RPKCAMBL0XTNSLZ7ZDUGKVPN'],
  ['routing_key', '908172635445dcbafedcbaff'],
  ['secret_id', '3f9e2b7c-1d4a-4056-a1f2-a3b4c5d6e7f8'],
  ['primary_key', 'k7Qm2xP9vB4nL8sT3wZ6yR1cA5'],
  ['storage_blob', 'k7Qm2xP9vB4nL8sT3wZ6yR1cA5'],
  ['password', 471_108],
  ['pin', 4711],
])('treats %s with the value %j as a secret', (name, value) => expect(masked(name, value)).toBe(secret));

test('masks an object or a list of secrets entirely, but not a description of a secret', () => {
  expect(masked('credentials', { user: 'app', code: 'x' })).toBe(secret);
  expect(masked('api_keys', ['x'])).toBe(secret);
  const schema = { type: 'string', minLength: 8 };
  expect(masked('password', schema)).toEqual(schema);
  const references = [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db' }];
  expect(masked('secrets', references)).toEqual(references);
});

test('classifies the value of an object by the name in the same object', () => {
  const pair = (name: string) => [{ name, value: 'sunny1day' }];
  expect(masked('environment', pair('LEDGER_PW'))).toEqual([{ name: 'LEDGER_PW', value: secret }]);
  expect(masked('environment', pair('LEDGER_USER'))).toEqual(pair('LEDGER_USER'));
});

test('treats even a short random value in a map of headers as a secret', () => {
  const map = { Ledger: 'k7Qm2xP9vB4nL8' };
  expect(masked('headers', map)).toEqual({ Ledger: secret });
  expect(masked('headers', JSON.stringify(map))).toBe(JSON.stringify({ Ledger: secret }));
  expect(masked('labels', map)).toEqual(map);
});

test('masks the variables of a Helm chart whose name is in another item', () => {
  const set = (value: string) => [
    { name: 'extraEnv[0].name', value: 'DB_PASSWORD' },
    { name: 'extraEnv[0].value', value },
  ];
  expect(masked('set', set('hunter2zz'), 'helm_release')).toEqual(set(secret));
});

test('masks a key of a configuration that looks like an image', () => {
  const text = (value: string) => `argocd.shop.io/webhook-auth${value}`;
  expect(masked('data', text(': u8jzPde0IgxL'))).toBe(text(`: ${secret}`));
  expect(masked('data', text(':u8jzPde0IgxL'))).toBe(text(`:${secret}`));
});

test.each(['auth_service_ip', 'auth_proxy_cidr', 'token_service_ips'])('does not mask the address %s', (name) => {
  expect(masked(name, '192.0.2.7')).toBe('192.0.2.7');
});
