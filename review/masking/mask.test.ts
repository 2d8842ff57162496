import type { Value, ValueObject } from '../../lib/terraform';
import { secret } from './by-look';
import { anotherSecret, maskChange, maskText } from './mask';

interface Given {
  readonly type?: string;
  readonly sensitive?: Value;
  readonly before?: ValueObject;
}
const masked = (after: ValueObject, { type = 'aws_x', sensitive = {}, before = {} }: Given = {}) =>
  maskChange({ type, before: { value: before, sensitive: {} }, after: { value: after, sensitive } }).after;

describe('maskChange', () => {
  test('what Terraform calls sensitive is gone, whole or in part', () => {
    expect(masked({ a: 'x', b: { c: 'y', d: 'z' } }, { sensitive: { a: true, b: { c: true } } })).toEqual({
      a: secret,
      b: { c: secret, d: 'z' },
    });
    expect(masked({ list: ['x', 'y'] }, { sensitive: { list: [false, true] } })).toEqual({ list: ['x', secret] });
  });

  test('that a secret changes is no secret', () => {
    const before = { password: 'one', token: 'same' };
    expect(masked({ password: 'two', token: 'same' }, { before })).toEqual({ password: anotherSecret, token: secret });
  });

  test('what a resource type keeps secret is gone without a word of Terraform', () =>
    expect(masked({ private_key: 'x', arn: 'arn:x' }, { type: 'aws_iot_certificate' })).toEqual({
      private_key: secret,
      arn: 'arn:x',
    }));

  test('names tell secrets, and what is only about one', () =>
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

  test('inside of JSON texts, too; others stay as they were written', () => {
    const text = '{ "user": "a",  "password": "b" }';
    expect(masked({ body: text, other: '{ "a": 1 }' })).toEqual({
      body: JSON.stringify({ user: 'a', password: secret }),
      other: '{ "a": 1 }',
    });
  });
});

describe('maskText', () => {
  test.each([
    ['AKIAIOSFODNN7EXAMPLE in a text', `${secret} in a text`],
    ['glpat-abcdefghij0123456789', secret],
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

  test.each(['aws_iot_policy.device', 'a key of the table', 'arn:aws:kms:eu-west-1:1:key/2'])(
    'leaves %j alone',
    (text) => expect(maskText(text)).toBe(text),
  );
});

describe('what is hidden, too', () => {
  const hiddenIn = (before: ValueObject, more: { readonly sensitive?: ValueObject } = {}) =>
    maskChange({
      type: 'helm_release',
      before: { value: before, sensitive: {} },
      after: { value: before, sensitive: more.sensitive ?? {} },
    }).before;

  test('is what is marked on one side alone', () => {
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
  ])('is %j by its names', (given, expected) => {
    expect(hiddenIn(given)).toEqual(expected);
  });

  test('is not what only says where something is, or how somebody is authorized', () => {
    const plain = {
      authorization: 'NONE',
      KMS_KEY: 'alias/x',
      hash_key: 'id',
      token_arn: 'arn',
      name: 'a',
      value: 'b',
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
  ])('is a part of %s', (text, expected) => {
    expect(maskText(text)).toBe(expected);
  });

  test('is not a port, nor what a URL says behind it', () => {
    const url = 'https://host.example:8443/@scope/name?key=1';
    expect(maskText(url)).toBe(url);
  });
});
