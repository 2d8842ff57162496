import { slicesOf } from './changes/slices';
import { creationSummary } from './creation-summary';
import { driftIn } from './drift';
import { formatDrift, formatDriftedValues } from './note/format-drift';
import { plain } from './note/json-output';
import { noteOf } from './note/note';
import { isQuiet } from './note/several-stacks';
import { planOf } from './plan/read-plan';
import { realPlan } from './real-plans/real-plans.fixture';
import { reviewOf } from './review';

const resource = (address: string, actions: readonly string[], before: object | null, after: object | null) => {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions, before, after, after_unknown: {} } };
};
const drifted = (address: string, before: object, after: object | null) =>
  resource(address, [after === null ? 'delete' : 'update'], before, after);

const driftOf = (plan: object) => driftIn(planOf({ resource_changes: [], ...plan }, { stack: 'dev' }));
const driftTexts = (plan: object) => driftOf(plan).map((drift) => plain(formatDrift(drift)));
const valuesOf = (plan: object) =>
  driftOf(plan)
    .flatMap(formatDriftedValues)
    .map(({ text }) => plain(text));

/** Returns the configuration of a resource as a plan contains it: the attributes of blocks are nested. */
const declaring = (address: string, expressions: object) => ({
  configuration: { root_module: { resources: [{ address, expressions }] } },
});
const role = 'aws_iam_role.writer';

describe('driftOf, for a plan without changes (-refresh-only)', () => {
  test('ignores computed attributes, such as inline policies of a role that another resource sets', () => {
    const inline = [{ name: 'reads-the-stream', policy: '{}' }];
    const [before, after] = [
      { name: 'writer', tags: null, inline_policy: [] },
      { name: 'writer', tags: {}, inline_policy: inline },
    ];
    const configuration = declaring(role, { name: { constant_value: 'writer' } });
    expect(driftOf({ resource_drift: [drifted(role, before, after)], ...configuration })).toEqual([]);
  });

  test('reports a declared attribute that differs from the state', () => {
    const configuration = declaring('aws_lambda_function.f', { timeout: { constant_value: 3 } });
    const resource_drift = [
      drifted('aws_lambda_function.f', { timeout: 3, version: '1' }, { timeout: 60, version: '2' }),
    ];
    expect(driftTexts({ resource_drift, ...configuration })).toEqual([
      'timeout of aws_lambda_function.f was changed outside Terraform',
    ]);
    expect(valuesOf({ resource_drift, ...configuration })).toEqual(['timeout: 3 → 60']);
  });

  test('compares only the declared attributes of a block', () => {
    const table = (enabled: boolean, days: number) => ({
      point_in_time_recovery: [{ enabled, recovery_period_in_days: days }],
    });
    const configuration = declaring('aws_dynamodb_table.t', {
      point_in_time_recovery: [{ enabled: { constant_value: true } }],
    });
    const of = (before: object, after: object) =>
      driftOf({ resource_drift: [drifted('aws_dynamodb_table.t', before, after)], ...configuration });
    expect(of(table(true, 0), table(true, 35))).toEqual([]);
    expect(of(table(true, 35), table(false, 35))).toMatchObject([{ attributes: ['point_in_time_recovery'] }]);
  });

  test('ignores a zero value that a provider returns for an attribute declared as null', () => {
    const configuration = declaring('aws_sqs_queue.q', {
      fifo_queue: { references: ['var.is_fifo'] },
      delay_seconds: { references: ['var.delay'] },
    });
    const of = (after: object) =>
      driftOf({
        resource_drift: [drifted('aws_sqs_queue.q', { fifo_queue: null, delay_seconds: null }, after)],
        ...configuration,
      });
    expect(of({ fifo_queue: false, delay_seconds: 0 })).toEqual([]);
    expect(of({ fifo_queue: false, delay_seconds: 5 })).toMatchObject([{ attributes: ['delay_seconds'] }]);
  });

  test('treats the default tags of the provider as declared', () => {
    const tags = { resource_drift: [drifted('aws_sqs_queue.q', { tags_all: { a: '1' } }, { tags_all: {} })] };
    const provider_config = { aws: { name: 'aws', expressions: { default_tags: [{ tags: {} }] } } };
    expect(driftOf({ ...tags, configuration: { provider_config, root_module: {} } })).toMatchObject([
      { attributes: ['tags'] },
    ]);
    expect(driftOf({ ...tags, configuration: { root_module: {} } })).toEqual([]);
  });
});

describe('driftOf, for a plan with changes', () => {
  const of = (...resource_changes: readonly object[]) =>
    driftOf({
      resource_changes,
      resource_drift: [drifted('aws_lambda_function.f', { timeout: 3, layers: null }, { timeout: 60, layers: ['a'] })],
    });

  test('reports a drifted attribute that the plan reverts', () =>
    expect(
      of(resource('aws_lambda_function.f', ['update'], { timeout: 60, layers: ['a'] }, { timeout: 3, layers: ['a'] })),
    ).toMatchObject([{ attributes: ['timeout'], isDeleted: false }]));

  test('ignores unchanged resources and resources that are no longer declared', () => {
    const now = { timeout: 60, layers: ['a'] };
    expect(of(resource('aws_lambda_function.f', ['no-op'], now, now))).toEqual([]);
    expect(of(resource('aws_lambda_function.f', ['delete'], now, null))).toEqual([]);
  });

  test('reports a resource that was deleted outside Terraform', () =>
    expect(
      driftTexts({
        resource_changes: [resource('aws_sqs_queue.gone', ['create'], null, { name: 'gone' })],
        resource_drift: [drifted('aws_sqs_queue.gone', { name: 'gone' }, null)],
      }),
    ).toEqual(['1 aws_sqs_queue resource was deleted outside Terraform: aws_sqs_queue.gone']));
});

describe('driftOf, for a plan that changes a drifted resource for another reason', () => {
  const lambda = 'aws_lambda_function.f';
  const declared = { timeout: { constant_value: 10 }, memory_size: { constant_value: 512 } };
  const before = {
    timeout: 10,
    memory_size: 128,
    last_modified: 'a',
    logging_config: [{ log_group: '', log_format: 'Text' }],
  };
  const real = { ...before, last_modified: 'b', logging_config: [{ log_group: '/x', log_format: 'Text' }] };

  test('ignores computed attributes that are only refreshed', () => {
    const change = {
      actions: ['update'],
      before: real,
      after: { ...real, memory_size: 512, last_modified: undefined },
      after_unknown: { last_modified: true },
    };
    const resource_changes = [{ ...resource(lambda, [], null, null), change }];
    const resource_drift = [drifted(lambda, before, real)];
    expect(driftOf({ resource_changes, resource_drift, ...declaring(lambda, declared) })).toEqual([]);
    // the attributes of a block are compared individually
    const format = { ...change, after: { ...real, logging_config: [{ log_group: '/x', log_format: 'JSON' }] } };
    const blocks = [{ ...resource(lambda, [], null, null), change: format }];
    const logging_config = [{ log_format: { constant_value: 'JSON' } }];
    expect(
      driftOf({ resource_changes: blocks, resource_drift, ...declaring(lambda, { ...declared, logging_config }) }),
    ).toEqual([]);
  });

  test('ignores computed attributes that a replacement removes', () => {
    const role = 'aws_iam_role.r';
    const [state, found] = [
      { name: 'r', inline_policy: [] },
      { name: 'r', inline_policy: [{ name: 'p' }] },
    ];
    const resource_changes = [resource(role, ['delete', 'create'], found, { name: 's', inline_policy: null })];
    const resource_drift = [drifted(role, state, found)];
    const configuration = declaring(role, { name: { constant_value: 's' } });
    expect(driftOf({ resource_changes, resource_drift, ...configuration })).toEqual([]);
  });

  test('reports a default tag that was changed outside Terraform', () => {
    const tagged = (x: string) => ({ tags_all: { x } });
    const resource_changes = [resource('aws_sqs_queue.q', ['update'], tagged('2'), tagged('1'))];
    const resource_drift = [drifted('aws_sqs_queue.q', tagged('1'), tagged('2'))];
    expect(driftOf({ resource_changes, resource_drift })).toMatchObject([{ attributes: ['tags'] }]);
  });

  test('ignores a value that equals the configuration', () => {
    const configuration = declaring(lambda, { timeout: { constant_value: 20 } });
    const of = (timeout: number) =>
      driftOf({ resource_drift: [drifted(lambda, { timeout: 10 }, { timeout })], ...configuration });
    expect([of(20), of(30).length]).toEqual([[], 1]);
  });
});

test('groups resources with equal drift, and counts the omitted resources of a long group', () => {
  const groups = driftTexts({
    resource_drift: Array.from({ length: 7 }, (_, at) => drifted(`aws_sqs_queue.q${at}`, { delay: 1 }, { delay: 2 })),
  });
  expect(groups).toEqual([
    'delay of 7 aws_sqs_queue resources was changed outside Terraform: aws_sqs_queue.q0, aws_sqs_queue.q1, aws_sqs_queue.q2, aws_sqs_queue.q3, aws_sqs_queue.q4 and 2 more',
  ]);
});

describe('the values of drifted resources', () => {
  const queue = (at: number, delay: number) => drifted(`aws_sqs_queue.q${at}`, { delay: 1 }, { delay });

  test('shows equal values once', () =>
    expect(valuesOf({ resource_drift: [queue(0, 2), queue(1, 2)] })).toEqual(['delay: 1 → 2']));

  test('lists the resources for each value, most common values first', () =>
    expect(valuesOf({ resource_drift: [queue(0, 2), queue(1, 3), queue(2, 3)] })).toEqual([
      'aws_sqs_queue.q1 and aws_sqs_queue.q2: delay: 1 → 3',
      'aws_sqs_queue.q0: delay: 1 → 2',
    ]));

  test('shows the values of five groups, and the number of other resources', () =>
    expect(valuesOf({ resource_drift: Array.from({ length: 7 }, (_, at) => queue(at, at + 2)) }).at(-1)).toBe(
      '2 more resources with other values',
    ));

  test('masks secret values', () => {
    const change = {
      ...drifted('aws_ssm_parameter.p', { value: 'first' }, { value: 'second' }).change,
      before_sensitive: { value: true },
      after_sensitive: { value: true },
    };
    const resource_drift = [{ ...drifted('aws_ssm_parameter.p', {}, {}), change }];
    expect(valuesOf({ resource_drift })).toEqual(['value: «secret» → «another secret»']);
  });
});

test('reports no drift in the first plan after a creation, although resource_drift has 207 entries', () => {
  const json = realPlan('first-after-create');
  expect(json['resource_drift']).toHaveLength(207);
  expect(driftOf(json)).toEqual([]);
  expect(driftOf({ ...json, resource_changes: [] })).toEqual([]);
});

describe('a resource that was deleted outside Terraform and is created with other values', () => {
  const address = 'aws_sagemaker_model.whisper';
  const container = (url: string) => [{ model_data_url: url, mode: 'SingleModel' }];
  const plan = planOf(
    {
      resource_changes: [
        resource(address, ['create'], null, { name: 'whisper', primary_container: container('s3://new/a.tar.gz') }),
      ],
      resource_drift: [
        drifted(
          address,
          { name: 'whisper', arn: 'arn:1', primary_container: container('s3://old/a.tar.gz'), tags: { a: 'b' } },
          null,
        ),
      ],
      ...declaring(address, { name: {}, primary_container: [{ model_data_url: {} }], tags: {} }),
    },
    { stack: 'dev' },
  );

  test('is mentioned among the new resources, with its attributes', () =>
    expect(creationSummary(plan).map(plain)).toEqual([
      `${address} differs from the deleted resource in primary_container`,
    ]));

  test('is listed with the values that differ', () =>
    expect(slicesOf(plan, new Set())[0]?.resources[0]?.lines.map(({ text }) => plain(text))).toContain(
      'compared with the deleted resource, primary_container.model_data_url: s3://old/a.tar.gz → s3://new/a.tar.gz',
    ));
});

test('says that a danger is reverted only if its own attribute was changed outside Terraform', () => {
  const address = 'aws_db_instance.d';
  const at = (deletion: boolean, days: number) => ({ deletion_protection: deletion, backup_retention_period: days });
  const dangers = reviewOf(
    planOf(
      {
        resource_changes: [resource(address, ['update'], at(true, 9), at(false, 2))],
        resource_drift: [drifted(address, at(true, 2), at(true, 9))],
      },
      { stack: 'dev' },
    ),
  ).dangers.map(({ attribute = '', context = [] }) => [attribute, plain(context)]);
  expect(dangers).toContainEqual(['backup_retention_period', 'this reverts a change outside Terraform']);
  expect(dangers).toContainEqual(['deletion_protection', '']);
});

test('shows values that were changed outside Terraform and that the plan keeps, but none that it reverts or deletes', () => {
  const queue = (name: string) => `aws_sqs_queue.${name}`;
  const [old, now] = [
    { delay_seconds: 5, fifo: false },
    { delay_seconds: 9, fifo: true },
  ];
  const { kept } = reviewOf(
    planOf(
      {
        resource_changes: [
          resource(queue('kept'), ['no-op'], now, now),
          resource(queue('partly'), ['update'], now, { ...now, delay_seconds: 5 }),
          resource(queue('gone'), ['delete'], now, null),
        ],
        resource_drift: ['kept', 'partly', 'gone'].map((name) => drifted(queue(name), old, now)),
      },
      { stack: 'dev' },
    ),
  );
  const shown = kept.flatMap(({ values }) =>
    values.map(({ addresses, lines }) => [addresses, lines.map(({ text }) => plain(text))]),
  );
  expect(shown).toEqual([
    [[queue('kept')], ['delay_seconds: 5 → 9', 'fifo: false → true']],
    [[queue('partly')], ['fifo: false → true']],
  ]);
});

test('recognizes that a plan restores a secret', () => {
  const address = 'aws_db_instance.main';
  const password = (text: string) => ({ password: text });
  const { drift } = reviewOf(
    planOf(
      {
        resource_changes: [resource(address, ['update'], password('b2C3d4E5f6'), password('a1B2c3D4e5'))],
        resource_drift: [drifted(address, password('a1B2c3D4e5'), password('b2C3d4E5f6'))],
      },
      { stack: 'dev' },
    ),
  );
  expect(drift.map(({ isReverted }) => isReverted)).toEqual([true]);
});

test('does not repeat the values of drift that a change reverts exactly', () => {
  const address = 'aws_sqs_queue.jobs';
  const noteWith = (planned: number) =>
    noteOf(
      reviewOf(
        planOf(
          {
            resource_changes: [resource(address, ['update'], { delay_seconds: 9 }, { delay_seconds: planned })],
            resource_drift: [drifted(address, { delay_seconds: 5 }, { delay_seconds: 9 })],
          },
          { stack: 'dev' },
        ),
      ),
      { commit: undefined },
    );
  expect(noteWith(5)).toContain('was changed outside Terraform, and the plan reverts the change\n');
  expect(noteWith(5)).not.toContain('`5` → `9`');
  expect(noteWith(7)).toContain('`5` → `9`');
});

describe('a value from outside Terraform that the plan keeps', () => {
  const noteAbout = (was: object, is: object) => {
    const address = 'aws_route_table_association.app';
    const changes = {
      resource_changes: [resource(address, ['no-op'], is, is)],
      resource_drift: [drifted(address, was, is)],
    };
    return noteOf(reviewOf(planOf(changes, { stack: 'dev' })), { commit: undefined });
  };

  test('is in the headline and in the section about drift if it affects security, reachability or data', () => {
    const note = noteAbout({ route_table_id: 'rtb-1' }, { route_table_id: 'rtb-2' });
    expect(note).toContain('Keeps `route_table_id` of `aws_route_table_association.app`, changed outside Terraform.');
    expect(note).toContain('**Drift**\n\n- `route_table_id` of');
    expect(note).toContain('`route_table_id`: `rtb-1` → `rtb-2`');
  });

  test('is folded if it affects nothing important', () => {
    const note = noteAbout({ colour: 'red' }, { colour: 'blue' });
    expect(note).toContain('<summary>1 value differs from the state, and the plan keeps it</summary>');
    expect(note).toContain('`colour`: `red` → `blue`');
    expect(note).not.toContain('**Drift**');
  });

  test('is folded if another resource in the plan sets it', () => {
    const [was, is] = [{ managed_policy_arns: ['arn:a'] }, { managed_policy_arns: ['arn:b'] }];
    const noteWith = (other: string) => {
      const role = resource('aws_iam_role.app', ['no-op'], is, is);
      const changes = [role, resource(`${other}.app`, ['no-op'], {}, {})];
      const json = { resource_changes: changes, resource_drift: [drifted('aws_iam_role.app', was, is)] };
      return noteOf(reviewOf(planOf(json, { stack: 'dev' })), { commit: undefined });
    };
    const title = '<summary>1 value differs from the state, and the plan keeps it</summary>';
    expect(noteWith('aws_iam_role_policy_attachment')).toContain(title);
    expect(noteWith('aws_sqs_queue')).not.toContain(title);
  });

  test('is folded if the provider computes it', () => {
    expect(noteAbout({ code_sha256: 'a' }, { code_sha256: 'b' })).not.toContain('**Drift**');
  });

  test('is folded if the provider read it for the first time', () => {
    expect(noteAbout({}, { route_table_id: 'rtb-2' })).not.toContain('**Drift**');
  });
});

describe('a danger from outside Terraform that the plan keeps', () => {
  const address = 'aws_db_instance.main';
  const [closed, open] = [{ publicly_accessible: false }, { publicly_accessible: true }];
  const reviewed = (...changes: readonly object[]) =>
    reviewOf(planOf({ resource_changes: changes, resource_drift: [drifted(address, closed, open)] }, { stack: 'dev' }));

  test('is in the headline and in the section about drift', () => {
    const review = reviewed(resource(address, ['no-op'], open, open));
    expect(review.verdict).toBe('unjudged');
    const note = noteOf(review, { commit: undefined });
    const danger = '`aws_db_instance.main` gets a public IP address (`publicly_accessible`: `true` instead of `false`)';
    expect(note).toMatch(/^### 🟡 Changes nothing\. Changed outside Terraform, and kept: /);
    expect(note).toContain(
      `**Drift**\n\n- **Exposure:** ${danger}; changed outside Terraform, and the plan keeps the change`,
    );
    expect(isQuiet(review)).toBe(false);
  });

  test('is reported in a plan with -refresh-only, which lists no resources', () => {
    const review = reviewed();
    expect(review.keptDangers.map(({ address: of }) => of)).toEqual([address]);
    expect(review.verdict).toBe('unjudged');
  });

  test('is no danger if the provider only reads a value that was not set before', () => {
    const review = reviewOf(
      planOf(
        { resource_changes: [resource(address, ['no-op'], open, open)], resource_drift: [drifted(address, {}, open)] },
        { stack: 'dev' },
      ),
    );
    expect(review.keptDangers).toEqual([]);
  });

  test('may be the policy of a resource', () => {
    const policy = (action: string) => ({
      policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] }),
    });
    const [was, is] = [policy('s3:GetObject'), policy('*')];
    const json = {
      resource_changes: [resource('aws_iam_policy.p', ['no-op'], is, is)],
      resource_drift: [drifted('aws_iam_policy.p', was, is)],
    };
    const { keptDangers } = reviewOf(planOf(json, { stack: 'dev' }));
    expect(keptDangers.map(({ what }) => plain(what))).toEqual([
      'aws_iam_policy.p now allows any action on any resource',
    ]);
  });

  test('is no danger if another resource of the plan sets the value', () => {
    const policy = (action: string) => ({
      policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Principal: '*', Resource: '*' }] }),
    });
    const [was, is] = [policy('sns:GetTopicAttributes'), policy('sns:Publish')];
    const kept = (...others: readonly object[]) =>
      reviewOf(
        planOf(
          {
            resource_changes: [resource('aws_sns_topic.t', ['no-op'], is, is), ...others],
            resource_drift: [drifted('aws_sns_topic.t', was, is)],
            configuration: {
              root_module: {
                resources: [
                  { address: 'aws_sns_topic.t', mode: 'managed', type: 'aws_sns_topic', name: 't', expressions: {} },
                  ...others.map(() => ({
                    address: 'aws_sns_topic_policy.p',
                    mode: 'managed',
                    type: 'aws_sns_topic_policy',
                    name: 'p',
                    expressions: { arn: { references: ['aws_sns_topic.t.arn', 'aws_sns_topic.t'] } },
                  })),
                ],
              },
            },
          },
          { stack: 'dev' },
        ),
      ).keptDangers;
    expect(kept()).toHaveLength(1);
    expect(kept(resource('aws_sns_topic_policy.p', ['no-op'], was, was))).toEqual([]);
  });

  test('is no danger if the plan reverts the change', () => {
    const review = reviewed(resource(address, ['update'], open, closed));
    expect([review.keptDangers, review.dangers]).toEqual([[], []]);
  });
});

test('a value that is known only after apply is not kept', () => {
  const later = resource('aws_ecs_service.api', ['update'], { task_definition: 'api:17' }, {});
  const change = { ...later.change, after_unknown: { task_definition: true } };
  const { kept } = reviewOf(
    planOf(
      {
        resource_changes: [{ ...later, change }],
        resource_drift: [drifted('aws_ecs_service.api', { task_definition: 'api:4' }, { task_definition: 'api:17' })],
      },
      { stack: 'dev' },
    ),
  );
  expect(kept).toEqual([]);
});
