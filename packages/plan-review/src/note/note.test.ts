import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { updated } from '../rules/dangers.fixture';
import { htmlOf } from './html';
import { noteOf } from './note';
import { terminalOf } from './terminal';

interface NoteParts {
  readonly changes?: readonly object[];
  readonly more?: object;
  readonly environment?: string;
}
const reviewed = ({ changes = [], more = {}, environment }: NoteParts) =>
  reviewOf(
    planOf({ resource_changes: changes, ...more }, { stack: 'dev', environment, basis: { hash: 'a'.repeat(64) } }),
  );
const note = (made: NoteParts) => noteOf(reviewed(made), { commit: undefined });
const terminal = (made: NoteParts) => terminalOf(reviewed(made), { columns: 200, colour: false });

const resource = (address: string, change: object, more: object = {}) => {
  const [type = '', name = ''] = address.split('.').slice(-2);
  return { address, mode: 'managed', type, name, change, ...more };
};
const update = (address: string, before: object, after: object, more: object = {}) =>
  resource(address, { actions: ['update'], before, after, ...more });

describe('first lines of a note', () => {
  const tagged = (environment: string) =>
    update(
      'aws_sqs_queue.q',
      { tags_all: { Environment: environment }, delay: 1 },
      { tags_all: { Environment: environment }, delay: 2 },
    );

  test('shows the environment passed by the caller, or else the environment in the tags', () => {
    const line = (made: NoteParts) => note(made).split('\n')[1];
    expect(line({ changes: [tagged('prod')] })).toContain('stack `dev` · environment `prod` · plan ');
    expect(line({ changes: [tagged('prod')], environment: 'blue' })).toContain('· environment `blue` ·');
    expect(
      line({ changes: [tagged('prod'), { ...tagged('dev'), address: 'aws_sqs_queue.r', name: 'r' }] }),
    ).not.toContain('environment');
    const monitor = { tags: ['environment:prod', 'team:iot'] };
    expect(line({ changes: [update('datadog_monitor.m', monitor, { ...monitor, message: 'x' })] })).toContain(
      'environment `prod`',
    );
  });

  test('shows the number of changed outputs, and lists the outputs in a section', () => {
    const made = {
      more: {
        output_changes: { url: { actions: ['update'] }, arn: { actions: ['create'] }, same: { actions: ['no-op'] } },
      },
    };
    expect(note(made)).toMatch(
      /^### 🟢 Changes 2 outputs\.\n.*, 1 output to change, 1 output to add \(`url` and `arn`\)$/m,
    );
    expect(note(made)).toContain('**Outputs**\n\n- 2 outputs change: `url` and `arn` (new)');
    expect(terminal(made)).toContain('2 outputs change: url and arn (new)');
    const added = { more: { output_changes: { url: { actions: ['create'] } } } };
    expect(note(added)).toMatch(/^### 🟢 Adds 1 output\.\n.*, 1 output to add \(`url`\)$/m);
    expect(note(added)).toContain('- 1 output is new: `url`');
  });
});

test('shows the values of changed and removed outputs, and on what unknown values depend, without secrets', () => {
  const output = (before: unknown, after: unknown, more: object = {}) => ({
    actions: [after === null ? 'delete' : 'update'],
    before,
    after,
    after_unknown: false,
    before_sensitive: false,
    after_sensitive: false,
    ...more,
  });
  const output_changes = {
    url: output('https://a.example', 'https://b.example'),
    old: output('x', null),
    arn: output('arn:1', undefined, { after_unknown: true }),
    zones: output('a', undefined, { after_unknown: true }),
    password: output('one-secret', 'another-secret', { before_sensitive: true, after_sensitive: true }),
  };
  const references = ['aws_sqs_queue.jobs.arn', 'aws_sqs_queue.jobs', 'var.region', 'module.mail.arn', 'module.mail'];
  const outputs = { arn: { expression: { references } }, zones: {} };
  const configuration = { root_module: { outputs } };
  expect(note({ more: { output_changes, configuration } })).toContain(
    [
      '- 5 outputs change: `url`, `old` (removed), `arn`, `zones` and `password`; configurations that read the removed output fail',
      '  - `url`: `https://a.example` → `https://b.example`',
      '  - `old`: removed: ~~`x`~~',
      '  - `password`: `«secret»` → `«another secret»`',
      '  - known after apply: `arn` (depends on `aws_sqs_queue.jobs.arn` and `module.mail.arn`), and `zones`',
    ].join('\n'),
  );
});

test('lists fifty outputs, and counts the remaining outputs', () => {
  const names = Array.from({ length: 53 }, (_, at) => `url_${at}`);
  const more = { output_changes: Object.fromEntries(names.map((name) => [name, { actions: ['create'] }])) };
  expect(note({ more })).toMatch(/^- 53 outputs are new: (?:`url_\d+`, ){49}`url_49` and 3 more$/m);
});

test('counts the values of outputs beyond the twentieth, and lists all in the page', () => {
  const outputs = Array.from({ length: 60 }, (_, at) => [
    `url_${at}`,
    { actions: ['update'], before: 'a', after: 'b' },
  ]);
  const made = { more: { output_changes: Object.fromEntries(outputs) } };
  expect(note(made)).toContain('- the values of 40 more outputs: too many for one note');
  expect(htmlOf([reviewed(made)])).toMatch(/url_59[\s\S]*url_59/);
});

describe('values known only after apply', () => {
  const configuration = {
    root_module: {
      resources: [
        {
          address: 'aws_iam_role_policy.p',
          expressions: {
            policy: { references: ['aws_sqs_queue.jobs.arn', 'aws_sqs_queue.jobs', 'var.x'] },
            role: { constant_value: 'r' },
          },
        },
      ],
      module_calls: {
        m: {
          module: {
            resources: [
              {
                address: 'aws_sns_topic.t',
                expressions: { name: { references: ['aws_kms_key.k.id', 'aws_kms_key.k'] } },
              },
            ],
          },
        },
      },
    },
  };

  test('lists unknown values with their declared references, including references in modules and instance keys', () => {
    const changes = [
      update('aws_iam_role_policy.p', { policy: '{}', role: 'r' }, { role: 'r' }, { after_unknown: { policy: true } }),
      {
        ...update('module.m["a.b"].aws_sns_topic.t[0]', { name: 'a' }, {}, { after_unknown: { name: true } }),
        type: 'aws_sns_topic',
      },
    ];
    const text = note({ changes, more: { configuration } });
    expect(text).toContain('known after apply: `policy` (depends on `aws_sqs_queue.jobs.arn`)');
    expect(text).toContain('known after apply: `name` (depends on `aws_kms_key.k.id`)');
    expect(text).toContain(
      'are known only after apply: more may be allowed than intended; depends on `aws_sqs_queue.jobs.arn`',
    );
  });

  test('lists unknown values without references if the configuration is missing or unreadable', () => {
    const changes = [update('aws_sns_topic.t', { name: 'a' }, {}, { after_unknown: { name: true } })];
    for (const more of [
      {},
      { configuration: null },
      { configuration: { root_module: { resources: [1, { address: 'aws_sns_topic.t', expressions: 3 }] } } },
    ])
      expect(note({ changes, more })).toContain('- known after apply: `name`\n');
  });
});

describe('deferred changes', () => {
  test('shows the action of a deferred change, or states that the action is unknown', () => {
    const deferred = (change: object | undefined, reason: string) => ({
      reason,
      resource_change: { address: 'aws_x.y', change },
    });
    const text = note({
      more: {
        deferred_changes: [
          deferred({ actions: ['create'] }, 'instance_count_unknown'),
          deferred({ actions: [] }, 'resource_config_unknown'),
          deferred(undefined, 'something new'),
        ],
      },
    });
    expect(text).toContain('- `aws_x.y` is deferred (`create`): the number of instances is known only after apply');
    expect(text).toContain(
      '- `aws_x.y` is deferred, and the action is unknown: the resource configuration is known only after apply',
    );
    expect(text).toContain('the action is unknown: `something new`');
  });
});

test('counts changes of important attributes next to deferred changes', () => {
  const changes = [
    updated('azurerm_application_gateway.g', { identity: [{ type: 'A' }] }, { identity: [{ type: 'B' }] }),
  ];
  const deferred = { reason: 'instance_count_unknown', resource_change: { address: 'aws_x.y' } };
  expect(note({ changes, more: { deferred_changes: [deferred] } })).toMatch(
    /1 change of important attributes(?: \(.*\))? and 1 deferred resource/,
  );
});

test('lists failed checks in a separate section', () => {
  const made = { more: { checks: [{ address: { to_display: 'check.health' }, status: 'fail' }] } };
  expect(note(made)).toContain('**Failed checks**\n\n- check `check.health` failed');
  expect(terminal(made)).toContain('Failed checks\n  ✗ check check.health failed');
  const problems = ['the endpoint returns 500', 'key AKIAIOSFODNN7EXAMPLE'].map((message) => ({ message }));
  const [check] = made.more.checks;
  expect(note({ more: { checks: [{ ...check, instances: [{ problems }] }] } })).toContain(
    '- check `check.health` failed: the endpoint returns 500; key «secret»',
  );
  for (const text of [note(made), terminal(made)]) expect(text).not.toContain('Not known yet');
});

test('reports an old object that is removed from the state but not deleted', () => {
  const text = note({
    changes: [
      resource('aws_sqs_queue.q', { actions: ['create', 'forget'], before: { name: 'a' }, after: { name: 'b' } }),
    ],
  });
  expect(text).toContain('- `aws_sqs_queue.q`: create; the old object remains, but is no longer managed');
});

test('makes invisible characters in a name visible, and keeps emoji', () => {
  const text = note({ changes: [update('aws_sqs_queue.q', { a: 'prod' }, { a: 'pr\u200bod \ufeff⚠️' })] });
  expect(text).toContain('`pr\uFFFDod \uFFFD⚠️`');
});

test('summarizes a plan that only reads data sources', () => {
  const data = {
    ...resource('data.aws_region.r', { actions: ['read'], before: null, after: {} }),
    mode: 'data',
    type: 'aws_region',
  };
  expect(note({ changes: [data] })).toMatch(/^### 🟢 Changes nothing; reads 1 data source\.$/m);
});

test('keeps Japanese characters in slice names', () => {
  const tags = { slice: '姫島の照明 <b>@all' };
  const changes = Array.from({ length: 7 }, (_, at) =>
    update(`aws_sqs_queue.q${at}`, { tags, delay: 0 }, { tags, delay: at + 1 }),
  );
  expect(note({ changes })).toContain('<summary>姫島の照明 ·b··all: 7 resources</summary>');
});

describe('notes that exceed the maximum length', () => {
  const long = (at: number, end: string) =>
    Array.from({ length: 30 }, (_, item) => `${end} ${at} ${item} ${'x'.repeat(60)}`);
  const change = (type: string, at: number, slice: string) => {
    const tags = { slice };
    return update(
      `${type}.r${at}`,
      { tags, items: long(at, 'a'), force_destroy: false },
      { tags, items: long(at, 'b'), force_destroy: type === 'aws_s3_bucket' && at < 2 },
    );
  };
  const many = Array.from({ length: 60 }, (_, at) => change('aws_sns_topic_data', at, at < 30 ? 'first' : 'second'));
  const table = change('aws_dynamodb_table', 500, 'second');
  const bucket = change('aws_s3_bucket', 1, 'first');
  const text = note({ changes: [...many, table, bucket] });
  const detailsOf = (address: string) => new RegExp(`\`${address}\`: update\n  - `);
  /** Note without its folded resources. */
  const open = text.replace(/<details>\n<summary>\d+ more resources?<\/summary>.*?<\/details>/gs, '');
  const isOpen = ({ address }: { readonly address: string }) => detailsOf(address).test(open);

  test('folds resources with dangers or data last, and lists every address', () => {
    expect(open.length).toBeLessThanOrEqual(60_000);
    expect([bucket, table].map(isOpen)).toEqual([true, true]);
    const kept = many.filter(isOpen).length;
    expect(kept).toBeGreaterThan(5);
    expect(kept).toBeLessThan(60);
    for (const { address } of [...many, table, bucket]) expect(text).toContain(`- \`${address}\`: update`);
  });

  test('contains the details of all folded resources', () => {
    for (const { address } of [...many, table, bucket]) expect(text).toMatch(detailsOf(address));
    expect(text).not.toContain('listed below');
  });

  test('folds the least important slice first', () => {
    // the rank of a slice is the rank of its most important resource; only `first` has dangers
    expect(many.slice(0, 30).filter(isOpen).length).toBeGreaterThan(many.slice(30, 60).filter(isOpen).length);
  });

  test.each([600, 1_500, 5_000])('describes as many of %d new resources as fit', (count) => {
    const created = Array.from({ length: count }, (_, at) => ({
      ...update(`aws_instance.i${at}`, {}, { instance_type: `t${at}.micro` }),
      change: { actions: ['create'], before: null, after: { instance_type: `t${at}.micro` } },
    }));
    const text = noteOf(reviewed({ changes: created }), { commit: undefined, longest: 65_000 });
    expect(text.length).toBeLessThanOrEqual(65_000);
    const described = text.match(/: create with `instance_type` = /gm)?.length ?? 0;
    expect(described).toBeGreaterThan(50);
    expect(described + Number(/(\d+) more resources, listed below/.exec(text)?.[1] ?? 0)).toBe(count);
  });

  test('distinguishes modules from groups of resources with similar names', () => {
    const text = note({
      changes: [
        'module.shop.aws_sqs_queue.a',
        'module.shop.aws_sqs_queue.of_b',
        'aws_sqs_queue.web_in',
        'aws_sqs_queue.web_out',
      ].map((address) => update(address, { delay: 1 }, { delay: address.length })),
    });
    expect(text.match(/(?<=<summary>).*(?=<)/g)).toEqual([
      'module shop: 2 resources',
      'names starting with web: 2 resources',
    ]);
  });

  test('shows no title for a single resource of a module', () => {
    const changes = ['module.shop.aws_sqs_queue.a', 'aws_sqs_queue.b'];
    const text = note({ changes: changes.map((address) => update(address, { delay: 1 }, { delay: address.length })) });
    expect(text).not.toContain('<summary>');
  });

  test('folds the last of equally important resources first', () => {
    const few = Array.from({ length: 2_000 }, (_, at) =>
      update(`aws_sqs_queue.q${at}`, { name: 'x'.repeat(50) }, { name: `${'y'.repeat(46)}${at}` }),
    );
    const folded = note({ changes: few });
    expect(folded).toContain('<summary>2000 resources</summary>\n\n- `aws_sqs_queue.q0`: update\n  - `name`: ');
    expect(folded).toMatch(/<summary>\d+ more resources<\/summary>\n\n(?:.*\n)+?- `aws_sqs_queue\.q1999`: update/);
  });

  test('folds indirect changes before direct changes', () => {
    const parameters = Array.from({ length: 1_000 }, (_, at) => ({
      address: `aws_ssm_parameter.p${at}`,
      attributes: ['value'],
      refersTo: ['aws_dynamodb_table.t'],
      isReplaced: false,
    }));
    const lost = update('aws_dynamodb_table.t', { name: 'a' }, { name: 'b' }, { actions: ['delete', 'create'] });
    const folded = note({ changes: [lost], more: { dependents: parameters } });
    expect(folded).toContain(
      '**Changes**\n\n- `aws_dynamodb_table.t`: replace, probably because `name` changes: destroyed and created again\n',
    );
    expect(folded).toContain(
      '**Indirect changes (through references)**\n\n<details>\n<summary>1000 resources</summary>\n\n- `aws_ssm_parameter.p0` changes',
    );
    const few = note({ changes: [lost, ...many], more: { dependents: parameters.slice(0, 5) } });
    expect(few).toContain('**Indirect changes (through references)**\n\n- `aws_ssm_parameter.p0` changes');
  });

  test('folds only monitors without dangers', () => {
    const monitor = (at: number, value: number) => ({
      type: 'metric alert',
      name: 'n',
      query: `sum(last_5m):sum:a.b${at}{*}.as_count() >= ${value}`,
      message: 'm'.repeat(300),
    });
    const monitors = (was: number, is: number) =>
      Array.from({ length: 200 }, (_, at) =>
        update(`datadog_monitor.m${at}`, monitor(at, was), monitor(at, at === 0 ? 9 : is)),
      );
    const [, section = ''] = note({ changes: monitors(5, 4) }).split('**Monitors**');
    expect(section).toMatch(/^\s+- `m0` will alert at \*\*9\*\*.*\n {2}- Before: /);
    expect(section).toContain('<summary>199 monitors without dangers</summary>\n\n- `m1` will alert at **4**');
    expect(section).toMatch(/- `m199` will alert at \*\*4\*\*.*\n {2}- Before: /);
  });

  test('collapses more than twelve monitors without dangers, even in a short note', () => {
    const monitor = { type: 'metric alert', name: 'n', query: 'sum(last_5m):sum:a.b{*}.as_count() >= 5', message: 'm' };
    const monitors = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        update(`datadog_monitor.m${at}`, { ...monitor, priority: 2 }, { ...monitor, priority: 1 }),
      );
    expect(note({ changes: monitors(12) })).not.toContain('without dangers');
    expect(note({ changes: monitors(13) })).toContain('<summary>13 monitors without dangers</summary>');
  });

  test('counts the items omitted from a section', () => {
    const to_display = (at: number) => `check.health_of_${at}_${'x'.repeat(60)}`;
    const checks = Array.from({ length: 12_000 }, (_, at) => ({
      address: { to_display: to_display(at) },
      status: 'fail',
    }));
    const most = note({ more: { checks } });
    expect(most.length).toBeLessThan(1_000_000);
    const shown = most.match(/^- check `check\.health_of_/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(500);
    expect(most).toContain(
      `- and ${12_000 - shown} more checks, too many for one note; \`--format html\` lists all of them`,
    );
  });

  test('lists some resources only by address if the note exceeds GitLab’s limit, and mentions a format without a limit', () => {
    const huge = (count: number) =>
      note({ changes: Array.from({ length: count }, (_, at) => change('aws_sns_topic_data', at, 'all')) });
    expect(huge(200)).not.toContain('listed below');
    const most = huge(400);
    expect(most.length).toBeLessThan(1_000_000);
    expect(most.length).toBeGreaterThan(980_000);
    const kept = Array.from({ length: 400 }, (_, at) => detailsOf(`aws_sns_topic_data.r${at}`).test(most));
    expect(most).toContain(
      `- ${kept.filter((one) => !one).length} more resources, listed below: too many for one note; \`--format html\` lists all of them`,
    );
  });
});
