import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { refusal } from './aws-apis/caller';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, functionOf, region } from './foreign-stack';

jest.setTimeout(60_000);

const statement = (Action: string | string[], Resource: string | string[]) => ({ Effect: 'Allow', Action, Resource });
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
/** Permissions of the `reader` role, which is not allowed to use the key. */
const reading = policy(
  statement('ssm:GetParameter', ['${aws_ssm_parameter.url.arn}', '${aws_ssm_parameter.password.arn}']),
  statement('ssm:GetParametersByPath', `arn:aws:ssm:${region}:${account}:parameter/app`),
  statement('secretsmanager:GetSecretValue', [
    '${aws_secretsmanager_secret.plain.arn}',
    '${aws_secretsmanager_secret.encrypted.arn}',
  ]),
);

const password = 'hunter2-of-the-parameter';
const plain = 'hunter2-of-the-plain-secret';
const encrypted = 'hunter2-of-the-encrypted-secret';

let theirs: ForeignPlatform;
/** Clients that act as the local user, who has all permissions. */
let ssm: SSMClient;
let secrets: SecretsManagerClient;
/** Clients with a function's credentials. */
let ofRole: { ssm: SSMClient; secrets: SecretsManagerClient };
beforeAll(async () => {
  const secret = (name: string, more: object = {}) => ({ name, ...more });
  theirs = await startForeignPlatform({
    resource: {
      aws_kms_key: { key: { description: 'for secrets' } },
      aws_ssm_parameter: {
        url: { name: '/app/url', type: 'String', value: 'https://example.com' },
        hosts: { name: '/app/db/hosts', type: 'StringList', value: 'a,b' },
        password: {
          name: '/app/password',
          type: 'SecureString',
          value: password,
          key_id: '${aws_kms_key.key.arn}',
        },
        copy: { name: '/copy', type: 'String', value: '${data.aws_ssm_parameter.url.value}' },
      },
      aws_secretsmanager_secret: {
        plain: secret('app/plain', { description: 'without a key' }),
        encrypted: secret('app/encrypted', { kms_key_id: '${aws_kms_key.key.key_id}' }),
        copy: secret('copy'),
      },
      aws_secretsmanager_secret_version: {
        plain: { secret_id: '${aws_secretsmanager_secret.plain.id}', secret_string: plain },
        encrypted: { secret_id: '${aws_secretsmanager_secret.encrypted.id}', secret_string: encrypted },
        copy: {
          secret_id: '${aws_secretsmanager_secret.copy.id}',
          secret_string: '${data.aws_secretsmanager_secret_version.plain.secret_string}',
        },
      },
      aws_iam_role: { reader: { name: 'reader', assume_role_policy: trust } },
      aws_iam_role_policy: { reader: { name: 'reading', role: '${aws_iam_role.reader.name}', policy: reading } },
      aws_lambda_function: { keys: functionOf('keys', { role: '${aws_iam_role.reader.arn}' }) },
    },
    data: {
      aws_ssm_parameter: { url: { name: '${aws_ssm_parameter.url.name}' } },
      aws_secretsmanager_secret_version: {
        plain: { secret_id: '${aws_secretsmanager_secret_version.plain.secret_id}' },
      },
    },
    zips: {
      keys: `exports.handler = async () => ({
        accessKeyId: process.env.AWS_ACCESS_KEY_ID,
        secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
        sessionToken: process.env.AWS_SESSION_TOKEN,
      });`,
    },
  });
  const { endpoint } = theirs.platform;
  const { lambda, sqs } = theirs.clients;
  const common = { endpoint, region, maxAttempts: 1 };
  const user = { ...common, credentials: await sqs.config.credentials() };
  ssm = new SSMClient(user);
  secrets = new SecretsManagerClient(user);
  const Keys = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'keys' }));
  const role = { ...common, credentials: Keys.parse(JSON.parse(Buffer.from(Payload ?? []).toString())) };
  ofRole = { ssm: new SSMClient(role), secrets: new SecretsManagerClient(role) };
});
afterAll(() => theirs?.stop());

describe('Parameter Store', () => {
  test('returns a parameter by name, version and ARN', async () => {
    const ARN = `arn:aws:ssm:${region}:${account}:parameter/app/url`;
    for (const Name of ['/app/url', '/app/url:1', ARN]) {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
      const expected = { Name: '/app/url', Type: 'String', Value: 'https://example.com', Version: 1, ARN };
      expect(Parameter).toMatchObject({ ...expected, DataType: 'text', LastModifiedDate: expect.any(Date) });
    }
  });

  test('decrypts a SecureString on request', async () => {
    const readPassword = async (WithDecryption: boolean) =>
      (await ssm.send(new GetParameterCommand({ Name: '/app/password', WithDecryption }))).Parameter?.Value;
    expect(await readPassword(true)).toBe(password);
    expect(await readPassword(false)).not.toContain('hunter2');
  });

  test('returns several parameters, and lists missing parameters', async () => {
    const { Parameters = [], InvalidParameters } = await ssm.send(
      new GetParametersCommand({ Names: ['/copy', '/nothing', '/app/db/hosts'] }),
    );
    expect(Parameters.map(({ Value }) => Value)).toEqual(['https://example.com', 'a,b']);
    expect(InvalidParameters).toEqual(['/nothing']);
  });

  test('returns the parameters below a path page by page', async () => {
    const names: (string | undefined)[] = [];
    const input = { Path: '/app', Recursive: true };
    for await (const page of paginateGetParametersByPath({ client: ssm, pageSize: 2 }, input))
      names.push(...(page.Parameters ?? []).map(({ Name }) => Name));
    expect(names).toEqual(['/app/db/hosts', '/app/password', '/app/url']);
  });

  test('rejects unknown names and versions with AWS errors', async () => {
    expect(await refusal(ssm.send(new GetParameterCommand({ Name: '/nothing' })))).toMatchObject({
      name: 'ParameterNotFound',
      status: 400,
    });
    expect(await refusal(ssm.send(new GetParameterCommand({ Name: '/app/url:2' })))).toMatchObject({
      name: 'ParameterVersionNotFound',
      status: 400,
    });
  });

  test('describes the parameters that pass a filter, without their values', async () => {
    const ParameterFilters = [{ Key: 'Type', Values: ['SecureString'] }];
    const { Parameters } = await ssm.send(new DescribeParametersCommand({ ParameterFilters }));
    expect(Parameters).toMatchObject([{ Name: '/app/password', KeyId: expect.stringMatching(/^arn:aws:kms:/) }]);
    expect(JSON.stringify(Parameters)).not.toContain('hunter2');
    const invalid = new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Label', Values: ['a'] }] });
    expect(await refusal(ssm.send(invalid))).toMatchObject({ name: 'InvalidFilterKey', status: 400 });
  });

  test('rejects PutParameter as unsupported', async () => {
    const put = new PutParameterCommand({ Name: '/app/url', Value: 'https://example.org', Overwrite: true });
    expect(await refusal(ssm.send(put))).toMatchObject({
      message: expect.stringContaining('ssm.PutParameter is not supported locally'),
      status: 501,
    });
  });

  test("checks a role's policies and the role's permission for the key", async () => {
    const get = (Name: string, WithDecryption = false) =>
      ofRole.ssm.send(new GetParameterCommand({ Name, WithDecryption }));
    expect((await get('/app/url')).Parameter?.Value).toBe('https://example.com');
    expect(await refusal(get('/copy'))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`ssm:GetParameter on resource: arn:aws:ssm:${region}:${account}:parameter/copy`),
    });
    expect((await get('/app/password')).Parameter?.Value).not.toContain('hunter2');
    expect(await refusal(get('/app/password', true))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/kms:Decrypt on resource: arn:aws:kms:/),
    });
    const byPath = (Path: string, WithDecryption = false) =>
      ofRole.ssm.send(new GetParametersByPathCommand({ Path, WithDecryption }));
    expect((await byPath('/app')).Parameters).toHaveLength(2);
    expect(await refusal(byPath('/'))).toMatchObject({ name: 'AccessDeniedException' });
    expect(await refusal(byPath('/app', true))).toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('Secrets Manager', () => {
  test('returns a secret by its name, and by its ARN with or without the suffix', async () => {
    const { ARN } = await secrets.send(new DescribeSecretCommand({ SecretId: 'app/plain' }));
    expect(ARN).toMatch(/:secret:app\/plain-[A-Za-z]{6}$/);
    for (const SecretId of ['app/plain', ARN, ARN?.slice(0, -7)]) {
      const value = await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSCURRENT' }));
      expect(value).toMatchObject({ ARN, Name: 'app/plain', SecretString: plain, VersionStages: ['AWSCURRENT'] });
      expect(value.CreatedDate).toBeInstanceOf(Date);
    }
  });

  test('returns a declared version to a data source', async () => {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: 'copy' }));
    expect(SecretString).toBe(plain);
  });

  test('lists the secrets without their values', async () => {
    const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
    expect(SecretList.map(({ Name }) => Name).toSorted()).toEqual(['app/encrypted', 'app/plain', 'copy']);
    expect(JSON.stringify(SecretList)).not.toContain('hunter2');
  });

  test('lists the versions of a secret, and the secrets that pass a filter', async () => {
    const { Versions } = await secrets.send(new ListSecretVersionIdsCommand({ SecretId: 'app/plain' }));
    expect(Versions).toMatchObject([{ VersionStages: ['AWSCURRENT'], CreatedDate: expect.any(Date) }]);
    const filtered = new ListSecretsCommand({ Filters: [{ Key: 'description', Values: ['Without'] }] });
    expect((await secrets.send(filtered)).SecretList).toMatchObject([{ Name: 'app/plain' }]);
  });

  test('returns several secrets, and an error for each secret that is unavailable', async () => {
    const SecretIdList = ['app/plain', 'nothing'];
    const { SecretValues, Errors } = await secrets.send(new BatchGetSecretValueCommand({ SecretIdList }));
    expect(SecretValues).toMatchObject([{ SecretString: plain }]);
    expect(Errors).toMatchObject([{ SecretId: 'nothing', ErrorCode: 'ResourceNotFoundException' }]);
  });

  test('rejects an unknown secret and an unknown staging label with the AWS error', async () => {
    const get = (SecretId: string, VersionStage?: string) =>
      refusal(secrets.send(new GetSecretValueCommand({ SecretId, VersionStage })));
    const name = 'ResourceNotFoundException';
    expect(await get('nothing')).toMatchObject({ name, message: "Secrets Manager can't find the specified secret." });
    expect(await get('app/plain', 'AWSPENDING')).toMatchObject({ name, status: 400 });
  });

  test('rejects PutSecretValue as unsupported', async () => {
    const put = new PutSecretValueCommand({ SecretId: 'app/plain', SecretString: 'hunter2-of-a-caller' });
    expect(await refusal(secrets.send(put))).toMatchObject({
      message: expect.stringContaining('secretsmanager.PutSecretValue is not supported locally'),
      status: 501,
    });
  });

  test("checks a role's policies and the role's permission for the key", async () => {
    const get = (SecretId: string) => ofRole.secrets.send(new GetSecretValueCommand({ SecretId }));
    expect((await get('app/plain')).SecretString).toBe(plain);
    expect(await refusal(get('copy'))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:'),
    });
    expect(await refusal(get('app/encrypted'))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/kms:Decrypt on resource: arn:aws:kms:/),
    });
  });
});

test('the platform never prints secret values', () => {
  const { events, complaints } = theirs.platform;
  expect(events.filter(({ kind }) => kind === 'refused').length).toBeGreaterThan(0);
  expect(JSON.stringify([events, complaints])).not.toContain('hunter2');
});
