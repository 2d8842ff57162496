import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { actionText, describeChange } from './describe-change';

const changed = (change: object, more: object = {}) => {
  const resource = { address: 'helm_release.r', type: 'helm_release', name: 'r', change, ...more };
  const [read] = planOf({ resource_changes: [resource] }, { stack: 'dev', basis: { base: 'abc' } }).changes;
  return read === undefined ? undefined : describeChange(read);
};
const updated = (before: object, after: object) =>
  changed({ actions: ['update'], before, after })?.lines.map(({ text, items }) => [
    plain(text),
    ...items.map((item) => `${item.became} ${plain(item.text)}`),
  ]);
const deed = (change: object, more: object = {}) => {
  const described = changed(change, more);
  return described && plain(actionText(described));
};

describe('changed attributes of a resource', () => {
  const chart = (replicas: number) => `replicas: ${replicas}\nimage: ${'a'.repeat(100)}\n`;
  test('lists the changed lines of a multi-line string that is the only item of a list', () =>
    expect(updated({ values: [chart(3)] }, { values: [chart(2)] })).toEqual([
      ['values:', 'changed replicas: [-3-] {+2+}'],
    ]));

  test('lists single-line items of a list as items', () =>
    expect(updated({ names: ['a', 'b'] }, { names: ['a', 'c'] })).toEqual([['names:', 'gone b', 'come c']]));

  test('shows a block that only gives a name its value on one line, with the name', () => {
    const env = (...variables: readonly (readonly [string, string])[]) => ({
      env: variables.map(([name, value]) => ({ name, value, value_from: [] })),
    });
    expect(updated(env(), env(['DEBUG', '1']))).toEqual([['env[DEBUG]: new: {+1+}']]);
    expect(updated(env(['DEBUG', '1']), env(['DEBUG', '0']))).toEqual([['env[DEBUG].value: 1 → 0']]);
    expect(updated(env(['A', '1'], ['DEBUG', '1']), env(['A', '1']))).toEqual([['env[DEBUG]: removed: [-1-]']]);
    expect(JSON.stringify(updated(env(['A', '1']), env(['B', '2'])))).toMatch(/A.*B/);
  });

  test('counts and names many labels of a part on one line', () => {
    const pods = (labels: object) => ({ template: [{ metadata: [{ labels }] }] });
    expect(updated(pods({ a: '1', b: '1', c: '1' }), pods({ c: '2', d: '1' }))).toEqual([
      ['template.metadata.labels: 2 removed (a and b), 1 changed (c), 1 added (d)'],
    ]);
    expect(updated(pods({ a: '1', b: '1' }), pods({ b: '2' }))).toHaveLength(2);
  });

  test('shows equivalent policies and reordered values on one line each', () => {
    const policy = (...topics: readonly string[]) =>
      JSON.stringify({ Statement: topics.map((Resource) => ({ Effect: 'Allow', Action: 'iot:Publish', Resource })) });
    expect(
      updated(
        { policy: policy('a', 'b'), zones: ['a', 'b'], names: ['a', 'b'], size: 1 },
        { policy: policy('b', 'a'), zones: ['b', 'a'], names: ['b', 'a'], size: 2 },
      ),
    ).toEqual([['size: 1 → 2'], ['reformatted, same meaning: policy'], ['reordered: names and zones']]);
  });

  test.each([
    ['parameter_group_name', 'redis6', ['parameter_group_name: redis6 → known after apply']],
    ['rule', [{ encryption: [{ algorithm: 'AES256' }] }], ['rule.encryption.algorithm: AES256 → known after apply']],
    ['policy', `{"Statement": "${'x'.repeat(100)}"}`, []],
    ['colour', 'red', []],
  ])(
    'shows the short previous value of an important attribute that is known only after apply: %s',
    (name, was, lines) => {
      const described = changed({
        actions: ['update'],
        before: { size: 1, [name]: was },
        after: { size: 2 },
        after_unknown: { [name]: true },
      });
      expect(described?.lines.map(({ text }) => plain(text))).toEqual(['size: 1 → 2', ...lines]);
      expect(described?.afterApply).toEqual([name]);
    },
  );

  test('shows a reordered command line as a change', () =>
    expect(updated({ args: ['--user', 'a'] }, { args: ['a', '--user'] })).toEqual([
      ['args:', 'gone --user', 'gone a', 'come a', 'come --user'],
    ]));

  test('marks JSON that differs only in empty values as "formatting only"', () => {
    // from a real plan (OpenTofu 1.12, DataDog/datadog 3.82): the API returns null for keys that our JSON omits
    const dashboard = (more: object) => ({
      dashboard: JSON.stringify({ layout_type: 'ordered', title: 'himeshima-dev', widgets: [{ id: 1 }], ...more }),
    });
    expect(updated(dashboard({ notify_list: null, template_variables: null }), dashboard({}))).toEqual([
      ['formatting only (null, empty and missing values), likely to recur in every plan: dashboard'],
    ]);
    expect(updated(dashboard({ notify_list: null }), dashboard({ title: 'other', notify_list: [] }))).toEqual([
      ['dashboard.title: himeshima-dev → other'],
    ]);
  });

  test('lists a new version together with other changed attributes', () =>
    expect(updated({ version: '1.2.0', timeout: 5 }, { version: '2.0.0', timeout: 6 })).toEqual([
      ['timeout: 5 → 6'],
      ['version: 1.2.0 → 2.0.0'],
    ]));

  test('lists a changed default tag together with another tag', () =>
    expect(
      updated(
        { tags: { a: '1' }, tags_all: { a: '1', env: 'dev' } },
        { tags: { a: '2' }, tags_all: { a: '2', env: 'prod' } },
      ),
    ).toEqual([['tags.a: 1 → 2'], ['tags_all.env: dev → prod']]));

  test('lists each changed tag once, although tags_all contains the tag too', () => {
    const tags = (value: string) => ({ tags: { a: value }, tags_all: { a: value } });
    expect(updated(tags('1'), tags('2'))).toEqual([['tags.a: 1 → 2']]);
    expect(updated({ tags_all: { env: 'dev' } }, { tags_all: { env: 'prod' } })).toEqual([
      ['tags_all.env: dev → prod'],
    ]);
  });
});

describe('a replacement', () => {
  // from real plans with hashicorp/aws 6.25: the state after an apply, and the planned attributes of a new resource
  const [state, planned] = [
    {
      name: 'belongings',
      range_key: 'room',
      stream_enabled: false,
      table_class: 'STANDARD',
      read_capacity: 0,
      deletion_protection_enabled: true,
      ttl: [{ attribute_name: '', enabled: false }],
    },
    {
      name: 'possessions',
      range_key: null,
      stream_enabled: null,
      table_class: null,
      deletion_protection_enabled: null,
      ttl: [],
    },
  ];
  const replacement = { actions: ['delete', 'create'], before: state, after: planned };
  const table = { address: 'aws_dynamodb_table.t', type: 'aws_dynamodb_table', name: 't' };
  const lines = (change: object) =>
    changed({ ...change, after_unknown: { read_capacity: true } }, table)?.lines.map(({ text }) => plain(text));

  test('omits computed defaults that are null in the plan', () =>
    expect(lines(replacement)).toEqual([
      'deletion_protection_enabled: removed: [-true-]',
      'name: belongings → possessions',
      'range_key: removed: [-room-]',
    ]));

  test('lists an attribute that was removed between two commits', () =>
    expect(lines({ ...replacement, after: { name: 'possessions' } })).toContain('stream_enabled: removed: [-false-]'));
});

test('lists only the declared attributes of a replaced resource as known after apply', () => {
  const change = {
    actions: ['delete', 'create'],
    before: { name: 'a', endpoint: 'a.example', role: 'arn:a' },
    after: { name: 'b' },
    after_unknown: { endpoint: true, role: true },
  };
  const resource = { address: 'aws_x.r', type: 'aws_x', name: 'r', change };
  const laterOf = (configuration: object) =>
    planOf({ resource_changes: [resource], ...configuration }, { stack: 'dev' }).changes.map(
      (read) => describeChange(read).afterApply,
    );
  const expressions = { name: { constant_value: 'b' }, role: { references: ['aws_iam_role.a.arn', 'aws_iam_role.a'] } };
  const resources = [{ address: 'aws_x.r', expressions }];
  expect(laterOf({ configuration: { root_module: { resources } } })).toEqual([['role']]);
  expect(laterOf({})).toEqual([['endpoint', 'role']]);
});

test('lists derived attributes if no other attribute changes', () => {
  const unknown = (before: object) =>
    changed({ actions: ['update'], before, after: {}, after_unknown: { arn: true, version: true } })?.afterApply;
  expect(unknown({})).toEqual(['arn', 'version']);
  expect(unknown({ size: 1 })).toEqual([]);
});

describe('actionText', () => {
  test('describes a change of a masked value as an update with no changed value', () =>
    expect(deed({ actions: ['update'], before: { a: '1' }, after: { a: '1' } })).toBe('update with no changed value'));

  test.each([
    ['is encrypted with KMS', { etag: 'aa', server_side_encryption: 'aws:kms' }, true],
    ['was uploaded in parts', { etag: 'aa-5', server_side_encryption: 'AES256' }, true],
    ['has an MD5 hash as its etag', { etag: 'aa', server_side_encryption: 'AES256' }, false],
  ])('warns about a recurring difference if an S3 object %s', (_, before, isRecurring) =>
    expect(
      deed(
        { actions: ['update'], before, after: { ...before, etag: 'bb' } },
        { address: 'aws_s3_object.o', type: 'aws_s3_object', name: 'o' },
      ),
    ).toBe(
      isRecurring
        ? 'update, which may recur in every plan, because the etag of this object is not its MD5 hash'
        : 'update',
    ),
  );

  test('shows only the note if the action is a no-op', () => {
    const stays = { actions: ['no-op'], before: {}, after: {} };
    expect(deed({ ...stays, importing: { id: 'r' } })).toBe('imported (already exists)');
    expect(deed(stays, { previous_address: 'helm_release.old' })).toBe('moved from helm_release.old');
  });

  test('states that a forgotten resource is no longer managed', () =>
    expect(deed({ actions: ['forget'], before: {}, after: null })).toBe(
      'forget: the resource remains, but is no longer managed',
    ));
});

test('says that a list or a map loses all of its items', () => {
  expect(updated({ ids: ['a', 'b', 'c'] }, { ids: [] })?.[0]).toEqual(['ids: all 3 items are removed']);
  expect(updated({ tags: { a: '1', b: '2' } }, { tags: null })?.[0]).toEqual(['tags: both items are removed']);
  expect(
    updated({ ids: ['a', 'b', 'c'] }, { ids: ['a'] })
      ?.flat()
      .join(),
  ).not.toContain('all');
});

test.each([
  ['delete_because_count_index', 'a.b[2]', ' because count no longer includes its index'],
  ['delete_because_each_key', 'a.b["x"]', ' because for_each no longer includes its key'],
  ['delete_because_wrong_repetition', 'a.b', ' because count or for_each was added or removed'],
  ['delete_because_no_resource_config', 'a.b', ' because it is no longer in the configuration'],
])('gives the reason for a deletion: %s', (action_reason, address, reason) =>
  expect(deed({ actions: ['delete'], before: {}, after: null }, { address, type: 'a', name: 'b', action_reason })).toBe(
    `delete${reason}`,
  ),
);
