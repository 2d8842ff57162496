import { z } from 'zod';
import { jsonCall } from '../gateway/json-call.fixture';
import { start, stopped } from '../stopped-platform.fixture';
import { secretArn } from './secret-arn';
import { createSecrets, current } from './secrets';
import { secretsManagerApi } from './secrets-manager-api';

const place = { region: 'eu-west-1', account: '000000000000', directory: '' };
const arn = secretArn('app/database', place);

function vault(deniedArn?: string) {
  const { clock } = stopped();
  const secrets = createSecrets({ clock, place });
  const declare = (name: string, ...versions: readonly (readonly [id: string, SecretString: string])[]) => {
    secrets.declare({ name, description: undefined, kmsKeyId: undefined, tags: {} });
    for (const [id, SecretString] of versions)
      secrets.addVersion(name, { id, stages: [current], content: { SecretString } });
  };
  const api = secretsManagerApi(secrets, {
    authorize: ({ action, resource }) =>
      resource === deniedArn ? { allowed: false, reason: `no ${action}` } : { allowed: true },
  });
  return { secrets, declare, call: jsonCall(api) };
}

describe('secretArn', () => {
  test('appends six letters to the name', () =>
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:app\/database-[A-Za-z]{6}$/));

  test.each(['app/database', arn, arn.slice(0, -7)])('returns the same ARN for %s', (id) =>
    expect(secretArn(id, place)).toBe(arn),
  );

  test('appends a suffix even to a name that already appears to have a suffix', () => {
    const name = arn.split(':').at(-1) ?? '';
    expect(secretArn(name, place)).not.toBe(arn);
  });
});

describe('GetSecretValue', () => {
  test.each(['app/database', arn, arn.slice(0, -7)])('finds %s', async (SecretId) => {
    const { declare, call } = vault();
    declare('app/database', ['v1', 'hunter2']);
    expect(await call('GetSecretValue', { SecretId })).toEqual({
      ARN: arn,
      Name: 'app/database',
      VersionId: 'v1',
      SecretString: 'hunter2',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: start / 1000,
    });
  });

  test('returns bytes as Base64', async () => {
    const { secrets, declare, call } = vault();
    declare('key');
    secrets.addVersion('key', { id: 'v1', stages: [current], content: { SecretBinary: 'AQI=' } });
    expect(await call('GetSecretValue', { SecretId: 'key' })).toMatchObject({ SecretBinary: 'AQI=' });
  });

  test.each([
    [{}, 'third'],
    [{ VersionStage: 'AWSCURRENT' }, 'third'],
    [{ VersionStage: 'AWSPREVIOUS' }, 'second'],
    [{ VersionId: 'v1' }, 'first'],
    [{ VersionId: 'v2', VersionStage: 'AWSPREVIOUS' }, 'second'],
  ])('%j returns the %s version', async (input, expected) => {
    const { declare, call } = vault();
    declare('app/database', ['v1', 'first'], ['v2', 'second'], ['v3', 'third']);
    expect(await call('GetSecretValue', { SecretId: arn, ...input })).toMatchObject({ SecretString: expected });
  });

  test.each([
    [{ SecretId: 'payments' }, "Secrets Manager can't find the specified secret."],
    [
      { SecretId: 'app/database', VersionStage: 'AWSPENDING' },
      "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    ],
    [
      { SecretId: 'app/database', VersionId: 'v2' },
      "Secrets Manager can't find the specified secret value for VersionId: v2",
    ],
    [
      { SecretId: 'app/database', VersionId: 'v1', VersionStage: 'AWSPREVIOUS' },
      "Secrets Manager can't find the specified secret value for VersionId: v1",
    ],
    [{ SecretId: 'empty' }, "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"],
  ])('rejects %j', async (input, message) => {
    const { declare, call } = vault();
    declare('app/database', ['v1', 'hunter2']);
    declare('empty');
    const name = 'ResourceNotFoundException';
    await expect(call('GetSecretValue', input)).rejects.toMatchObject({ name, message, status: 400 });
  });

  test.each([[{}], [{ SecretId: '' }], [{ SecretId: 5 }]])('rejects the malformed input %j', async (input) => {
    await expect(vault().call('GetSecretValue', input)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('DescribeSecret returns the staging labels, but no value', async () => {
  const { declare, call } = vault();
  declare('app/database', ['v1', 'first'], ['v2', 'hunter2']);
  const described = await call('DescribeSecret', { SecretId: 'app/database' });
  expect(described).toEqual({
    ARN: arn,
    Name: 'app/database',
    LastChangedDate: start / 1000,
    CreatedDate: start / 1000,
    Tags: [],
    VersionIdsToStages: { v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT'] },
  });
});

const Page = z.object({ SecretList: z.array(z.unknown()), NextToken: z.string().optional() });

describe('ListSecrets', () => {
  test('returns all secrets page by page', async () => {
    const { declare, call } = vault();
    for (const name of ['a', 'b', 'c']) declare(name);
    const first = Page.parse(await call('ListSecrets', { MaxResults: 2 }));
    expect(first.SecretList).toMatchObject([{ Name: 'a' }, { Name: 'b' }]);
    const second = await call('ListSecrets', { MaxResults: 2, NextToken: first.NextToken });
    expect(second).toMatchObject({ SecretList: [{ Name: 'c' }] });
    expect(second).not.toHaveProperty('NextToken');
  });

  test.each([
    [{ NextToken: 'made up' }, 'InvalidNextTokenException'],
    [{ MaxResults: 101 }, 'ValidationException'],
    [{ Filters: [{ Key: 'owner', Values: ['a'] }] }, 'ValidationException'],
    [{ Filters: [{ Key: 'name', Values: [] }] }, 'ValidationException'],
    [{ Filters: [{ Key: 'name', Values: ['a*'] }] }, 'ValidationException'],
    [{ SortOrder: 'desc' }, 'ValidationException'],
  ])('rejects %j with %s', async (input, name) => {
    await expect(vault().call('ListSecrets', input)).rejects.toMatchObject({ name });
  });
});

describe('ListSecrets with filters', () => {
  test.each([
    [[{ Key: 'name', Values: ['app/'] }], ['app/database', 'app/queue']],
    [[{ Key: 'name', Values: ['App'] }], []],
    [[{ Key: 'name', Values: ['!app/'] }], ['payments']],
    [[{ Key: 'description', Values: ['USER of'] }], ['app/database']],
    [[{ Key: 'tag-key', Values: ['team'] }], ['app/database', 'payments']],
    [[{ Key: 'tag-value', Values: ['blue', 'red'] }], ['app/database', 'payments']],
    [
      [
        { Key: 'tag-value', Values: ['blue', 'red'] },
        { Key: 'name', Values: ['pay'] },
      ],
      ['payments'],
    ],
    [[{ Key: 'all', Values: ['APP blue'] }], ['app/database']],
    [[{ Key: 'owning-service', Values: ['rds'] }], []],
  ])('%j selects %j', async (Filters, expected) => {
    const { secrets, call } = vault();
    const declare = (name: string, description: string | undefined, tags: Record<string, string>) =>
      secrets.declare({ name, description, kmsKeyId: undefined, tags });
    declare('app/database', 'User of the database', { team: 'blue' });
    declare('app/queue', undefined, {});
    declare('payments', undefined, { team: 'red' });
    const { SecretList } = Page.parse(await call('ListSecrets', { Filters }));
    expect(SecretList).toEqual(expected.map((Name) => expect.objectContaining({ Name })));
  });
});

describe('ListSecretVersionIds', () => {
  const versions = [
    ['v1', 'first'],
    ['v2', 'second'],
    ['v3', 'hunter2'],
  ] as const;
  const entry = (VersionId: string, ...VersionStages: readonly string[]) => ({
    VersionId,
    ...(VersionStages.length > 0 && { VersionStages }),
    CreatedDate: start / 1000,
    KmsKeyIds: ['DefaultEncryptionKey'],
  });
  const second = entry('v2', 'AWSPREVIOUS');
  const third = entry('v3', 'AWSCURRENT');

  test('returns versions with staging labels, and deprecated versions on request', async () => {
    const { declare, call } = vault();
    declare('app/database', ...versions);
    const SecretId = 'app/database';
    const secret = { ARN: arn, Name: SecretId };
    expect(await call('ListSecretVersionIds', { SecretId })).toEqual({ ...secret, Versions: [second, third] });
    expect(await call('ListSecretVersionIds', { SecretId, IncludeDeprecated: true })).toEqual({
      ...secret,
      Versions: [entry('v1'), second, third],
    });
  });

  test('returns the next page for a token', async () => {
    const { declare, call } = vault();
    declare('app/database', ...versions);
    const input = { SecretId: 'app/database', MaxResults: 1 };
    const first = z.object({ NextToken: z.string() }).parse(await call('ListSecretVersionIds', input));
    expect(await call('ListSecretVersionIds', { ...input, ...first })).toEqual({
      ARN: arn,
      Name: 'app/database',
      Versions: [third],
    });
  });

  test.each([
    [{ SecretId: 'payments' }, 'ResourceNotFoundException'],
    [{ SecretId: 'app/database', MaxResults: 101 }, 'ValidationException'],
    [{ SecretId: 'app/database', NextToken: 'made up' }, 'InvalidNextTokenException'],
    [{}, 'ValidationException'],
  ])('rejects %j with %s', async (input, name) => {
    const { declare, call } = vault();
    declare('app/database');
    await expect(call('ListSecretVersionIds', input)).rejects.toMatchObject({ name });
  });
});

test('BatchGetSecretValue returns readable secrets, and an error for every other secret', async () => {
  const { declare, call } = vault(secretArn('private', place));
  declare('app/database', ['v1', 'hunter2']);
  declare('private', ['v1', 'hunter3']);
  const SecretIdList = ['app/database', 'private', 'payments'];
  expect(await call('BatchGetSecretValue', { SecretIdList })).toMatchObject({
    SecretValues: [{ ARN: arn, SecretString: 'hunter2' }],
    Errors: [
      { SecretId: 'private', ErrorCode: 'AccessDeniedException', Message: 'no secretsmanager:GetSecretValue' },
      { SecretId: 'payments', ErrorCode: 'ResourceNotFoundException' },
    ],
  });
});

test('BatchGetSecretValue returns the secrets that pass filters, page by page', async () => {
  const { declare, call } = vault();
  for (const name of ['app/a', 'app/b', 'other']) declare(name, ['v1', name]);
  const Filters = [{ Key: 'name', Values: ['app/'] }];
  const first = await call('BatchGetSecretValue', { Filters, MaxResults: 1 });
  expect(first).toMatchObject({ SecretValues: [{ Name: 'app/a', SecretString: 'app/a' }], Errors: [] });
  const { NextToken } = z.object({ NextToken: z.string() }).parse(first);
  const second = await call('BatchGetSecretValue', { Filters, MaxResults: 1, NextToken });
  expect(second).toMatchObject({ SecretValues: [{ Name: 'app/b' }] });
  expect(second).not.toHaveProperty('NextToken');
});

test.each([
  [{}, "Either 'SecretIdList' or 'Filters' must be provided"],
  [{ SecretIdList: ['a'], Filters: [{ Key: 'name', Values: ['a'] }] }, 'but not both'],
  [{ SecretIdList: ['a'], MaxResults: 1 }, "'Filters' must also be specified when 'MaxResults' is provided"],
])('BatchGetSecretValue rejects %j', async (input, reason) => {
  await expect(vault().call('BatchGetSecretValue', input)).rejects.toThrow(reason);
});

test('rejects an unsupported operation with an error that contains its name', async () => {
  const put = vault().call('PutSecretValue', { SecretId: 'a', SecretString: 'hunter2' });
  await expect(put).rejects.toThrow(
    'secretsmanager.PutSecretValue is not supported locally; supported: GetSecretValue, ',
  );
  await expect(put).rejects.not.toThrow('hunter2');
});

test('rejects a version of a secret that is not declared', () => {
  const content = { SecretString: 'hunter2' };
  expect(() => vault().secrets.addVersion('payments', { id: 'v1', stages: [current], content })).toThrow(
    'secret_id: no secret payments is declared before this resource',
  );
});
