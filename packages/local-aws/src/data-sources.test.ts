import { secretDataSources } from './secrets-manager/secret-data-sources';
import { current, secretsOf } from './secrets-manager/secrets';
import { parameterDataSources } from './ssm/parameter-data-sources';
import { parametersOf } from './ssm/parameters';
import { stopped } from './stopped-platform.fixture';

const place = { region: 'eu-west-1', account: '000000000000', directory: '' };

describe('data.aws_ssm_parameter', () => {
  const parts = { ...stopped(), place };
  const parameters = parametersOf(parts);
  const { arn } = parameters.declare({ name: '/url', type: 'String', value: 'https://example.com', dataType: 'text' });
  const secret = parameters.declare({ name: '/password', type: 'SecureString', value: 'hunter2', dataType: 'text' });
  const read = (attributes: Record<string, string | boolean>) =>
    parameterDataSources.aws_ssm_parameter(parts, attributes);

  test('returns the value of a parameter', () => {
    const value = 'https://example.com';
    const expected = { id: '/url', arn, name: '/url', type: 'String', version: 1, value, insecure_value: value };
    expect(read({ name: '/url' })).toEqual(expected);
  });

  test('decrypts a SecureString by default', () => {
    expect(read({ name: '/password' })).toMatchObject({ value: 'hunter2', insecure_value: null });
    expect(read({ name: '/password', with_decryption: false })).toMatchObject({ value: secret.ciphertext });
  });

  test('rejects a parameter that is not declared yet', () =>
    expect(() => read({ name: '/limits' })).toThrow(
      'name: no parameter /limits is declared before this data source; refer to the parameter by',
    ));

  test('rejects a missing name', () => expect(() => read({})).toThrow('name: must be a string'));
});

describe('data.aws_secretsmanager_secret and its version', () => {
  const parts = { ...stopped(), place };
  const secrets = secretsOf(parts);
  const { arn } = secrets.declare({ name: 'db', description: 'of the app', kmsKeyId: 'key', tags: { team: 'a' } });
  secrets.declare({ name: 'empty', description: undefined, kmsKeyId: undefined, tags: {} });
  for (const id of ['v1', 'v2']) secrets.addVersion('db', { id, stages: [current], content: { SecretString: id } });
  secrets.addVersion('db', { id: 'v3', stages: ['raw'], content: { SecretBinary: 'AQI=' } });
  const read = (attributes: Record<string, string>) => secretDataSources.aws_secretsmanager_secret(parts, attributes);
  const readVersion = (attributes: Record<string, string>) =>
    secretDataSources.aws_secretsmanager_secret_version(parts, attributes);

  test.each([{ name: 'db' }, { arn }])('returns the secret selected by %j', (attributes) =>
    expect(read(attributes)).toEqual({
      id: arn,
      arn,
      name: 'db',
      description: 'of the app',
      kms_key_id: 'key',
      tags: { team: 'a' },
    }),
  );

  test.each([
    [{}, { version_id: 'v2', secret_string: 'v2', secret_binary: null, version_stages: ['AWSCURRENT'] }],
    [{ version_stage: 'AWSPREVIOUS' }, { version_id: 'v1', secret_string: 'v1' }],
    [{ version_id: 'v1' }, { secret_string: 'v1' }],
    [{ version_stage: 'raw' }, { secret_string: null, secret_binary: 'AQI=' }],
  ])('returns the version selected by %j', (attributes, expected) =>
    expect(readVersion({ secret_id: 'db', ...attributes })).toMatchObject({ arn, ...expected }),
  );

  test('rejects undeclared secrets and missing versions', () => {
    expect(() => read({ name: 'payments' })).toThrow(
      'name: no secret payments is declared before this data source; refer to the secret by',
    );
    expect(() => read({ arn: 'arn:x' })).toThrow('arn: no secret arn:x is declared before this data source');
    expect(() => readVersion({ secret_id: 'payments' })).toThrow(
      'secret_id: no secret payments is declared before this data source',
    );
    expect(() => readVersion({ secret_id: 'empty' })).toThrow('secret_id: empty has no version AWSCURRENT yet');
  });

  test('rejects missing arguments', () => {
    expect(() => read({})).toThrow('name: missing; declare the name or the arn of a secret');
    expect(() => readVersion({})).toThrow('secret_id: must be the name or the ARN of a secret');
  });
});
