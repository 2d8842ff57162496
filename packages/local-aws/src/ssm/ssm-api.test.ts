import { z } from 'zod';
import { jsonCall } from '../gateway/json-call.fixture';
import type { Principal } from '../iam/principal';
import { createSecrets } from '../secrets-manager/secrets';
import { start, stopped } from '../stopped-platform.fixture';
import { createParameters } from './parameters';
import { ssmApi } from './ssm-api';

const place = { region: 'eu-west-1', account: '000000000000', directory: '' };
const arn = (name: string) => `arn:aws:ssm:eu-west-1:000000000000:parameter/${name}`;

const One = z.object({ Parameter: z.looseObject({ Value: z.string(), Selector: z.string().optional() }) });
const Many = z.object({ Parameters: z.array(z.looseObject({ Name: z.string() })), NextToken: z.string().optional() });

function store(allowed: (action: string, resource: string) => boolean = () => true) {
  const { clock } = stopped();
  const parameters = createParameters({ clock, place });
  const declare = (name: string, value: string, type: 'String' | 'StringList' | 'SecureString' = 'String') =>
    parameters.declare({ name, value, type, dataType: 'text' });
  const mayUseKey = ({ use, resource }: { principal: Principal; use: string; resource: string }) =>
    allowed(use, resource) ? ({ allowed: true } as const) : ({ allowed: false, reason: `no ${use}` } as const);
  const secrets = createSecrets({ clock, place });
  const authorize = ({ action, resource }: { action: string; resource: string }) =>
    allowed(action, resource) ? ({ allowed: true } as const) : ({ allowed: false, reason: `no ${action}` } as const);
  return { declare, parameters, secrets, call: jsonCall(ssmApi(parameters, secrets, { authorize, mayUseKey })) };
}

describe('a reference to a secret', () => {
  const Name = '/aws/reference/secretsmanager/database';
  const secretStore = (allowed?: Parameters<typeof store>[0]) => {
    const opened = store(allowed);
    opened.secrets.declare({ name: 'database', description: undefined, kmsKeyId: undefined, tags: {} });
    for (const [id, text] of [
      ['v1', 'old'],
      ['v2', 'new'],
    ] as const)
      opened.secrets.addVersion('database', { id, stages: ['AWSCURRENT'], content: { SecretString: text } });
    return opened;
  };

  test.each([
    [Name, 'new'],
    [`${Name}:AWSPREVIOUS`, 'old'],
    [`${Name}:v1`, 'old'],
  ])('%s has the value %s', async (reference, Value) => {
    const { call } = secretStore();
    const answer = One.parse(await call('GetParameter', { Name: reference, WithDecryption: true }));
    expect(answer.Parameter).toMatchObject({ Name, Type: 'SecureString', Value, Version: 0 });
    const SourceResult = z.object({ SourceResult: z.string() }).parse(answer.Parameter).SourceResult;
    expect(JSON.parse(SourceResult)).toMatchObject({ Name: 'database', SecretString: Value });
  });

  test.each([
    [{ Name }, 'WithDecryption flag must be True'],
    [{ Name: `${Name}-2`, WithDecryption: true }, 'database-2 not found'],
    [{ Name: `${Name}:v3`, WithDecryption: true }, 'database not found'],
  ])('rejects %j', async (input, reason) => {
    await expect(secretStore().call('GetParameter', input)).rejects.toThrow(reason);
  });

  test('requires permission to read the secret', async () => {
    const { call } = secretStore(() => false);
    await expect(call('GetParameter', { Name, WithDecryption: true })).rejects.toThrow(
      'no secretsmanager:GetSecretValue',
    );
  });
});

test('GetParameters returns each parameter once', async () => {
  const { declare, call } = store();
  declare('url', 'https://example.com');
  const answer = await call('GetParameters', { Names: ['url', 'url', 'other', 'other'] });
  expect(answer).toMatchObject({ Parameters: [{ Name: 'url' }], InvalidParameters: ['other'] });
});

describe('GetParameter', () => {
  test('returns a declared parameter', async () => {
    const { declare, call } = store();
    declare('/app/hosts', 'a,b', 'StringList');
    expect(await call('GetParameter', { Name: '/app/hosts' })).toEqual({
      Parameter: {
        Name: '/app/hosts',
        Type: 'StringList',
        Value: 'a,b',
        Version: 1,
        LastModifiedDate: start / 1000,
        ARN: arn('app/hosts'),
        DataType: 'text',
      },
    });
  });

  test.each([
    ['url', undefined],
    ['url:1', ':1'],
    [arn('url'), undefined],
    [`${arn('url')}:1`, ':1'],
  ])('finds %s', async (Name, Selector) => {
    const { declare, call } = store();
    declare('url', 'https://example.com');
    const { Parameter } = One.parse(await call('GetParameter', { Name }));
    expect(Parameter).toMatchObject({ Name: 'url', Value: 'https://example.com' });
    expect(Parameter.Selector).toBe(Selector);
  });

  test.each([
    ['/url', 'ParameterNotFound'],
    ['nothing', 'ParameterNotFound'],
    [arn('nothing'), 'ParameterNotFound'],
    ['url:2', 'ParameterVersionNotFound'],
    ['url:production', 'ParameterVersionNotFound'],
    ['', 'ValidationException'],
  ])('rejects %j with %s', async (Name, name) => {
    const { declare, call } = store();
    declare('url', 'https://example.com');
    await expect(call('GetParameter', { Name })).rejects.toMatchObject({ name, status: 400 });
  });

  test('returns the plain value of a SecureString only if decryption is requested', async () => {
    const { declare, call } = store();
    declare('/app/password', 'hunter2', 'SecureString');
    const value = async (more: object) =>
      One.parse(await call('GetParameter', { Name: '/app/password', ...more })).Parameter.Value;
    expect(await value({ WithDecryption: true })).toBe('hunter2');
    expect(await value({})).toMatch(/^[A-Za-z0-9+/]{128}$/);
    expect(await value({})).toBe(await value({ WithDecryption: false }));
  });

  test("returns no value, decrypted or not, without permission for the value's key", async () => {
    const { declare, call } = store((_use, resource) => resource !== arn('app/password'));
    declare('/app/password', 'hunter2', 'SecureString');
    const denied = call('GetParameter', { Name: '/app/password', WithDecryption: true });
    await expect(denied).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'no decrypting a SecureString',
    });
    await expect(call('GetParameter', { Name: '/app/password' })).resolves.toBeDefined();
  });
});

describe('GetParameters', () => {
  test('returns existing parameters and lists the invalid names', async () => {
    const { declare, call } = store();
    declare('a', '1');
    declare('b', '2');
    const Names = ['b:1', 'nothing', 'a', 'a:2'];
    expect(await call('GetParameters', { Names })).toMatchObject({
      Parameters: [
        { Name: 'b', Value: '2', Selector: ':1' },
        { Name: 'a', Value: '1' },
      ],
      InvalidParameters: ['nothing', 'a:2'],
    });
  });

  test.each([[[]], [Array(11).fill('a')], ['a'], [undefined]])('rejects the names %j', async (Names) => {
    await expect(store().call('GetParameters', { Names })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('GetParametersByPath', () => {
  const declared = () => {
    const { declare, call } = store();
    for (const name of ['/app/b', '/app/a', '/app/db/user', '/application', 'root']) declare(name, name);
    const names = async (input: object) =>
      Many.parse(await call('GetParametersByPath', input)).Parameters.map(({ Name }) => Name);
    return { call, names };
  };

  test.each([
    [{ Path: '/app' }, ['/app/a', '/app/b']],
    [{ Path: '/app/' }, ['/app/a', '/app/b']],
    [{ Path: '/app', Recursive: true }, ['/app/a', '/app/b', '/app/db/user']],
    [{ Path: '/' }, ['/application', 'root']],
    [{ Path: '/nothing', Recursive: true }, []],
    [{ Path: '/app', ParameterFilters: [{ Key: 'Type', Values: ['String'] }] }, ['/app/a', '/app/b']],
    [{ Path: '/app', ParameterFilters: [{ Key: 'Label', Values: ['current'] }] }, []],
  ])('%j returns %j', async (input, expected) => expect(await declared().names(input)).toEqual(expected));

  test('returns the next page for a token', async () => {
    const { call, names } = declared();
    const input = { Path: '/app', Recursive: true, MaxResults: 2 };
    const { NextToken } = Many.parse(await call('GetParametersByPath', input));
    expect(await names({ ...input, NextToken })).toEqual(['/app/db/user']);
  });

  test.each([
    [{ Path: 'app' }, 'ValidationException'],
    [{ Path: '/app', MaxResults: 11 }, 'ValidationException'],
    [{ Path: '/app', NextToken: 'made up' }, 'InvalidNextToken'],
    [{ Path: '/app', ParameterFilters: [{ Key: 'Type' }] }, 'InvalidFilterValue'],
    [{ Path: '/app', ParameterFilters: [{ Key: 'Name', Values: ['a'] }] }, 'InvalidFilterKey'],
  ])('rejects %j with %s', async (input, name) => {
    await expect(declared().call('GetParametersByPath', input)).rejects.toMatchObject({ name });
  });
});

describe('DescribeParameters', () => {
  const declared = () => {
    const { parameters, call } = store();
    const text = { type: 'String', dataType: 'text', value: 'hunter2' } as const;
    parameters.declare({
      ...text,
      name: '/app/url',
      description: 'address',
      allowedPattern: '^h',
      tags: { team: 'a' },
    });
    parameters.declare({ ...text, name: '/app/db/password', type: 'SecureString', keyId: 'alias/app' });
    parameters.declare({ ...text, name: '/app/token', type: 'SecureString', tags: { team: 'b' } });
    parameters.declare({ ...text, name: 'url', dataType: 'aws:ec2:image' });
    const names = async (ParameterFilters: readonly object[]) =>
      Many.parse(await call('DescribeParameters', { ParameterFilters })).Parameters.map(({ Name }) => Name);
    return { call, names };
  };

  test('returns the metadata of parameters, but no values', async () => {
    const answer = await declared().call('DescribeParameters', { MaxResults: 3 });
    const metadata = { LastModifiedDate: start / 1000, Version: 1, Tier: 'Standard', Policies: [], DataType: 'text' };
    expect(answer).toEqual({
      Parameters: [
        {
          ...metadata,
          Name: '/app/db/password',
          ARN: arn('app/db/password'),
          Type: 'SecureString',
          KeyId: 'alias/app',
        },
        { ...metadata, Name: '/app/token', ARN: arn('app/token'), Type: 'SecureString', KeyId: 'alias/aws/ssm' },
        {
          ...metadata,
          Name: '/app/url',
          ARN: arn('app/url'),
          Type: 'String',
          Description: 'address',
          AllowedPattern: '^h',
        },
      ],
      NextToken: expect.any(String),
    });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    const { NextToken } = Many.parse(answer);
    expect(await declared().call('DescribeParameters', { MaxResults: 3, NextToken })).toMatchObject({
      Parameters: [{ Name: 'url' }],
    });
  });

  test.each([
    [{ Key: 'Name', Values: ['/app/url', 'url'] }, ['/app/url', 'url']],
    [{ Key: 'Name', Option: 'BeginsWith', Values: ['/app/'] }, ['/app/db/password', '/app/token', '/app/url']],
    [{ Key: 'Name', Option: 'Contains', Values: ['url'] }, ['/app/url', 'url']],
    [{ Key: 'Type', Values: ['SecureString'] }, ['/app/db/password', '/app/token']],
    [{ Key: 'KeyId', Values: ['alias/aws/ssm'] }, ['/app/token']],
    [{ Key: 'Path', Values: ['/app'] }, ['/app/token', '/app/url']],
    [{ Key: 'Path', Option: 'Recursive', Values: ['/app'] }, ['/app/db/password', '/app/token', '/app/url']],
    [{ Key: 'DataType', Option: 'BeginsWith', Values: ['aws:'] }, ['url']],
    [{ Key: 'Tier', Values: ['Advanced'] }, []],
    [{ Key: 'tag:team' }, ['/app/token', '/app/url']],
    [{ Key: 'tag:team', Values: ['b'] }, ['/app/token']],
  ])('filters by %j', async (filter, expected) => expect(await declared().names([filter])).toEqual(expected));

  test('returns the parameters that pass all filters', async () => {
    const filters = [
      { Key: 'Type', Values: ['SecureString'] },
      { Key: 'tag:team', Values: ['a', 'b'] },
    ];
    expect(await declared().names(filters)).toEqual(['/app/token']);
  });

  test.each([
    [{ ParameterFilters: [{ Key: 'Label', Values: ['a'] }] }, 'InvalidFilterKey'],
    [{ ParameterFilters: [{ Key: 'Owner', Values: ['a'] }] }, 'ValidationException'],
    [{ ParameterFilters: [{ Key: 'Type', Option: 'Contains', Values: ['a'] }] }, 'InvalidFilterOption'],
    [{ ParameterFilters: [{ Key: 'Type', Option: 'toString', Values: ['a'] }] }, 'InvalidFilterOption'],
    [{ ParameterFilters: [{ Key: 'Name' }] }, 'InvalidFilterValue'],
    [{ ParameterFilters: [{ Key: 'Path', Values: ['app'] }] }, 'ValidationException'],
    [{ ParameterFilters: Array(2).fill({ Key: 'Name', Values: ['a'] }) }, 'ValidationException'],
    [{ Filters: [{ Key: 'Name', Values: ['a'] }] }, 'ValidationException'],
    [{ Shared: true }, 'ValidationException'],
    [{ MaxResults: 51 }, 'ValidationException'],
    [{ NextToken: 'made up' }, 'InvalidNextToken'],
  ])('rejects %j with %s', async (input, name) => {
    await expect(declared().call('DescribeParameters', input)).rejects.toMatchObject({ name });
  });
});

test('rejects an unsupported operation with an error that contains its name', async () => {
  const put = store().call('PutParameter', { Name: 'a', Value: 'hunter2' });
  await expect(put).rejects.toThrow('ssm.PutParameter is not supported locally; supported: GetParameter, ');
  await expect(put).rejects.not.toThrow('hunter2');
});

test('rejects a second parameter with the same name', () => {
  const { declare } = store();
  declare('a', '1');
  expect(() => declare('a', '2')).toThrow('name: the parameter a already exists');
});
