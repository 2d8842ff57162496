import { noteOf } from './note/note';
import { openingIn } from './opening.fixture';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created } from './rules/dangers.fixture';

const resource = (
  type: string,
  name: string,
  [actions, before, after]: readonly [string[], object | null, object | null],
) => ({
  address: `${type}.${name}`,
  type,
  name,
  change: { actions, before, after, ...(actions.length > 1 && { replace_paths: [['name']] }) },
});
const reviewed = (...resource_changes: readonly object[]) =>
  reviewOf(planOf({ resource_changes }, { stack: 'dev', basis: { base: 'abc' } }));
const opening = (...changes: readonly object[]) => openingIn(reviewed(...changes));
const gone = (type: string, name: string, values: object = {}) => resource(type, name, [['delete'], values, null]);

describe('the opening of a review', () => {
  const four = [
    gone('datadog_monitor', 'errors'),
    gone('aws_lambda_permission', 'calls'),
    gone('aws_dynamodb_table', 'rooms'),
    gone('aws_sqs_queue', 'jobs'),
  ];

  test('contains four dangers', () =>
    expect(opening(...four)).toMatch(
      /^### 🔴 Data loss: `aws_dynamodb_table.rooms` is deleted; `aws_sqs_queue.jobs` is deleted; outage: `aws_lambda_permission\.calls` is deleted; weaker alerting: `datadog_monitor\.errors` is deleted\.$/,
    ));

  test('contains the worst of many dangers of three kinds, and the number of the other dangers', () =>
    expect(opening(...four, gone('aws_kinesis_stream', 'readings'))).toMatch(
      /^### 🔴 Data loss: `aws_dynamodb_table.rooms` is deleted; outage: `aws_lambda_permission\.calls` is deleted; weaker alerting: `datadog_monitor\.errors` is deleted; and 2 more dangers\. Also deletes the queue `jobs` and the stream `readings`\.$/,
    ));

  test('lists the important kinds of new resources first, starting with the rarest', () =>
    expect(
      opening(
        ...['a', 'b'].map((name) => resource('aws_subnet', name, [['create'], null, { cidr_block: '10.0.0.0/24' }])),
        ...['a', 'b', 'c'].map((name) => resource('aws_ssm_parameter', name, [['create'], null, { name }])),
        resource('aws_vpc', 'main', [['create'], null, { cidr_block: '10.0.0.0/16' }]),
        resource('aws_eip', 'nat', [['create'], null, {}]),
      ),
    ).toMatch(
      / Creates 1 VPC \(`10\.0\.0\.0\/16`\), 1 Elastic IP address, 2 subnets \(`10\.0\.0\.0\/24`\) and 3 SSM parameters\./,
    ));

  test('lists replaced resources', () =>
    expect(
      opening(
        resource('aws_lambda_event_source_mapping', 'records', [['delete', 'create'], { name: 'a' }, { name: 'b' }]),
        resource('aws_sns_topic', 'alerts', [['delete', 'create'], { name: 'a' }, { name: 'b' }]),
      ),
    ).toMatch(
      /^### 🔴 Data loss: `aws_sns_topic\.alerts` is replaced because `name` changes \(`a` → `b`\); outage: `aws_lambda_event_source_mapping\.records` is replaced/,
    ));

  test('distinguishes the instances of a resource, and lists resources in modules', () => {
    const left = (address: string) => ({ ...gone('aws_sqs_queue', 'jobs'), address });
    expect(opening(left('aws_sqs_queue.jobs[1]'), left('module.a["x.y"].aws_sqs_queue.jobs["b"]'))).toMatch(
      /^### 🔴 Data loss: `aws_sqs_queue\.jobs\[1\]` is deleted \(the same applies to `module\.a\["x\.y"\]\.aws_sqs_queue\.jobs\["b"\]`\)\.$/,
    );
  });

  test('names the modules of equal addresses, even if the modules are instances of one module', () => {
    const left = (key: string) => ({
      ...gone('aws_sqs_queue', 'jobs'),
      address: `module.a["${key}"].aws_sqs_queue.jobs`,
    });
    expect(opening(left('x'), left('y'))).toContain('`module.a["x"].aws_sqs_queue.jobs` is deleted');
    expect(opening(left('x'))).toContain('`aws_sqs_queue.jobs` is deleted');
  });

  test('names a resource whose change differs from the change of many others', () => {
    const repository = (name: string, after: object) =>
      resource('example_repository', name, [['update'], { archive: false, visibility: 'public' }, after]);
    const same = ['a', 'b', 'c', 'd', 'e'].map((name) => repository(name, { archive: true, visibility: 'public' }));
    const other = repository('f', { archive: true, visibility: 'private' });
    expect(opening(...same, other)).toContain(
      'Changes `example_repository.f` (`archive`: `false` → `true`, `visibility`: `public` → `private`)',
    );
  });

  test('says what is added and removed, and what may only be computed, in a few resources of different kinds', () => {
    const service = resource('render_web_service', 'api', [
      ['update'],
      { env_vars: { HOST: 'a', PORT: '1' } },
      { env_vars: { PORT: '1' } },
    ]);
    const computed = ['slug', 'previews', 'replicas'];
    const database = resource('render_postgres', 'main', [
      ['update'],
      Object.fromEntries(computed.map((one) => [one, 'a'])),
      {},
    ]);
    const later = (of: typeof database) => ({
      ...of,
      change: { ...of.change, after_unknown: Object.fromEntries(computed.map((one) => [one, true])) },
    });
    expect(opening(later(service), later(database))).toContain(
      'Changes `render_web_service.api` (`env_vars.HOST`: removed: ~~`a`~~) and `render_postgres.main` (3 attributes known only after apply).',
    );
  });

  test('names deleted, imported and moved resources if there are only a few', () => {
    expect(opening(gone('example_thing', 'a'), gone('example_thing', 'b'))).toBe(
      '### 🟡 Deletes `example_thing.a` and `example_thing.b`. 2 changes are not judged.',
    );
    const stays = (name: string, more: object) => {
      const one = resource('aws_sqs_queue', name, [['no-op'], {}, {}]);
      return { ...one, ...more, change: { ...one.change, ...more } };
    };
    expect(opening(stays('a', { importing: { id: 'a' } }), stays('c', { previous_address: 'aws_sqs_queue.b' }))).toBe(
      '### 🟢 Imports the queue `a`; moves the queue `b` to `c`.',
    );
  });

  test('names the other changes after the dangers', () => {
    const monitor = (threshold: number) => ({
      type: 'query alert',
      query: `avg(last_5m):avg:a.b{*} > ${threshold}`,
      message: 'm',
      name: 'n',
    });
    const change = (name: string, to: number) =>
      resource('datadog_monitor', name, [['update'], monitor(2), monitor(to)]);
    expect(opening(change('a', 1), change('b', 3))).toBe(
      '### 🟠 Weaker alerting: `b` alerts at 3 instead of 2. Also changes the monitor `a`.',
    );
  });

  test('truncates a long danger, and counts the omitted items', () => {
    const policy = (topics: readonly string[]) => {
      const Resource = topics.map((topic) => `arn:aws:iot:eu-west-1:111122223333:topic/${topic.repeat(30)}`);
      return { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'iot:Publish', Resource }] }) };
    };
    const change = resource('aws_iot_policy', 'p', [
      ['update'],
      policy(['a/', 'b/', 'c/', 'd/', 'e/', 'f/']),
      policy(['a/']),
    ]);
    const [first = '', ...rest] = noteOf(reviewed(change), { commit: undefined }).split('\n');
    expect(first).toMatch(/can no longer publish to `b.*`, `c.*`, `d[^`]*` and 2 more\.$/);
    expect(first.length).toBeLessThan(450);
    expect(rest.join('\n')).toMatch(/\*\*Devices cut off:\*\* .*`(?:f\/){30}`/);
  });

  test('names a deleted resource and the new resource that may be the same, and leaves the rest to the list', () => {
    const table = (name: string) => ({ name, hash_key: 'id', billing_mode: 'PAY_PER_REQUEST' });
    expect(
      opening(
        gone('aws_dynamodb_table', 'rooms', table('rooms')),
        resource('aws_dynamodb_table', 'houses', [['create'], null, table('houses')]),
      ),
    ).toBe('### 🔴 Data loss: `aws_dynamodb_table.rooms` is deleted. Also creates the table `houses`.');
  });

  test('says what changes if only one resource changes', () => {
    const rules = (...names: readonly string[]) => ({
      rule: names.map((name) => ({ name, source: '10.0.0.0/8', port: name.length })),
    });
    expect(
      opening(resource('azurerm_firewall_rules', 'all', [['update'], rules('http', 'https'), rules('https')])),
    ).toMatch(
      /: `rule\[http\]` is removed \(`name: http`, `source: 10\.0\.0\.0\/8`, `port: 4`\)\. 1 change is not judged\.$/,
    );
    expect(
      opening(resource('aws_sqs_queue', 'jobs', [['update'], { delay: 1, depth: 1 }, { delay: 2, depth: 3 }])),
    ).toBe('### 🟢 Changes the queue `jobs`: `delay`: `1` → `2`, `depth`: `1` → `3`.');
  });

  test('omits comments in a changed document, unless only comments change', () => {
    const text = (comment: string, ...lines: readonly string[]) => ({
      xml: [`<!-- ${comment} -->`, '<policies>', ...lines, '</policies>'].join('\n'),
    });
    const first = (before: object, after: object) =>
      opening(resource('azurerm_api_management_policy', 'p', [['update'], before, after]));
    expect(first(text('a', '<limit calls="1"/>'), text('b', '<limit calls="2"/>'))).toMatch(
      /: `xml` \(1 of 3 shown\): `<limit calls="`~~`1`~~ \*\*`2`\*\*`"\/>`\. 1 change is not judged\.$/,
    );
    expect(first(text('a'), text('b'))).toContain('`<!-- a -->`');
  });

  test('says how and why a single resource is replaced', () => {
    const planned = (actions: readonly string[], more: object = {}) => {
      const change = { actions, before: { a: 1, b: 1 }, after: { a: 2, b: 2 }, ...more };
      const json = { resource_changes: [{ address: 'example_thing.x', type: 'example_thing', name: 'x', change }] };
      return noteOf(reviewOf(planOf(json, { stack: 'dev' })), { commit: undefined }).split('\n')[0];
    };
    expect(planned(['delete', 'create'])).toBe(
      '### 🟡 Replaces `example_thing.x`, probably because `a` or `b` changes (destroyed and created again): `a`: `1` → `2`, `b`: `1` → `2`. 1 change is not judged.',
    );
    const three = { before: { a: 1, b: 1, c: 1 }, after: { a: 2, b: 2, c: 2 } };
    expect(planned(['delete', 'create'], three)).toContain(
      'Replaces `example_thing.x` (destroyed and created again; the plan does not say why): ',
    );
    const moved = { before: { body: { a: 1 }, location: 'x' }, after: { body: { a: 2 }, location: 'y' } };
    expect(planned(['delete', 'create'], moved)).toContain('`location`: `x` → `y`, `body.a`: `1` → `2`.');
    expect(planned(['create', 'delete'], { replace_paths: [['a']] })).toBe(
      '### 🟡 Replaces `example_thing.x` because `a` changes (created before the old one is destroyed): `a`: `1` → `2`, `b`: `1` → `2`. 1 change is not judged.',
    );
  });

  test('names several updates of different kinds, without their values', () => {
    const types = ['sqs_queue', 'sns_topic', 'sfn_activity', 'lambda_alias', 'batch_job_queue'];
    const updates = types.map((type, at) =>
      resource(`aws_${type}`, 'a', [['update'], { [`size${at}`]: 1 }, { [`size${at}`]: 2 }]),
    );
    expect(opening(...updates)).toBe(
      '### 🟡 Changes the queue `a`, the topic `a`, and `aws_sfn_activity.a`, `aws_lambda_alias.a` and `aws_batch_job_queue.a`. 1 change is not judged.',
    );
  });

  test('counts many new resources by the most important kinds, those with data first', () => {
    const some = (type: string, count: number) =>
      Array.from({ length: count }, (_, at) => resource(type, `r${at}`, [['create'], null, {}]));
    expect(
      opening(
        ...some('example_monitor', 9),
        ...some('aws_iam_role', 8),
        ...some('aws_cloudwatch_event_rule', 7),
        ...some('aws_lambda_function', 6),
        ...some('aws_dynamodb_table', 2),
        ...some('aws_s3_bucket', 1),
        ...some('aws_api_gateway_method', 5),
        ...some('aws_api_gateway_resource', 5),
        ...some('aws_cloudwatch_log_group', 4),
        ...some('aws_sqs_queue', 3),
      ),
    ).toContain(
      'reates 50 resources: 3 queues, 2 tables, 1 bucket, 7 event rules, 6 functions, 5 API gateway methods, 8 roles and 18 others, including 4 log groups',
    );
  });

  test('names created resources that were deleted outside Terraform', () => {
    const json = {
      resource_changes: ['a', 'b'].map((name) => resource('example_thing', name, [['create'], null, {}])),
      resource_drift: [gone('example_thing', 'a')],
    };
    const note = noteOf(reviewOf(planOf(json, { stack: 'dev' })), { commit: undefined });
    expect(note).toMatch(
      /^### 🟡 Creates `example_thing\.b`; creates `example_thing\.a` again, because it was deleted outside Terraform\. 2 changes are not judged\.$/m,
    );
    expect(note).toContain('- `example_thing.a`: create again after a deletion outside Terraform\n');
  });

  test('counts the resources that were deleted outside Terraform and are not created again', () => {
    const json = {
      resource_changes: [resource('example_thing', 'a', [['create'], null, {}])],
      resource_drift: [
        gone('example_thing', 'a'),
        ...['b', 'c'].map((name) => gone('aws_sqs_queue', name)),
        gone('aws_sns_topic', 'd'),
      ],
    };
    expect(openingIn(reviewOf(planOf(json, { stack: 'dev' })))).toContain(
      '; 2 queues and 1 topic were deleted outside Terraform and will not be created again.',
    );
  });

  test('counts the changes in the state, unless nothing else changes', () => {
    const uuids = ['a', 'b'].map((name) => gone('random_uuid', name));
    expect(opening(gone('example_thing', 'x'), ...uuids)).toBe(
      '### 🟡 Deletes `example_thing.x`; 2 changes affect only the Terraform state (deletes 2 random UUIDs). 1 change is not judged.',
    );
    const created = ['a', 'b'].map((name) => resource('random_id', name, [['create'], null, {}]));
    expect(opening(gone('example_thing', 'x'), ...created)).toContain('; 2 changes affect only the Terraform state. ');
    expect(opening(gone('aws_dynamodb_table', 'x'), ...uuids)).toContain('2 changes affect only the Terraform state.');
    expect(opening(...uuids)).toBe('### 🟢 Deletes `random_uuid.a` and `random_uuid.b`.');
  });

  test('counts the objects left over from replacements of a resource', () => {
    const left = ['1a', '2b'].map((deposed) => ({ ...gone('null_resource', 'build'), deposed }));
    expect(opening(...left)).toBe(
      '### 🟢 Deletes 2 old objects of the null resource `build` (left over from replacements).',
    );
    const other = { ...gone('aws_api_gateway_deployment', 'api'), deposed: '3c' };
    expect(opening(...left, other)).toBe(
      '### 🟢 Deletes 3 old objects (left over from replacements): 2 of the null resource `build` and 1 of the API deployment `api`.',
    );
  });

  test('names a few instances with the same danger by their keys, and counts individual dangers', () => {
    const instances = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...gone('aws_dynamodb_table', 'jobs'),
        address: `aws_dynamodb_table.jobs["${at}"]`,
        index: `${at}`,
      }));
    expect(opening(...instances(3))).toContain(
      'Data loss: `aws_dynamodb_table.jobs["0"]` is deleted (the same applies to `["1"]` and `["2"]`).',
    );
    expect(opening(...instances(6))).toContain('(the same applies to 5 more tables).');
    const queues = ['a', 'b', 'c'].map((name) => gone('aws_sqs_queue', name));
    const tables = ['aws_kinesis_stream', 'aws_ecr_repository', 'aws_efs_file_system'].map((type) => gone(type, 'x'));
    expect(opening(...instances(2), ...tables, ...queues)).toMatch(/; and [34] more dangers\./);
  });

  test('says that a timed resource expired, because no one deleted it', () => {
    const json = {
      resource_changes: [resource('time_rotating', 'monthly', [['create'], null, { rotation_days: 30 }])],
      resource_drift: [gone('time_rotating', 'monthly')],
    };
    const note = noteOf(reviewOf(planOf(json, { stack: 'dev' })), { commit: undefined });
    expect(note).toContain('### 🟢 Creates `time_rotating.monthly` again, because it has expired.');
    expect(note).toContain('- `time_rotating.monthly`: create again after its expiry; `rotation_days` = `30`\n');
    expect(note).toContain('- 1 `time_rotating` resource expired: `time_rotating.monthly`\n');
  });

  test('describes neither reformatted attributes nor the content of an empty block', () => {
    const policy = (text: string) => ({ assume_role_policy: text, inline_policy: [{ name: '', policy: '' }] });
    const [before, after] = [policy('{"Statement":[]}'), { assume_role_policy: '{ "Statement": [] }' }];
    const role = resource('aws_iam_role', 'r', [['update'], before, after]);
    const other = resource('aws_vpc', 'v', [['update'], { enable_network_address_usage_metrics: true }, {}]);
    expect(opening(role, other)).toContain('the role `r` (`inline_policy` is removed (it was empty))');
  });

  test('says before the dangers that many resources are created again, and how many of them start empty', () => {
    const drifted = ['aws_ecr_repository', 'example_thing'].flatMap((type) =>
      Array.from({ length: 6 }, (_, at) => gone(type, `r${at}`)),
    );
    const changes = drifted.map(({ type, name }) => resource(type, name, [['create'], null, {}]));
    const open = resource('aws_lb', 'public', [['create'], null, { internal: false }]);
    const json = { resource_changes: [...changes, open], resource_drift: drifted };
    expect(openingIn(reviewOf(planOf(json, { stack: 'dev' })))).toMatch(
      /^### 🟠 Creates 6 ECR repositories and 6 things again, because they were deleted outside Terraform \(6 ECR repositories start empty\)\. Exposure: (?!.*again)/,
    );
  });

  test('says that an update reverts a change outside Terraform', () => {
    const update = (name: string, before: object, after: object) =>
      resource('aws_sqs_queue', name, [['update'], before, after]);
    const json = {
      resource_changes: [
        update('a', { delay: 60, tags: {} }, { delay: 5, tags: {} }),
        update('b', { delay: 60 }, { delay: 7 }),
        resource('example_thing', 'c', [['create'], null, {}]),
      ],
      resource_drift: ['a', 'b'].map((name) => update(name, { delay: 5 }, { delay: 60 })),
    };
    const review = reviewOf(planOf(json, { stack: 'dev' }));
    expect(openingIn(review)).toContain(
      'Changes the queues `a` (`delay`: `60` → `5`; reverts a change outside Terraform) and `b` (`delay`: `60` → `7`);',
    );
    expect(noteOf(review, { commit: undefined })).toContain(
      '- `aws_sqs_queue.a`: update, which reverts a change outside Terraform\n',
    );
  });

  test('names the value inside a block if nothing else in the block changes', () => {
    const deployment = (image: string, port: number) => ({
      spec: [
        {
          template: [
            {
              spec: [
                {
                  container: [
                    { name: 'api', image },
                    { name: 'log', image },
                  ],
                },
              ],
              port,
            },
          ],
        },
      ],
    });
    const [before, after] = [deployment(`registry.example.com/${'a'.repeat(120)}`, 1), deployment('b', 1)];
    const change = resource('kubernetes_deployment', 'api', [['update'], before, after]);
    expect(opening(change, resource('example_thing', 'c', [['create'], null, {}]))).toContain(
      'Changes `kubernetes_deployment.api` (`spec…image`);',
    );
    const both = resource('kubernetes_deployment', 'api', [['update'], before, deployment('b', 2)]);
    expect(opening(both, resource('example_thing', 'c', [['create'], null, {}]))).toContain(
      '(`spec.template.port`: `1` → `2` and 2 more);',
    );
  });

  test('counts resources of which only tags change', () => {
    const tagged = (type: string, name: string) =>
      resource(type, name, [['update'], { tags: {}, tags_all: {} }, { tags: { a: 'b' }, tags_all: { a: 'b' } }]);
    const size = resource('example_thing', 'x', [['update'], { size: 1 }, { size: 2 }]);
    expect(opening(size, tagged('aws_vpc', 'a'), tagged('aws_subnet', 'b'), tagged('aws_eip', 'c'))).toBe(
      '### 🟡 Changes `example_thing.x` (`size`: `1` → `2`) and tags of 3 resources. 1 change is not judged.',
    );
  });

  test('says that a plan deletes a whole stack', () => {
    const queues = Array.from({ length: 10 }, (_, at) => resource('aws_sqs_queue', `q${at}`, [['delete'], {}, null]));
    const headlineOf = (...resource_changes: readonly object[]) =>
      openingIn(reviewOf(planOf({ resource_changes }, { stack: 'dev' })));
    expect(headlineOf(...queues)).toMatch(/^### 🔴 Deletes the whole stack with 10 resources\. Data loss: /);
    const kept = resource('aws_sqs_queue', 'kept', [['no-op'], {}, {}]);
    expect(headlineOf(...queues, kept)).not.toContain('whole stack');
  });

  test('names resources that are the only ones of their kind among many changes', () => {
    const objects = ['a', 'b', 'c', 'd'].map((name) =>
      resource('aws_s3_object', name, [['update'], { content: 'x' }, { content: 'y' }]),
    );
    const key = resource('aws_kms_key', 'main', [['update'], { rotation: 0, days: 1 }, { rotation: 180, days: 2 }]);
    expect(opening(...objects, key)).toContain(
      'Changes the KMS key `main` (`days`: `1` → `2`, `rotation`: `0` → `180`) and `content` (`x` → `y`) of 4 S3 objects.',
    );
  });

  test('says which item several resources of a kind lose', () => {
    const [before, after] = [['user:a@example.com', 'user:b@example.com'], ['user:a@example.com']];
    const binding = (name: string) =>
      resource('google_project_iam_binding', name, [['update'], { members: before }, { members: after }]);
    expect(opening(binding('a'), binding('b'), binding('c'), binding('d'))).toMatch(
      /^### 🟡 Changes `members`: removed: ~~`user:b@example\.com`~~ in 4 project IAM bindings\./,
    );
  });

  test('names an attribute that changes in all of many resources', () => {
    const change = (name: string, more: object = {}) =>
      resource('aws_sqs_queue', name, [['update'], { delay: 1 }, { delay: 2, ...more }]);
    expect(opening(change('a'), change('b', { depth: 1 }), change('c', { depth: 1 }), change('d'))).toBe(
      '### 🟢 Changes `delay` and other attributes of 4 queues.',
    );
    expect(opening(change('a'), change('b', { depth: 1 }), change('c'), change('d'))).toBe(
      '### 🟢 Changes the queue `b` (`delay`: `1` → `2`, `depth`: new: **`1`**) and `delay` (`1` → `2`) of 3 more queues.',
    );
  });

  test('names the changed attributes of each resource if they differ', () => {
    const [a, b] = ['a', 'b'].map(
      (name) => (before: object, after: object) => resource('example_thing', name, [['update'], before, after]),
    );
    expect(
      opening(
        a?.({ size: 1 }, { size: 2 }) ?? {},
        b?.({ x: 1, y: 1, z: 1, tags: {} }, { x: 2, y: 2, z: 2, tags: { a: 'b' } }) ?? {},
      ),
    ).toBe(
      '### 🟡 Changes `example_thing.a` (`size`: `1` → `2`), and `example_thing.b` (`x`, `y` and `z`). 2 changes are not judged.',
    );
  });

  test('says that an update changes no argument if only computed attributes are unknown', () => {
    const thing = (name: string) => ({
      ...resource('example_thing', name, [['update'], { size: 1, tags: {} }, { size: 1 }]),
      change: { actions: ['update'], before: { size: 1 }, after: { size: 1 }, after_unknown: { system_tags: true } },
    });
    const resources = ['a', 'b'].map((name) => ({
      address: `example_thing.${name}`,
      mode: 'managed',
      type: 'example_thing',
      name,
      expressions: { size: { constant_value: 1 } },
    }));
    const json = { resource_changes: ['a', 'b'].map(thing), configuration: { root_module: { resources } } };
    const review = reviewOf(planOf(json, { stack: 'dev' }));
    expect(openingIn(review)).toBe(
      '### 🟡 Changes `example_thing.a` (only values known after apply) and `example_thing.b` (only values known after apply). 2 changes are not judged.',
    );
    expect(noteOf(review, { commit: undefined })).toContain(
      '- `example_thing.a`: update; only values known after apply may change\n',
    );
  });

  test('gives another name, or each of two changed attributes, as the probable reason for a replacement', () => {
    const renamed = (type: string) => {
      const change = {
        actions: ['delete', 'create'],
        before: { name: 'a', path: '/' },
        after: { name: 'b', path: '/x/' },
      };
      const plan = planOf({ resource_changes: [{ address: `${type}.r`, type, name: 'r', change }] }, { stack: 'dev' });
      return noteOf(reviewOf(plan), { commit: undefined });
    };
    expect(renamed('aws_iam_role')).toContain('replace, probably because `name` changes');
    expect(renamed('example_thing')).toContain('replace, probably because `name` or `path` changes');
  });

  test('names a changed secret first', () => {
    const sensitive = (value: string) => ({ name: 'jwt', value });
    const vault = resource('azurerm_key_vault_secret', 'jwt', [
      ['update'],
      sensitive('a1B2c3D4e5'),
      sensitive('f6G7h8I9j0'),
    ]);
    const marked = {
      ...vault,
      change: { ...vault.change, before_sensitive: { value: true }, after_sensitive: { value: true } },
    };
    const group = resource('aws_iam_group', 'admins', [['update'], { path: '/' }, { path: '/a/' }]);
    expect(opening(group, marked)).toMatch(/^### 🟡 Changes `azurerm_key_vault_secret\.jwt`/);
  });

  test('contains a changed schedule', () => {
    const at = (hour: number) => ({ schedule_expression: `cron(0 ${hour} * * ? *)` });
    expect(opening(resource('aws_cloudwatch_event_rule', 'timer', [['update'], at(1), at(2)]))).toBe(
      '### 🟢 Changes `schedule_expression` of the event rule `timer`: `cron(0 1 * * ? *)` → `cron(0 2 * * ? *)`.',
    );
  });

  test('names changed resources if there are only a few', () => {
    const change = (name: string) => resource('aws_sqs_queue', name, [['update'], { delay: 1 }, { delay: 2 }]);
    expect(opening(change('a'), change('b'))).toBe('### 🟢 Changes `delay` (`1` → `2`) of the queues `a` and `b`.');
    expect(opening(...['a', 'b', 'c', 'd'].map(change))).toBe('### 🟢 Changes `delay` (`1` → `2`) of 4 queues.');
    const other = resource('aws_x', 'y', [['update'], { delay: 1 }, { delay: 2 }]);
    expect(opening(change('a'), change('b'), other)).toBe(
      '### 🟡 Changes `delay` (`1` → `2`) of the queues `a` and `b`, and `aws_x.y`. 1 change is not judged.',
    );
  });

  test('marks an equivalent policy as "formatting only"', () => {
    const policy = (...topics: readonly string[]) => ({
      policy: JSON.stringify({
        Statement: topics.map((Resource) => ({ Effect: 'Allow', Action: 'iot:Publish', Resource })),
      }),
    });
    const [before, after] = [policy('a', 'b'), policy('b', 'a')];
    expect(opening(resource('aws_iot_policy', 'device', [['update'], before, after]))).toBe(
      '### 🟢 Changes the device policy `device` (formatting only).',
    );
  });

  test('reports a rename as a deletion and a creation, without broader access', () => {
    const rule = (id: string) => ({
      name: id,
      sql: "SELECT * FROM 'a'",
      role: `\${aws_iam_role.${id}_role.arn}`,
      lambda: [{ function_arn: 'arn:aws:lambda:eu-west-1:1:function:power-on' }],
    });
    const permission = (id: string) => ({
      function_name: 'power-on',
      principal: 'iot.amazonaws.com',
      source_arn: `\${aws_iot_topic_rule.${id}.arn}`,
    });
    const first = opening(
      gone('aws_iot_topic_rule', 'power_on', rule('power_on')),
      resource('aws_iot_topic_rule', 'power_is_on', [['create'], null, rule('power_is_on')]),
      gone('aws_lambda_permission', 'power_on_calls', permission('power_on')),
      resource('aws_lambda_permission', 'power_is_on_calls', [['create'], null, permission('power_is_on')]),
    );
    expect(first).toMatch(
      /^### 🟠 Outage: `aws_iot_topic_rule\.power_on` is deleted; .* Also creates the rule `power_is_on` and the permission `power_is_on_calls`\.$/,
    );
    expect(first).not.toMatch(/Broader access/);
  });
});

describe('first line of a plan without changes', () => {
  const line = (plan: object) =>
    noteOf(reviewOf(planOf({ resource_changes: [], ...plan }, { stack: 'dev' })), { commit: undefined }).split('\n')[0];

  test('includes deferred changes, triggered actions and failed checks', () => {
    const later = (address: string) => ({ reason: 'deferred_prereq', resource_change: { address } });
    expect(line({ complete: false, deferred_changes: [later('a.b'), later('a.c')] })).toBe(
      '### 🟡 Defers 2 resources. 2 changes are not judged.',
    );
    expect(line({ complete: false })).toBe('### ⚪ Changes nothing yet: run another plan after the apply.');
    const changed = { complete: false, resource_changes: [created('aws_sqs_queue.a', {})] };
    expect(line(changed)).toMatch(/ The plan is incomplete: run another apply after this one\.$/);
    expect(line({ action_invocations: [{ address: 'action.aws_lambda_invoke.warm_up' }] })).toBe(
      '### 🟡 Triggers 1 action. 1 change is not judged.',
    );
    expect(line({ checks: [{ address: { to_display: 'check.health' }, status: 'fail' }] })).toBe(
      '### 🟡 Changes nothing; 1 check fails.',
    );
  });

  test('contains the number of drifted resources', () =>
    expect(line({ resource_drift: [resource('aws_sqs_queue', 'jobs', [['update'], { a: 1 }, { a: 2 }])] })).toBe(
      '### ⚪ Changes nothing; 1 resource was changed outside Terraform.',
    ));

  test('reports a resource that was deleted outside Terraform', () =>
    expect(line({ resource_drift: [gone('aws_sqs_queue', 'jobs'), gone('aws_sqs_queue', 'failed')] })).toBe(
      '### ⚪ Changes nothing; 2 resources were deleted outside Terraform.',
    ));

  test('distinguishes a deposed object from the resource', () =>
    expect(line({ resource_changes: [{ ...gone('aws_dynamodb_table', 'rooms'), deposed: 'ab12' }] })).toBe(
      '### 🔴 Data loss: the old object of `aws_dynamodb_table.rooms` (deposed `ab12`) is deleted.',
    ));
});

describe('deleted resources', () => {
  const items = { name: 'rooms', deletion_protection_enabled: true };

  test('reports that the deletion of a protected resource fails partway', () => {
    const review = reviewed(
      gone('aws_dynamodb_table', 'rooms', items),
      resource('aws_sqs_queue', 'jobs', [['create'], null, {}]),
    );
    expect(review.dangers.map(({ kind }) => kind)).toEqual(['cannot be applied']);
    expect(openingIn(review)).toMatch(
      /^### 🔴 Cannot be applied: `aws_dynamodb_table.rooms` is protected against deletion\. Also deletes the table `rooms`; creates the queue `jobs`\.$/,
    );
  });

  test('reports the deletion of an unprotected table as data loss', () =>
    expect(
      reviewed(gone('aws_dynamodb_table', 'rooms', { ...items, deletion_protection_enabled: false })).dangers,
    ).toMatchObject([{ kind: 'data loss' }]));
});

describe('changed monitors', () => {
  const monitor = (threshold: number, metric = 'errors') => ({
    name: 'Errors',
    type: 'query alert',
    query: `sum(last_5m):sum:aws.lambda.${metric}{*}.as_count() >= ${threshold}`,
    message:
      '@slack-oncall Handle the events in the dead-letter queue before they expire. The runbook describes how to send them again. Later events are delayed, and callers have to retry.',
  });
  const shown = (threshold: number, title = 'Errors') => ({
    dashboard: JSON.stringify({
      widgets: [{ definition: { title, markers: [{ value: `y = ${threshold}`, label: `page ${threshold}` }] } }],
    }),
  });
  const changed = (...sides: readonly [object, object]) =>
    resource('datadog_monitor', 'errors', [['update'], ...sides]);
  const board = (...sides: readonly [object, object]) =>
    resource('datadog_dashboard_json', 'all', [['update'], ...sides]);

  test('reports a monitor together with the dashboard marker that shows the threshold', () => {
    const review = reviewed(changed(monitor(1), monitor(5)), board(shown(1), shown(5)));
    const note = noteOf(review, { commit: undefined });
    expect(note).toMatch(/^### 🟠 Weaker alerting: `errors` alerts at 5 instead of 1 in 5 minutes\.$/m);
    expect(note).toContain('  - the marker in `datadog_dashboard_json.all` shows the new threshold');
    expect(review.slices).toEqual([]);
    expect(review.addresses).toHaveLength(2);
  });

  test.each([
    ['another number', shown(1), shown(6)],
    ['another title', shown(1), shown(5, 'Failures')],
  ])('reports a monitor separately from a dashboard with %s', (_, before, after) =>
    expect(opening(changed(monitor(1), monitor(5)), board(before, after))).toContain('the dashboard `all`'),
  );

  const renamed = (after: object) =>
    reviewed(
      gone('datadog_monitor', 'errors', monitor(1)),
      resource('datadog_monitor', 'failures', [['create'], null, after]),
    );
  test('does not report a monitor as weaker if only the Terraform name changes', () =>
    expect(renamed(monitor(1)).dangers).toEqual([]));
  test('reports a renamed monitor with a looser threshold as weaker', () =>
    expect(renamed(monitor(5)).dangers).toMatchObject([
      { kind: 'weaker alerting', address: 'datadog_monitor.failures' },
    ]));
  test('reports a monitor as weaker if a different monitor replaces it', () =>
    expect(renamed(monitor(1, 'duration')).dangers).toMatchObject([{ kind: 'weaker alerting' }]));
});
