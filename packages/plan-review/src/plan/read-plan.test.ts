import { constants } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { planOf, readPlan } from './read-plan';

const change = (more: object = {}, of: object = {}) => ({
  address: 'aws_sqs_queue.jobs',
  mode: 'managed',
  type: 'aws_sqs_queue',
  name: 'jobs',
  ...of,
  change: { actions: ['create'], before: null, after: { name: 'jobs' }, after_unknown: { arn: true }, ...more },
});
const file = (more: object = {}, ...changes: readonly object[]) => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  resource_changes: changes,
  ...more,
});
const read = (content: object | string | Uint8Array) => {
  const text =
    content instanceof Uint8Array
      ? content
      : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  return readPlan({ bytes: text, stack: 'dev' });
};
const only = (of: object) => read(file({}, of)).changes[0];

const utf16 = (text: string, order: 'LE' | 'BE') => {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'LE' ? bytes : bytes.swap16();
};

const endless = (open: string, close: string) => `${open.repeat(100_000)}1${close.repeat(100_000)}`;
const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`;

describe('readPlan', () => {
  const json = JSON.stringify(file({}, change()));
  test.each([
    ['UTF-8', Buffer.from(json)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${json}`)],
    ['UTF-16 as written by PowerShell', utf16(`\ufeff${json}`, 'LE')],
    ['UTF-16 without a byte order mark', utf16(json, 'LE')],
    ['big-endian UTF-16', utf16(`\ufeff${json}`, 'BE')],
    ['big-endian UTF-16 without a byte order mark', utf16(json, 'BE')],
  ])('reads %s', (_, bytes) => expect(read(bytes).changes).toHaveLength(1));

  test('reads a plan without a version, and a plan with a newer minor version and unknown keys', () => {
    expect(read({ resource_changes: [change()] }).changes).toHaveLength(1);
    expect(read(file({ format_version: '1.99', new_key: {} }, { ...change(), also_new: 1 })).changes).toHaveLength(1);
  });

  test.each([
    [['no-op'], 'no-op'],
    [['create'], 'create'],
    [['read'], 'read'],
    [['update'], 'update'],
    [['delete'], 'delete'],
    [['forget'], 'forget'],
    [['delete', 'create'], 'replace'],
    [['create', 'delete'], 'replace'],
    [['create', 'forget'], 'create'],
    [['forget', 'create'], 'create'],
  ])('reads the actions %j as %s', (actions, action) => {
    const [first, second] = actions;
    const before = first === 'create' && second === undefined ? null : { name: 'jobs' };
    const after = first === 'delete' && second === undefined ? null : { name: 'jobs' };
    expect(only(change({ actions, before, after }))?.action).toBe(action);
  });

  test('reads modules, moves, imports, deposed objects, and instance keys with quotes and dots', () => {
    const address = 'module.a["x.y"].aws_sqs_queue.jobs["say \\"hi\\""]';
    const of = { address, previous_address: 'aws_sqs_queue.old', deposed: '0a1b2c3d' };
    expect(only(change({ importing: { id: 'q' } }, of))).toMatchObject({
      address,
      previousAddress: 'aws_sqs_queue.old',
      deposed: '0a1b2c3d',
      importing: true,
    });
  });

  test('finds existing resources by id, except by an id that is masked as a secret', () => {
    const instance = (id: string) => change({ actions: ['no-op'], before: { id }, after: { id } });
    const ids = (...changes: readonly object[]) => [...read(file({}, ...changes)).addressOfId.keys()];
    const id = 'i-0123456789abcdef0';
    expect(ids(instance(id))).toEqual([id]);
    const token = change(
      { after: { token: id }, after_sensitive: { token: true } },
      { address: 'aws_sqs_queue.token', name: 'token' },
    );
    expect(ids(instance(id), token)).toEqual([]);
  });

  test('reads the attributes that force a replacement', () =>
    expect(only(change({ actions: ['delete', 'create'], replace_paths: [['name'], ['rule', 0, 'id']] }))).toMatchObject(
      {
        replacedBecause: [['name'], ['rule', '0', 'id']],
      },
    ));

  test('marks failed plans and plans that are not applyable as broken, but not empty plans', () => {
    expect(read(file({ errored: true })).broken).toContain('failed while planning');
    expect(read(file({ applyable: false }, change())).broken).toContain('not applyable');
    expect(read(file({ applyable: false, complete: false }, change())).broken).toContain('not applyable');
    expect(read(file({ applyable: false })).broken).toBeUndefined();
  });

  test('builds the missing address of a drifted resource in a plan by Terraform 1.0', () => {
    const { address: _, ...parts } = change({ actions: ['update'] });
    const drifted = (more: object) =>
      planOf({ resource_changes: [], resource_drift: [{ ...parts, ...more }] }, { stack: 'dev' }).drift[0]?.address;
    const [type, name] = [parts.type, parts.name];
    expect(drifted({})).toBe(`${type}.${name}`);
    expect(drifted({ module_address: 'module.a', index: 'b.c' })).toBe(`module.a.${type}.${name}["b.c"]`);
  });

  test('reads deferred changes, drift, failed checks and outputs', () => {
    const plan = read(
      file({
        complete: false,
        deferred_changes: [{ reason: 'provider_config_unknown', resource_change: change() }],
        resource_drift: [change({ actions: ['update'] })],
        checks: [{ address: { to_display: 'check.health' }, status: 'fail' }],
        output_changes: { url: { actions: ['create'] }, same: { actions: ['no-op'] } },
      }),
    );
    expect(plan).toMatchObject({
      complete: false,
      deferred: [{ address: 'aws_sqs_queue.jobs', reason: 'provider_config_unknown' }],
      failedChecks: ['check.health'],
      outputs: ['url'],
    });
    expect(plan.drift).toHaveLength(1);
  });

  test('keeps failed checks whose messages cannot be read, and outputs with unusual names', () => {
    const address = { to_display: 'check.health' };
    const instances = (problems: unknown) => ({
      checks: [{ address, status: 'fail', instances: [{ problems }, { problems: [{ message: 'no answer' }] }] }],
    });
    const problemsOf = (problems: unknown) =>
      read(file(instances(problems))).checkProblems.map(({ message }) => message);
    expect(problemsOf([{ message: 'timeout' }, { message: 7 }])).toEqual([
      'timeout',
      'the message cannot be read',
      'no answer',
    ]);
    expect(problemsOf('x')).toEqual(['the message cannot be read', 'no answer']);
    const outputs: object = JSON.parse('{"output_changes": {"__proto__": {"actions": ["create"], "after": "x"}}}');
    expect(read(file(outputs)).outputs).toEqual(['__proto__']);
  });

  test('treats null as missing, and accepts a number as the version', () => {
    const nothing = { previous_address: null, deposed: null, action_reason: null, name: null };
    const plan = read(
      file(
        { format_version: 1.2, terraform_version: null, errored: null, complete: null, applyable: null, checks: null },
        change({ actions: ['update'], replace_paths: null, importing: null }, nothing),
      ),
    );
    expect(plan).toMatchObject({ complete: true, broken: undefined, changes: [{ name: '', deposed: undefined }] });
    expect(read(file({ format_version: null })).changes).toEqual([]);
  });

  test.each([
    ['', 'is empty'],
    ['Plan: 1 to add, 0 to change', 'is the human-readable output of terraform plan'],
    ['Terraform will perform the following actions:', 'is the human-readable output of terraform plan'],
    ['# How we use Terraform', 'is not JSON'],
    ['hello', 'is not JSON'],
    ['null', 'is JSON, but not a Terraform plan'],
    ['"plan"', 'is JSON, but not a Terraform plan'],
    [json.slice(0, -30), 'is truncated: the JSON ends unexpectedly'],
    [json.slice(0, json.indexOf('}') + 1), 'is truncated: the JSON ends unexpectedly'],
    ['{"@level":"info"}\n{"@level":"info"}', 'is the log stream of terraform plan -json, not the plan'],
    ['{"@level":"info"}', 'is the log stream of terraform plan -json, not the plan'],
    ['{"version":4,"serial":1,"lineage":"x"}', 'is a state file, not a plan'],
    ['{"format_version":"1.0","values":{}}', 'is the JSON of a state, not of a plan'],
    ['{"hello":1}', 'is JSON, but not a Terraform plan'],
    [`${json}\nWarning: x`, 'has extra text after the JSON'],
    [`${json}\n${json}`, 'has extra text after the JSON'],
    [`Initializing the backend...\n${json}`, 'has other text before the JSON'],
    [
      '{"terraform":{},"resource":{"aws_sqs_queue":{"jobs":{}}}}',
      'is a configuration synthesized by CDK for Terraform',
    ],
    ['{"format_version":"1.0","provider_schemas":{}}', 'is the output of terraform providers schema -json'],
    ['{"format_version":"1.0","valid":true,"diagnostics":[]}', 'is the output of terraform validate -json'],
    ['{"format_version":"9\\u001b[31m\\n.0","resource_changes":[]}', 'has format_version 9\uFFFD[31m\uFFFD.0; only'],
    ['[]', 'is JSON, but not a Terraform plan'],
    ['{"format_version":"2.0","resource_changes":[]}', 'has format_version 2.0; only 0.x and 1.x are supported'],
    [JSON.stringify(file({}, change({ actions: ['explode'] }))), 'resource_changes.0.change.actions.0'],
    [JSON.stringify(file({}, change({ actions: [] }))), 'resource_changes.0.change.actions'],
    ...[['delete', 'forget'], ['update', 'no-op'], ['create', 'create'], ['delete', 'create', 'no-op'], ['Delete']].map(
      (actions) => [JSON.stringify(file({}, change({ actions, before: {} }))), 'resource_changes.0.change.actions'],
    ),
    ...[deep('[', ']'), deep('{"a":', '}')].flatMap((nested) =>
      ['before', 'after', 'after_unknown'].map((side) => [
        JSON.stringify(file({}, change({ actions: ['update'], [side]: { x: '@' } }))).replace('"@"', nested),
        'aws_sqs_queue.jobs is nested more than 200 levels deep',
      ]),
    ),
    ['{"format_version":{"a":1},"resource_changes":[]}', 'has format_version {"a":1}; only'],
    ['{"format_version":"","resource_changes":[]}', 'has format_version ""; only'],
    [
      JSON.stringify(file({}, change({ actions: ['annihilate'] }))),
      'is not a valid plan (unknown action in resource_changes.0.change.actions.0)',
    ],
    [
      '{"resource_changes":[],"output_changes":{"a":{"actions":["create"]},"url":{"actions":["explode"]}}}',
      'is not a valid plan (unknown action in output_changes.url.actions.0)',
    ],
    ['{"resource_changes":[],"output_changes":{"url":{}}}', 'is not a valid plan (output_changes.url.actions: '],
    [
      '{"resource_changes":[],"output_changes":"url"}',
      'is not a valid plan (output_changes: Invalid input: expected object, received string)',
    ],
    ['{"resource_changes":[{"address":1}]}', 'is not a valid plan (resource_changes.0.address'],
  ])('rejects and describes %j', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
    expect(() => read(text)).toThrow(
      /(?:terraform show -json PLANFILE > plan\.json|update plan-review if a newer Terraform wrote the plan)$/,
    );
  });

  test.each([
    ['configuration', `{"root_module":${endless('{"module_calls":{"a":{"module":', '}}}')}}`],
    ['action_invocations', `[{"address":"a","x":${endless('[', ']')}}]`],
  ])('rejects a plan with %s nested too deeply', (name, nested) => {
    const waiting = file({}, change({ actions: ['update'], after_unknown: { a: true } }));
    expect(() => read(`{"${name}":${nested},${JSON.stringify(waiting).slice(1)}`)).toThrow(
      'is not a valid plan (a value is nested too deeply); create the plan JSON with terraform show -json',
    );
  });

  test('recognizes a binary plan file by its first bytes', () =>
    expect(() => read(new Uint8Array([0x50, 0x4b, 3, 4]))).toThrow(
      'is a binary plan file, or another ZIP archive; convert a plan file with terraform show -json PLANFILE > plan.json; unpack another archive first',
    ));

  test('rejects a file that is longer than the longest text', () =>
    expect(() => read(new Uint8Array(constants.MAX_STRING_LENGTH + 1))).toThrow(
      /^is too large \(512 MB; Node\.js reads texts of at most 511 MB\); split the stack/,
    ));

  test('rejects invalid bytes instead of replacing them', () =>
    expect(() => read(Buffer.from(json.replace('jobs', 'Zürich'), 'latin1'))).toThrow(
      'is invalid UTF-8: expected JSON in UTF-8 or UTF-16; create the plan JSON with terraform show -json',
    ));

  test('recognizes a compressed file and tells the user how to decompress it', () =>
    expect(() => read(new Uint8Array(gzipSync(json)))).toThrow(
      'is compressed with gzip; decompress it with gzip -dc FILE > plan.json',
    ));
});
