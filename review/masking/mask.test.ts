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
