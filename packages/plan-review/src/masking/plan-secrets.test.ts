import { maskerOf } from './mask';
import { secret } from './spans';

const value = 'maple-Orbit!42';

const state = {
  values: { root_module: { resources: [{ type: 'x', values: { db_password: value } }] } },
};
const sensitiveText = (a: string) => ({
  resource_changes: [{ type: 'x', change: { after: { a }, after_sensitive: { a: true } } }],
});

/** Plans with one secret each. Only the part of the plan named in the test title reveals the secret. */
test.each<[string, object]>([
  [
    'a changed resource',
    { resource_changes: [{ type: 'x', change: { after: { a: value }, after_sensitive: { a: true } } }] },
  ],
  [
    'the previous values of a resource',
    { resource_changes: [{ type: 'x', change: { before: { a: [value] }, before_sensitive: { a: [true] } } }] },
  ],
  ['a name', { resource_changes: [{ type: 'x', change: { before: { login_pw: value }, after: null } }] }],
  ['a resource type', { resource_changes: [{ type: 'aws_ssm_parameter', change: { after: { value } } }] }],
  [
    'a name in JSON',
    { resource_changes: [{ type: 'x', change: { after: { body: JSON.stringify({ token: value }) } } }] },
  ],
  ['drift', { resource_drift: [{ type: 'x', change: { after: { a: value }, after_sensitive: { a: true } } }] }],
  [
    'a deferred change',
    { deferred_changes: [{ resource_change: { type: 'x', change: { after: { a: value }, after_sensitive: true } } }] },
  ],
  ['a changed output', { output_changes: { a: { after: value, after_sensitive: true } } }],
  ['an output', { planned_values: { outputs: { a: { sensitive: true, value } } } }],
  [
    'the planned values of a module',
    {
      planned_values: {
        root_module: { child_modules: [{ resources: [{ values: { a: value }, sensitive_values: { a: true } }] }] },
      },
    },
  ],
  [
    'the prior state',
    {
      prior_state: {
        values: { root_module: { resources: [{ values: { a: value }, sensitive_values: { a: true } }] } },
      },
    },
  ],
  [
    'a sensitive variable',
    { variables: { a: { value } }, configuration: { root_module: { variables: { a: { sensitive: true } } } } },
  ],
  [
    'the default of a variable',
    { configuration: { root_module: { variables: { a: { sensitive: true, default: value } } } } },
  ],
  [
    'the default of a module variable',
    {
      configuration: {
        root_module: {
          module_calls: { m: { module: { variables: { a: { sensitive: true, default: value } } } } },
        },
      },
    },
  ],
  [
    'a constant passed to a module',
    {
      configuration: {
        root_module: {
          module_calls: {
            m: {
              expressions: { a: { constant_value: value } },
              module: { variables: { a: { sensitive: true } } },
            },
          },
        },
      },
    },
  ],
  [
    'the name of a constant passed to a module',
    {
      configuration: {
        root_module: { module_calls: { m: { expressions: { db_password: { constant_value: value } } } } },
      },
    },
  ],
  [
    'the name of a constant in a resource',
    {
      configuration: {
        root_module: { resources: [{ type: 'x', expressions: { a: [{ password: { constant_value: value } }] } }] },
      },
    },
  ],
  [
    'a nested block of a provider',
    { configuration: { provider_config: { x: { expressions: { auth: [{ password: { constant_value: value } }] } } } } },
  ],
  ['a name in the prior state', { prior_state: state }],
  ['a name in planned values', { planned_values: state.values }],
  ['a name inside an output', { output_changes: { a: { after: { db_password: value } } } }],
  ['a leaf of sensitive JSON', sensitiveText(JSON.stringify({ u: 'a', p: value }))],
  ['a password after a name', sensitiveText(`user:${value}`)],
  ['the name of a variable', { variables: { db_password: { value } } }],
  [
    'the configuration of a provider',
    { configuration: { provider_config: { x: { expressions: { api_key: { constant_value: value } } } } } },
  ],
])('masks a value everywhere in the plan if %s reveals the secret', (_, plan) => {
  const { maskText, maskChange } = maskerOf(plan);
  expect(maskText(`see ${value}, please`)).toBe(`see ${secret}, please`);
  expect(maskText(Buffer.from(`see ${value}, please`).toString('base64'))).toBe(secret);
  expect(maskText(encodeURIComponent(value))).toBe(secret);
  const side = { value: { labels: { [value]: 'x' }, body: JSON.stringify({ a: value }) }, sensitive: {} };
  expect(maskChange({ type: 'x', before: side, after: side }).after).toEqual({
    labels: { [secret]: 'x' },
    body: JSON.stringify({ a: secret }),
  });
});

const sensitive = (after: object) =>
  maskerOf({ resource_changes: [{ type: 'x', change: { after, after_sensitive: true } }] });

test.each(['true', 'dev', 'admin', 'postgres', 'password', 'production', 'eu-west-1', '10.0.0.1', 'v1.2.3', 'sha256'])(
  'does not mask the common sensitive value %s elsewhere',
  (common) => {
    const text = `module.${common} in ${common}`;
    expect(sensitive({ a: common }).maskText(text)).toBe(text);
  },
);

test('masks sensitive numbers and rare words everywhere', () => {
  for (const value of [483920174, '483920174', '837264910283', '8372649102834455', 'hunterstwosafe', 'correct horse']) {
    const { maskText, maskChange } = sensitive({ a: value });
    expect(maskText(`dial ${value} now`)).toBe(`dial ${secret} now`);
    const side = { value: { n: value }, sensitive: {} };
    expect(maskChange({ type: 'x', before: side, after: side }).after).toEqual({ n: secret });
  }
});

test('does not mask a sensitive account id elsewhere', () => {
  const { maskText } = sensitive({ a: '111122223333', b: 'arn:aws:iam::111122223333:role/x' });
  expect(maskText('account 111122223333')).toBe('account 111122223333');
});

test('does not mask dictionary words elsewhere, even if they are sensitive values', () => {
  for (const word of ['administrator', 'notifications', 'configuration', 'user accounts', 'device_shadow'])
    expect(sensitive({ a: word }).maskText(`the ${word} here`)).toBe(`the ${word} here`);
});

test('masks a short value only as a separate word', () => {
  const { maskText } = sensitive({ a: 'tiger42' });
  expect(maskText('tiger42 and (tiger42)')).toBe(`${secret} and (${secret})`);
  expect(maskText('tiger420')).toBe('tiger420');
});

test('masks the encoded forms of a short value, which is not decoded', () => {
  const { maskText } = sensitive({ a: 'tiger42' });
  for (const encoding of ['base64', 'base64url', 'hex'] as const) {
    expect(maskText(`see ${Buffer.from('tiger42').toString(encoding)}.`)).toMatch(`see ${secret}`);
  }
});

test('masks secrets from a sensitive string everywhere, even without the rest of the string', () => {
  const { maskText } = sensitive({
    a: 'postgres://shop:sunny1day@db.example/a',
    b: '{"user":"shop","password":"rainy2day"}',
  });
  expect(maskText('sunny1day or rainy2day')).toBe(`${secret} or ${secret}`);
});

test('finds no secrets in a malformed plan', () => {
  for (const plan of [null, [], 'x', { resource_changes: 1, variables: [], planned_values: null, configuration: 'x' }])
    expect(maskerOf(plan).maskText('nothing')).toBe('nothing');
});

describe('the value of a plain parameter, which the AWS provider always marks as sensitive,', () => {
  const masking = (change: object) => maskerOf({ resource_changes: [{ type: 'aws_ssm_parameter', change }] });
  const parameter = (name: string, value: string, type = 'String') =>
    maskerOf({
      resource_changes: [
        { type: 'aws_ssm_parameter', change: { after: { type, name, value }, after_sensitive: { value: true } } },
      ],
    }).maskText(`see ${value}`);

  test('is not masked elsewhere, because it is a setting', () => {
    expect(parameter('/shop/host', 'shop.example.com')).toBe('see shop.example.com');
    expect(parameter('/shop/bucket', 'shop-backup-temp', 'StringList')).toBe('see shop-backup-temp');
  });

  test('is masked elsewhere if it looks like a secret, is named like one, or is encrypted', () => {
    expect(parameter('/shop/host', value)).toBe(`see ${secret}`);
    expect(parameter('/shop/password', 'maple-orbit-tower')).toBe(`see ${secret}`);
    expect(parameter('/shop/password/value', 'maple-orbit-tower')).toBe(`see ${secret}`);
    expect(parameter('/shop/host', 'maple-orbit-tower', 'SecureString')).toBe(`see ${secret}`);
  });

  test.each([
    ['a document', '{"db_password":"Summer-rain-77"}', 'Summer-rain-77'],
    ['a URL', 'postgres://app:SummerRain77@db/app', 'SummerRain77'],
    ['assignments', 'DB_PASSWORD=Summerrain77\nX=1', 'Summerrain77'],
    ['a list', 'shop,Summer-rain-77', 'Summer-rain-77'],
  ])('contains secrets that are masked elsewhere: %s', (_, text, inside) =>
    expect(masking({ after: { type: 'String', name: '/shop/db', value: text } }).maskText(`see ${inside}`)).toBe(
      `see ${secret}`,
    ),
  );

  test('is masked elsewhere if the parameter becomes encrypted', () => {
    const value = 'maple-orbit-tower';
    const [before, after] = ['String', 'SecureString'].map((type) => ({ type, name: '/shop/db', value }));
    const marks = { before_sensitive: { value: true }, after_sensitive: { value: true } };
    expect(masking({ before, after: { ...after, value: 'x' }, ...marks }).maskText(`see ${value}`)).toBe(
      `see ${secret}`,
    );
  });
});
