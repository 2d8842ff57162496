import { fc } from '@fast-check/jest';

/** Secrets of every look, each unlike any other text of a generated plan. */
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 20, maxLength: 20 });
const secrets = fc.tuple(fc.nat({ max: 15 }), hex).map(([kind, text]) => {
  const looks = [
    { secret: text, path: 'password', value: text },
    { secret: `glpat-${text}`, path: 'note', value: `see glpat-${text}.` },
    { secret: text, path: 'url', value: `https://user:${text}@host/x` },
    { secret: text, path: 'body', value: JSON.stringify({ a: [{ client_secret: text }] }) },
    { secret: text, path: 'marked', value: text },
    { secret: text, path: 'pem', value: `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----` },
    { secret: text, path: 'env', value: `API_TOKEN=${text}` },
    { secret: text, path: 'marked before', value: text },
    { secret: text, path: 'containers', value: JSON.stringify([{ name: 'DB_PASSWORD', value: text }]) },
    { secret: text, path: 'text', value: `it says {"password": "ab, c${text}"}` },
    { secret: text, path: 'dsn', value: `postgres://user:p/@${text}@db/x` },
    { secret: text, path: 'headers', value: JSON.stringify({ Authorization: text, 'x-api-key': text }) },
    { secret: text, path: 'STRIPE_KEY', value: text },
    { secret: text, path: 'secrets', value: [text, { a: text }] },
    { secret: text, path: 'element', value: `<dbPassword>${text}</dbPassword>` },
    { secret: text, path: 'query', value: `https://host/x?sig=${text}&y=1` },
  ];
  return looks[kind] ?? { secret: text, path: 'password', value: text };
});

/** What somebody could write to make a note do something. */
const hostile = fc.constantFrom(
  '/merge',
  '\n/close\n',
  '@all',
  '<img src=x onerror=alert(1)>',
  '![x](https://evil.example/a.png)',
  '| a | b |',
  '```\n# x',
  '</details>',
  '`',
  '\u202ereversed',
  '\u001b[31mred',
  ':tada: #1 !2 $3',
);
const text = fc.oneof(fc.string({ maxLength: 20 }), hostile);
const types = fc.constantFrom(
  'aws_dynamodb_table',
  'aws_iot_policy',
  'aws_iam_role_policy',
  'aws_lambda_function',
  'aws_iot_topic_rule',
  'datadog_monitor',
  'google_storage_bucket',
);
const actions = fc
  .constantFrom('create', 'update', 'delete', 'delete,create', 'no-op', 'read', 'forget')
  .map((all) => all.split(','));

const policy = fc
  .record({ Effect: fc.constantFrom('Allow', 'Deny'), Action: text, Resource: text })
  .map((statement) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));

const values = fc.dictionary(
  fc.constantFrom('name', 'policy', 'sql', 'query', 'type', 'message', 'tags', 'retention_in_days', 'enabled'),
  fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(text, { maxLength: 3 }),
    policy,
    fc.dictionary(text, text, { maxKeys: 2 }),
  ),
  { maxKeys: 6 },
);

const resource = fc.record({
  type: types,
  key: text,
  actions,
  before: values,
  after: values,
  held: fc.option(secrets),
});

/** A plan of anything, and the secrets that are in it. */
export const plans = fc.array(resource, { maxLength: 8 }).map((resources) => ({
  secrets: resources.flatMap(({ held }) => (held === null ? [] : [held.secret])),
  json: {
    format_version: '1.2',
    prior_state: { values: { password: 'prior-state-is-never-read' } },
    resource_changes: resources.map(({ type, key, actions: given, before, after, held }, at) => {
      const more = held === null ? {} : { [held.path]: held.value };
      const isMarked = held?.path.startsWith('marked') === true;
      const marked = isMarked ? { [held.path]: true } : {};
      return {
        address: `${type}.r${at}[${JSON.stringify(key)}]`,
        mode: 'managed',
        type,
        name: `r${at}`,
        change: {
          actions: given,
          before: given.includes('create') && given.length === 1 ? null : { ...before, ...more },
          after: given[0] === 'delete' && given.length === 1 ? null : { ...after, ...more },
          after_unknown: { arn: true },
          before_sensitive: marked,
          after_sensitive: held?.path === 'marked before' ? {} : marked,
        },
      };
    }),
  },
}));
