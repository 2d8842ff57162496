import type { Value, ValueObject } from '@himeshima/terraform-json';
import { anotherSecret, maskChange, maskText } from './mask';
import { secret } from './spans';

interface TestOptions {
  readonly type?: string;
  readonly sensitive?: Value;
  readonly before?: ValueObject;
}
const masked = (after: ValueObject, { type = 'aws_x', sensitive = {}, before = {} }: TestOptions = {}) =>
  maskChange({ type, before: { value: before, sensitive: {} }, after: { value: after, sensitive } }).after;

describe('maskChange', () => {
  test('masks no settings of admission webhooks, even if one of them has no settings', () => {
    const webhook = [{ failure_policy: 'Fail', timeout_seconds: 5 }, { admission_review_versions: ['v1'] }];
    expect(masked({ webhook })).toEqual({ webhook });
  });

  test('masks values that are entirely or partly sensitive', () => {
    expect(masked({ a: 'x', b: { c: 'y', d: 'z' } }, { sensitive: { a: true, b: { c: true } } })).toEqual({
      a: secret,
      b: { c: secret, d: 'z' },
    });
    expect(masked({ list: ['x', 'y'] }, { sensitive: { list: [false, true] } })).toEqual({ list: ['x', secret] });
  });

  test('hides only the texts in sensitive container definitions, and in the sensitive values of a chart', () => {
    const definitions = (port: number, password: string) =>
      JSON.stringify([
        { name: 'api', portMappings: [{ containerPort: port }], environment: [{ name: 'PASSWORD', value: password }] },
      ]);
    const task = { type: 'aws_ecs_task_definition', sensitive: { container_definitions: true } };
    const before = { container_definitions: definitions(80, 'one') };
    const hiddenAs = (port: number, value: string) =>
      JSON.stringify([
        { name: secret, portMappings: [{ containerPort: port }], environment: [{ name: secret, value }] },
      ]);
    expect(masked({ container_definitions: definitions(81, 'two') }, { ...task, before })).toEqual({
      container_definitions: hiddenAs(81, anotherSecret),
    });
    const chart = (yaml: string) => ({ name: 'shop', values: [yaml] });
    const release = { type: 'helm_release', before: chart('replicas: 2\nadmin: one\npassword: 12345678\n') };
    for (const sensitive of [true, [true]])
      expect(
        masked(chart('replicas: 3\nadmin: two\npassword: 12345678\n'), {
          ...release,
          sensitive: { values: sensitive },
        }),
      ).toEqual({
        name: 'shop',
        values: [`replicas: 3\nadmin: ${anotherSecret}\npassword: ${secret}\n`],
      });
    for (const text of ['a: [\n', '12345', 'plain'])
      expect(masked(chart(text), { ...release, sensitive: { values: true } })).toEqual({
        name: 'shop',
        values: [secret],
      });
  });

  test.each([
    'env:\n  - name: DB_PASSWORD\n    value: 12345678\n',
    'token: 12345\n',
    'kind: Secret\nstringData:\n  x: 1234567\n',
    'passwords:\n  admin: 1234567\n',
    'args:\n  - 1234567\n',
    'port: 12345678\n',
  ])('hides the numbers in sensitive values, except amounts: %j', (yaml) => {
    const after = { name: 'shop', values: [`replicas: 2\n${yaml}`] };
    const text = JSON.stringify(masked(after, { type: 'helm_release', sensitive: { values: true } }));
    expect(text).toContain('replicas: 2');
    expect(text).not.toMatch(/12345/);
  });

  test.each([
    ['a: x # old\n', 'a: x # new\n'],
    ['a: 12345678901234567890\n', 'a: 12345678901234567891\n'],
  ])('shows that something else changes in sensitive values: %j → %j', (was, is) => {
    const release = { type: 'helm_release', sensitive: { values: true } };
    const [before, after] = [was, is].map((yaml) => ({ name: 'shop', values: [yaml] }));
    const now = JSON.stringify(masked(after ?? {}, { ...release, ...(before && { before }) }));
    expect(now).toContain('# something else changes');
  });

  test('shows that sensitive container definitions change, even if only their order changes', () => {
    const of = (...names: readonly string[]) => ({ container_definitions: JSON.stringify([{ command: names }]) });
    const sensitive = { container_definitions: true };
    expect(masked(of('b', 'a'), { before: of('a', 'b'), sensitive })).not.toEqual(masked(of('a', 'b'), { sensitive }));
  });

  test('marks a secret as changed if the old secret is different', () => {
    const before = { password: 'one', token: 'same' };
    expect(masked({ password: 'two', token: 'same' }, { before })).toEqual({ password: anotherSecret, token: secret });
  });

  test('does not mark an added secret as changed', () => {
    const named = (name: string, value: string) => ({ environment: [{ name, value }] });
    expect(masked(named('DB_PASSWORD', 'two'), { before: named('DB_USER', 'old') })).toEqual(
      named('DB_PASSWORD', secret),
    );
    expect(masked({ password: 'two' }, { before: { password: '' } })).toEqual({ password: secret });
    const json = (side: object) => ({ container: JSON.stringify(side) });
    expect(
      masked(json({ args: ['--password', 'two'], key: 1 }), { before: json({ args: ['--user', 'old'], key: 2 }) }),
    ).toEqual(json({ args: ['--password', secret], key: 1 }));
  });

  test('marks a changed secret in a string, even if something else in the string changes', () => {
    const [old, now] = ['postgres://app:one@db/a', 'postgres://app:two@db/a'];
    expect(masked({ url: now }, { before: { url: old } })).toEqual({ url: `postgres://app:${anotherSecret}@db/a` });
    expect(masked({ url: old }, { before: { url: old } })).toEqual({ url: `postgres://app:${secret}@db/a` });
    expect(masked({ url: `${now}2` }, { before: { url: old } })).toEqual({
      url: `postgres://app:${anotherSecret}@db/a2`,
    });
  });

  test('masks the argument after a secret option', () =>
    expect(
      masked(
        { args: ['--password', 'two', '-token', 'x', '--password-file', '/run/db', '--user'] },
        { before: { args: ['--password', 'one'] } },
      ),
    ).toEqual({ args: ['--password', anotherSecret, '-token', secret, '--password-file', '/run/db', '--user'] }));

  test('masks the secret attributes of known resource types, even if not marked as sensitive', () =>
    expect(masked({ private_key: 'x', arn: 'arn:x' }, { type: 'aws_iot_certificate' })).toEqual({
      private_key: secret,
      arn: 'arn:x',
    }));

  test('distinguishes names of secrets from names of properties of secrets, such as ARNs', () =>
    expect(
      masked({
        DD_API_KEY: 'x',
        databasePassword: 'x',
        token_url: 'https://a',
        secret_arn: 'arn:a',
        hash_key: 'thing',
      }),
    ).toEqual({
      DD_API_KEY: secret,
      databasePassword: secret,
      token_url: 'https://a',
      secret_arn: 'arn:a',
      hash_key: 'thing',
    }));

  test('masks secrets inside JSON strings, and keeps other strings unchanged', () => {
    const text = '{ "user": "a",  "password": "b" }';
    expect(masked({ body: text, other: '{ "a": 1 }' })).toEqual({
      body: JSON.stringify({ user: 'a', password: secret }),
      other: '{ "a": 1 }',
    });
  });
});

describe('secrets in sentences', () => {
  test.each([
    ['the password is hunter2!', `the password is ${secret}`],
    ['Its API key was "a8Zk20-x".', `Its API key was "${secret}".`],
    ['mysqldump -u root -pT0psecret shop', `mysqldump -u root -p${secret} shop`],
    ['machine a.example login bob password xyzzy', `machine a.example login bob password ${secret}`],
    ['the PIN is 4711', `the PIN is ${secret}`],
  ])('%j', (text, expected) => expect(masked({ description: text })).toEqual({ description: expected }));

  test.each([
    'the password is rotated by hand',
    'a token is requested for each call',
    'mysql is not used',
    'the pin is high',
  ])('finds no secret in the description %j', (text) =>
    expect(masked({ description: text })).toEqual({ description: text }),
  );

  test('masks salts and PINs, but not similar names', () =>
    expect(masked({ HASH_SALT: 'x', CARD_PIN: '1', spin: 'x', basalt: 'y' })).toEqual({
      HASH_SALT: secret,
      CARD_PIN: secret,
      spin: 'x',
      basalt: 'y',
    }));
});

describe('strings of several megabytes', () => {
  const long = 'aA1/'.repeat(1_500_000);

  test.each([`password="${long}`, `Bearer ${long}`, `eyJ${long.replaceAll('/', '')}.${long.slice(0, 9)}a`])(
    'does not overflow the stack',
    (text) => expect(masked({ content: text })).toEqual({ content: secret }),
  );

  test('masks only the secret attributes of a large JSON document', () =>
    expect(masked({ body: JSON.stringify({ a: 'x '.repeat(1_000_000), password: 'y' }) })).toEqual({
      body: JSON.stringify({ a: 'x '.repeat(1_000_000), password: secret }),
    }));
});

describe('maskText', () => {
  test.each([
    ['AKIAIOSFODNN7EXAMPLE in a sentence', `${secret} in a sentence`],
    ['glpat-abcdefghij0123456789', secret],
    ['GOCSPX-abcdefghijklmnopqrst', secret],
    ['whsec_abcdefghijklmnopqrst and shpat_0123456789abcdef', `${secret} and ${secret}`],
    [`TF_TOKEN abcdefghij1234.atlasv1.${'a'.repeat(40)}`, `TF_TOKEN ${secret}`],
    [
      `client-key-data: ${Buffer.from('-----BEGIN RSA PRIVATE KEY-----\nMIIE').toString('base64')}`,
      `client-key-data: ${secret}`,
    ],
    [
      `ca: ${Buffer.from('-----BEGIN CERTIFICATE-----\nMIIE').toString('base64')}`,
      `ca: ${Buffer.from('-----BEGIN CERTIFICATE-----\nMIIE').toString('base64')}`,
    ],
    [`user:$2y$10$${'abcdefghijklmnopqrstuv./'.repeat(3)}`, `user:${secret}`],
    ['sshpass -p hunter22 ssh x', `sshpass -p ${secret} ssh x`],
    ['Authorization: ApiKey abcdef123456', `Authorization: ApiKey ${secret}`],
    ['a: 1\nsecret: >-\n  abc\n  def\nb: 2', `a: 1\nsecret: >-\n${secret}b: 2`],
    [`ghp_${'a'.repeat(36)}`, secret],
    ['xoxb-123456789012-abcdef', secret],
    ['postgres://app:hunter22@db:5432/x', `postgres://app:${secret}@db:5432/x`],
    ['Server=db;Password=hunter22;', `Server=db;Password=${secret};`],
    ['https://x.example/?token=abcdef12&a=1', `https://x.example/?token=${secret}&a=1`],
    ['Authorization: Bearer abcdefgh12345678', `Authorization: Bearer ${secret}`],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', secret],
    ['https://hooks.slack.com/services/T0/B0/abc', `https://hooks.slack.com/services/${secret}`],
    [`-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----`, secret],
  ])('%j', (text, expected) => expect(maskText(text)).toBe(expected));

  test.each(['aws_iot_policy.device', 'a key of the table', 'arn:aws:kms:eu-west-1:1:key/2'])('keeps %j', (text) =>
    expect(maskText(text)).toBe(text),
  );
});

describe('maskChange with secrets outside marked attributes', () => {
  const hiddenIn = (before: ValueObject, more: { readonly sensitive?: ValueObject } = {}) =>
    maskChange({
      type: 'helm_release',
      before: { value: before, sensitive: {} },
      after: { value: before, sensitive: more.sensitive ?? {} },
    }).before;

  test('masks the old and the new value if only one is marked as sensitive', () => {
    expect(hiddenIn({ p: 'x' }, { sensitive: { p: true } })).toEqual({ p: secret });
  });

  test.each<[ValueObject, ValueObject]>([
    [{ set: [{ name: 'db.password', value: 'x' }] }, { set: [{ name: 'db.password', value: secret }] }],
    [
      { DB_PASS: 'x', PGPASSWORD: 'x', STRIPE_KEY: 'x' },
      { DB_PASS: secret, PGPASSWORD: secret, STRIPE_KEY: secret },
    ],
    [
      { Authorization: 'x', 'x-api-key': 'x' },
      { Authorization: secret, 'x-api-key': secret },
    ],
    [
      { secrets: ['x'], credentials: { a: 'x' } },
      { secrets: secret, credentials: secret },
    ],
    [
      {
        DB_PASSWORD2: 'x',
        API_TOKEN_OLD: 'x',
        JWT_SECRET_V2: 'x',
        SMTP_CREDS: 'x',
        password_wo: 'x',
        service_key: 'x',
      },
      {
        DB_PASSWORD2: secret,
        API_TOKEN_OLD: secret,
        JWT_SECRET_V2: secret,
        SMTP_CREDS: secret,
        password_wo: secret,
        service_key: secret,
      },
    ],
    [
      { passwords: ['x'], api_keys: ['x'] },
      { passwords: secret, api_keys: secret },
    ],
    [
      { p: [{ ParameterKey: 'DbPassword', ParameterValue: 'x' }] },
      { p: [{ ParameterKey: 'DbPassword', ParameterValue: secret }] },
    ],
    [{ v: [{ name: 'TOKEN', pattern: 'x' }] }, { v: [{ name: 'TOKEN', pattern: secret }] }],
    [{ 'integration.request.header.Authorization': "'x'" }, { 'integration.request.header.Authorization': secret }],
  ])('masks values whose names indicate a secret: %j', (given, expected) => {
    expect(hiddenIn(given)).toEqual(expected);
  });

  test('masks the secret attributes of a resource type, whatever their names', () => {
    const given = { name: '/app/db', value: 'x' };
    const side = { value: given, sensitive: {} };
    expect(maskChange({ type: 'aws_ssm_parameter', before: side, after: side }).after).toEqual({
      name: '/app/db',
      value: secret,
    });
  });

  test('masks the whole value of a resource whose type or name is a kind of secret, but no DNS record', () => {
    const masked = (type: string, value: ValueObject) => {
      const side = { value, sensitive: {} };
      return maskChange({ type, before: side, after: side }).after;
    };
    expect(masked('scaleway_secret_version', { data: 'hunter2abc' })).toEqual({ data: secret });
    expect(masked('acme_api_token', { name: 'ci', value: 'hunter2abc' })).toEqual({ name: 'ci', value: secret });
    expect(masked('acme_record', { value: '192.0.2.1' })).toEqual({ value: '192.0.2.1' });
    const named = (type: string, name: string) => {
      const side = { value: { input: 'hunter2abc' }, sensitive: {} };
      return maskChange({ type, name, before: side, after: side }).after;
    };
    expect(named('terraform_data', 'db_password')).toEqual({ input: secret });
    expect(named('terraform_data', 'image')).toEqual({ input: 'hunter2abc' });
    expect(named('acme_dns_record', 'token')).toEqual({ input: 'hunter2abc' });
  });

  test('masks Base64 that contains a secret', () => {
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    expect(hiddenIn({ user_data: encoded('#!/bin/sh\nexport DD_API_KEY=0123456789abcdef\n') })).toEqual({
      user_data: secret,
    });
    expect(hiddenIn({ data: encoded('{"db":{"password":"x"}}') })).toEqual({ data: secret });
  });

  test('does not mask locations or authorization methods', () => {
    const plain = {
      authorization: 'NONE',
      KMS_KEY: 'alias/x',
      hash_key: 'id',
      token_arn: 'arn',
      name: 'a',
      value: 'b',
      max_tokens: 1000,
      hash_key2: 'id',
      data: Buffer.from('a harmless sentence').toString('base64'),
      commit: '0123456789abcdef0123456789abcdef01234567',
      code_sha256: 'qk7fkJ0MNDSEK0Zqx1ECqpXu1yGyr1T0dKjbW2iRzV4=',
    };
    expect(hiddenIn(plain)).toEqual(plain);
  });

  test.each([
    ['{"password":"abcd,SECRET"}', '{"password":"«secret»"}'],
    ["client_secret: 'ab cd SECRET'", "client_secret: '«secret»'"],
    ['postgres://user:p@SECRET@db/x', 'postgres://user:«secret»@db/x'],
    ['https://0123456789abcdef0123@sentry.example/1', 'https://«secret»@sentry.example/1'],
    ['https://x.example/a?sig=SECRETSECRET&b=1', 'https://x.example/a?sig=«secret»&b=1'],
    ['https://discord.com/api/webhooks/1/SECRET', 'https://discord.com/api/webhooks/«secret»'],
    ['<password>SECRET</password>', '<password>«secret»</password>'],
    ['run --password SECRET --x', 'run --password «secret» --x'],
    ['Cookie: session=SECRET', 'Cookie: «secret»'],
    ['password=a b SECRET', 'password=«secret»'],
    ['Server=db;Password=a b SECRET;Port=1', 'Server=db;Password=«secret»;Port=1'],
    ['user: app\n  db_password: a b SECRET\n  port: 1', 'user: app\n  db_password: «secret»\n  port: 1'],
    ['DD-API-KEY: 0123456789abcdef0123456789abcdef', 'DD-API-KEY: «secret»'],
    [
      'https://http-intake.logs.datadoghq.com/v1/input/0123456789abcdef',
      'https://http-intake.logs.datadoghq.com/v1/input/«secret»',
    ],
    ['https://api.telegram.org/bot1234:SECRET/send', 'https://api.telegram.org/bot«secret»/send'],
    ['jdbc:oracle:thin:app/SECRET@db:1521:x', 'jdbc:oracle:thin:app/«secret»@db:1521:x'],
    ['curl -s -u admin:SECRET https://x', 'curl -s -u admin:«secret» https://x'],
    [`run '{\\"password\\":\\"SECRET\\"}'`, `run '{\\"password\\":\\"«secret»\\"}'`],
    ['aws configure set aws_secret_access_key swordfish', 'aws configure set aws_secret_access_key «secret»'],
    [
      'aws configure set aws_session_token swordfish --profile a',
      'aws configure set aws_session_token «secret» --profile a',
    ],
    ['export ORDERS_PASS=swordfish', 'export ORDERS_PASS=«secret»'],
    ['login: shop\npass: swordfish\nport: 1', 'login: shop\npass: «secret»\nport: 1'],
    ["CREATE USER shop IDENTIFIED BY 'swordfish';", "CREATE USER shop IDENTIFIED BY '«secret»';"],
    ["['password' => 'swordfish']", "['password' => '«secret»']"],
    ["echo 'root:maple42orbit' | chpasswd", "echo 'root:«secret»' | chpasswd"],
    ['of_glpat-abcdefghij0123456789', 'of_«secret»'],
    [`use ddapp_${'abcdefghijklmnopq'.repeat(2)} here`, 'use «secret» here'],
    [`use ddapi_${'abcdefghijklmnopq'.repeat(2)} here`, 'use «secret» here'],
    ['agent 3f9e2b7c1d4a8056e1f2a3b4c5d6e7f8 started', 'agent «secret» started'],
    ['app (3f9e2b7c1d4a8056e1f2a3b4c5d6e7f80a1b2c3d), rotated', 'app («secret»), rotated'],
    ...[':', '=', '(', '"', ','].map((sign): [string, string] => [
      `id${sign}xJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY.`,
      `id${sign}«secret».`,
    ]),
    ['hvs.CAESIabcdefabcdef123456', '«secret»'],
    ['xJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '«secret»'],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\nSECRET\n-----END PGP PRIVATE KEY BLOCK-----', '«secret»'],
  ])('masks the secret in %s', (text, expected) => {
    expect(maskText(text)).toBe(expected);
  });

  test('does not mask ports and paths in URLs', () => {
    const url = 'https://host.example:8443/@scope/name?key=1';
    expect(maskText(url)).toBe(url);
  });
});

test.each([
  'TOKEN=$(curl -s -X PUT http://169.254.169.254/latest/api/token)',
  'curl -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/',
  'DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id prod/db --query SecretString)',
  'aws ssm get-parameter --name /prod/db/password --with-decryption',
  "const token = event.headers['x-token'];",
  'Rotates the API token of device-12 every 30d',
  'Too many tokens per second; the password is rotated by hand @slack-iot-oncall',
  'avg(last_5m):sum:aws.cognito.token_refresh_successes{env:prod}.as_count() > 5',
  'burn_rate("db79ef5936f54f91a5ef5a7a0afe1c10").over("30d")',
  "SELECT topic(3) FROM '$aws/things/+/shadow/update' WHERE state.reported.token <> 'x'",
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1.2.3@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
  'arn:aws:execute-api:eu-west-1:111122223333:hpnajrlp/live/POST/@connections/*',
  '-----BEGIN CERTIFICATE-----\nMIIC/DCCAeSgAwIBAgIUbOppDWPnYi7QkX2mB4nL8sT3wZ6yR1cA5dF9gH0jK\n-----END CERTIFICATE-----',
])('finds no secret in %j', (text) => expect(maskText(text)).toBe(text));

describe('a block of a webhook', () => {
  const masked = (block: Value) => {
    const side = { value: { webhook: [block] }, sensitive: {} };
    return maskChange({ type: 'x_hook', before: side, after: side }).after;
  };

  test('hides only the address if it describes an admission webhook', () =>
    expect(masked({ failure_policy: 'Fail', url: 'https://hooks.example.com/maple-Orbit42' })).toEqual({
      webhook: [{ failure_policy: 'Fail', url: secret }],
    }));

  test.each<[Value]>([
    ['k83jd02msl19dkq83nx2'],
    [{ ops: 'k83jd02msl19dkq83nx2' }],
    [{ host: 'hooks.slack.com', path: '/services/T02ABCDEF/B03GHIJKL/aBcDeFgHiJkLmNoPqRsTuVwX' }],
    [{ base_url: 'https://hooks.slack.com/services/', suffix: 'T02ABCDEF/B03GHIJKL/aBcDeFgHiJkLmNoPqRsTuVwX' }],
  ])('hides all of %j, which may be parts of an address', (block) =>
    expect(JSON.stringify(masked(block))).not.toMatch(/k83jd02|B03GHIJKL|aBcDeFg/),
  );
});

test('marks a changed secret in a text of which other lines change, too', () => {
  const text = (password: string, replicas: number) => `db:\n  password: ${password}\nreplicas: ${replicas}\n`;
  const side = (one: string) => ({ value: { values: [one] }, sensitive: {} });
  const change = (before: string, after: string) =>
    maskChange({ type: 'helm_release', before: side(before), after: side(after) }).after['values'];
  expect(change(text('Hunter2zebra!', 2), text('Other9Zebra!', 3))).toEqual([
    `db:\n  password: ${anotherSecret}\nreplicas: 3\n`,
  ]);
  expect(change(text('Hunter2zebra!', 2), text('Hunter2zebra!', 3))).toEqual([
    `db:\n  password: ${secret}\nreplicas: 3\n`,
  ]);
});

test('shows the names of secrets in Google Cloud, to which other resources refer', () => {
  const value = {
    secret: 'projects/shop/secrets/db-password',
    env: [{ name: 'DB_PASSWORD', value_source: [{ secret_key_ref: [{ secret: 'db-password', version: 'latest' }] }] }],
  };
  const side = { value, sensitive: {} };
  expect(maskChange({ type: 'google_cloud_run_v2_service', before: side, after: side }).after).toEqual(value);
  const secretValue = { value: { secret: 'maple-Orbit42', other: 'x' }, sensitive: {} };
  expect(maskChange({ type: 'x_y', before: secretValue, after: secretValue }).after['secret']).toBe(secret);
});

test('shows the principal in the address of a grant', () => {
  const address = 'google_project_iam_member.m["user:jane.doe@example.com"]';
  expect(maskText(address)).toBe(address);
  expect(maskText('user:maple-Orbit42@db.example.com:5432')).toContain(secret);
});
