import { maskerOf } from './mask';
import { secret } from './spans';

const value = 'maple-Orbit!42';

/** Places where a plan marks a value as secret. */
test.each<[string, object]>([
  [
    'a resource that changes',
    { resource_changes: [{ type: 'x', change: { after: { a: value }, after_sensitive: { a: true } } }] },
  ],
  [
    'what a resource was before',
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
    'a change that is deferred',
    { deferred_changes: [{ resource_change: { type: 'x', change: { after: { a: value }, after_sensitive: true } } }] },
  ],
  ['an output that changes', { output_changes: { a: { after: value, after_sensitive: true } } }],
  ['an output', { planned_values: { outputs: { a: { sensitive: true, value } } } }],
  [
    'planned values of a module',
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
  ['the name of a variable', { variables: { db_password: { value } } }],
  [
    'the configuration of a provider',
    { configuration: { provider_config: { x: { expressions: { api_key: { constant_value: value } } } } } },
  ],
])('a value that is secret by %s is masked everywhere else', (_, plan) => {
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

test.each([
  'true',
  'dev',
  'admin',
  'postgres',
  'password',
  'production',
  'eu-west-1',
  '111122223333',
  '10.0.0.1',
  'v1.2.3',
  'sha256',
])('%s is too common to be masked elsewhere', (common) => {
  const text = `module.${common} in ${common}`;
  expect(sensitive({ a: common }).maskText(text)).toBe(text);
});

test('masks a short value only as a separate word', () => {
  const { maskText } = sensitive({ a: 'tiger42' });
  expect(maskText('tiger42 and (tiger42)')).toBe(`${secret} and (${secret})`);
  expect(maskText('tiger420')).toBe('tiger420');
});

test('parts of a sensitive text are secrets, too', () => {
  const { maskText } = sensitive({
    a: 'postgres://shop:sunny1day@db.example/a',
    b: '{"user":"shop","password":"rainy2day"}',
  });
  expect(maskText('sunny1day or rainy2day')).toBe(`${secret} or ${secret}`);
});

test('a plan of any other form has no secrets', () => {
  for (const plan of [null, [], 'x', { resource_changes: 1, variables: [], planned_values: null, configuration: 'x' }])
    expect(maskerOf(plan).maskText('nothing')).toBe('nothing');
});
