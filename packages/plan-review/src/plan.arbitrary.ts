import { fc } from '@fast-check/jest';

/** Generates secrets in many formats. No other text in the plan equals a secret. */
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 20, maxLength: 20 });
const secrets = fc.tuple(fc.nat({ max: 19 }), hex).map(([kind, text]) => {
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
    { secret: text, path: 'phrase', value: `user=app password=a b ${text}` },
    { secret: text, path: 'lines', value: `user: app\npassword: a b ${text}` },
    { secret: text, path: 'monitor', value: JSON.stringify({ type: 'query alert', message: `token=${text}` }) },
    { secret: text, path: 'inline_policy', value: [{ name: 'p', policy: JSON.stringify({ password: text }) }] },
  ];
  return looks[kind] ?? { secret: text, path: 'password', value: text };
});

/** Generates hostile text, for example with mentions and images for the note. */
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
  'aws_cloudcontrolapi_resource',
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_log_subscription_filter',
  'aws_cloudwatch_metric_alarm',
  'aws_dynamodb_table',
  'aws_iam_role',
  'aws_iam_role_policy_attachment',
  'aws_iot_authorizer',
  'aws_lambda_event_source_mapping',
  'aws_lambda_permission',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_sns_topic_subscription',
  'aws_sqs_queue_policy',
  'datadog_downtime_schedule',
  'datadog_integration_aws_account',
  'datadog_monitor_json',
  'datadog_monitor_notification_rule',
  'aws_iot_policy',
  'aws_iam_role_policy',
  'aws_lambda_function',
  'aws_iot_topic_rule',
  'datadog_monitor',
  'google_storage_bucket',
);
const actions = fc
  .constantFrom('create', 'update', 'delete', 'delete,create', 'create,forget', 'no-op', 'read', 'forget')
  .map((all) => all.split(','));

const policy = fc
  .record({ Effect: fc.constantFrom('Allow', 'Deny'), Action: text, Resource: text })
  .map((statement) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));

const monitor = fc
  .record({ type: fc.constant('query alert'), query: text, message: text, options: fc.dictionary(text, text) })
  .map((json) => JSON.stringify(json));

/** Generates attributes that rules read. The values have any type. */
const names = fc.constantFrom(
  'actions_enabled',
  'alarm_actions',
  'assume_role_policy',
  'bucket',
  'desired_state',
  'enabled',
  'endpoint',
  'event_pattern',
  'filter_criteria',
  'filter_pattern',
  'filter_policy',
  'inline_policy',
  'managed_policy_arns',
  'message',
  'metrics_config',
  'monitor',
  'name',
  'permissions_boundary',
  'policy',
  'policy_arn',
  'principal',
  'query',
  'recipients',
  'retention_in_days',
  'role',
  'rule',
  'scope',
  'sql',
  'status',
  'tags',
  'tags_all',
  'threshold',
  'ttl',
  'type',
  'type_name',
);

const values = fc.dictionary(
  fc.oneof({ weight: 5, arbitrary: names }, { weight: 1, arbitrary: text }),
  fc.oneof(
    monitor,
    fc.array(fc.dictionary(names, fc.oneof(text, policy, fc.integer()), { maxKeys: 3 }), { maxLength: 2 }),
    fc.record({ slice: text, environment: text }),
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(text, { maxLength: 3 }),
    policy,
    fc.dictionary(text, text, { maxKeys: 2 }),
  ),
  { maxKeys: 8 },
);

/** Generates module prefixes of addresses. Names of modules contain neither dots nor brackets. */
const modules = fc.oneof(
  fc.constantFrom('', 'module.a.', 'module.a["b.c"].module.d[0].'),
  fc.tuple(text, text).map(([name, key]) => `module.m${name.replace(/[.[]/g, '')}[${JSON.stringify(key)}].`),
);

const resource = fc.record({
  type: types,
  name: text,
  key: text,
  actions,
  before: values,
  after: values,
  held: fc.option(secrets),
  unknown: fc.dictionary(fc.oneof(names, text), fc.oneof(fc.boolean(), fc.constant([{ policy: true }])), {
    maxKeys: 2,
  }),
  refersTo: text,
  module: modules,
  previousAddress: fc.option(text),
  replacePath: text,
  reason: fc.option(text),
  provider: text,
});

/** Generates all parts of a plan except the changes. */
const beside = fc.record({
  outputs: fc.array(text, { maxLength: 3 }),
  deferred: fc.option(
    fc.record({ reason: text, actions: fc.constantFrom([], ['create'], ['delete']), before: values }),
  ),
  check: text,
  message: text,
  invoked: fc.array(text, { maxLength: 1 }),
  terraform: text,
  drifted: fc.array(values, { maxLength: 2 }),
});

type Resource = typeof resource extends fc.Arbitrary<infer Made> ? Made : never;

const nameOf = ({ name }: Resource, at: number) => `r${at}${name}`;
const addressOf = (made: Resource, at: number) =>
  `${made.module}${made.type}.${nameOf(made, at)}[${JSON.stringify(made.key)}]`;

function changeOf(made: Resource, at: number) {
  const { type, actions: given, before, after, held, unknown } = made;
  const more = held === null ? {} : { [held.path]: held.value };
  const marked = held?.path.startsWith('marked') === true ? { [held.path]: true } : {};
  return {
    address: addressOf(made, at),
    mode: 'managed',
    type,
    name: nameOf(made, at),
    provider_name: made.provider,
    ...(made.previousAddress !== null && { previous_address: made.previousAddress }),
    ...(made.reason !== null && { action_reason: made.reason }),
    change: {
      actions: given,
      before: given.includes('create') && given.length === 1 ? null : { ...before, ...more },
      after:
        given[0] === 'delete' && given.length === 1 ? null : { ...(given[0] === 'no-op' ? before : after), ...more },
      replace_paths: [[made.replacePath]],
      after_unknown: { arn: true, ...unknown },
      before_sensitive: marked,
      after_sensitive: held?.path === 'marked before' ? {} : marked,
    },
  };
}

const configurationOf = (resources: readonly Resource[]) => ({
  root_module: {
    resources: resources
      .map((made, at) => ({ ...made, name: nameOf(made, at) }))
      .map(({ type, name, refersTo, unknown, provider }) => ({
        address: `${type}.${name}`,
        provider_config_key: provider,
        expressions: Object.fromEntries(Object.keys(unknown).map((name) => [name, { references: [refersTo] }])),
      })),
  },
});

/** Generates plans, and the secrets in each plan. */
export const plans = fc.tuple(fc.array(resource, { maxLength: 8 }), beside).map(([resources, more]) => ({
  secrets: resources.flatMap(({ held }) => (held === null ? [] : [held.secret])),
  json: {
    format_version: '1.2',
    prior_state: { values: { password: 'prior-state-is-never-read' } },
    configuration: configurationOf(resources),
    output_changes: Object.fromEntries(
      more.outputs.map((name) => [
        name,
        { actions: ['update'], before: { [name]: name }, after: { [name]: more.message } },
      ]),
    ),
    terraform_version: more.terraform,
    action_invocations: more.invoked.map((address) => ({ address })),
    checks: [
      {
        address: { to_display: more.check },
        status: 'fail',
        instances: [{ problems: [{ message: more.message }] }],
      },
    ],
    deferred_changes:
      more.deferred === null
        ? []
        : [{ reason: more.deferred.reason, resource_change: { address: 'aws_x.y', change: more.deferred } }],
    resource_drift: more.drifted.map((after, at) => ({
      address: `aws_sqs_queue.d${at}`,
      type: 'aws_sqs_queue',
      change: { actions: ['update'], before: {}, after },
    })),
    resource_changes: resources.map(changeOf),
  },
}));
