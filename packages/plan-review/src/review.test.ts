import { fc, test as property } from '@fast-check/jest';
import { aws } from './known-changes/aws.fixture';
import { azurerm } from './known-changes/azurerm.fixture';
import { cloudflare } from './known-changes/cloudflare.fixture';
import { datadog } from './known-changes/datadog.fixture';
import { github } from './known-changes/github.fixture';
import { google } from './known-changes/google.fixture';
import { grafana } from './known-changes/grafana.fixture';
import { helm } from './known-changes/helm.fixture';
import { kubernetes } from './known-changes/kubernetes.fixture';
import { pagerduty } from './known-changes/pagerduty.fixture';
import { jsonOf, widgetOf } from './note/json-output';
import { codeSpan } from './note/markdown';
import { noteOf } from './note/note';
import { terminalOf } from './note/terminal';
import { planOf } from './plan/read-plan';
import { plans } from './plan.arbitrary';
import { reviewOf } from './review';

const reviewed = (json: object) => reviewOf(planOf(json, { stack: 'dev', basis: { hash: 'a'.repeat(64) } }));
const note = (json: object) => noteOf(reviewed(json), { commit: undefined });
const everyOutput = (json: object) => {
  const review = reviewed(json);
  return [
    noteOf(review, { commit: undefined }),
    terminalOf(review, { columns: 80, colour: false }),
    jsonOf([review]),
    widgetOf([review]),
  ];
};

/** Returns the text outside code spans and fences, where GitLab interprets mentions, references and HTML. */
const outsideOfCode = (markdown: string) =>
  markdown.replace(/^ *(`{3,})hcl\n(?:.*\n)*? *\1$/gm, '').replace(/(`+)(?!`).+?(?<!`)\1(?!`)/g, '');

/** Expects a note without markup that GitLab interprets, and terminal output without control characters. */
function expectNoTriggers([markdown = '', terminal = '']: readonly string[]): void {
  expect(markdown.split('\n').filter((line) => /^\s*\/|^\s*(?:[-*>]\s+)*\/\w/.test(line))).toEqual([]);
  const outside = outsideOfCode(markdown);
  expect(outside).not.toMatch(/@\w/);
  // punctuation after a backslash is literal text (CommonMark 2.4)
  const unescaped = outside.replace(/\\[!-/:-@[-`{-~]/g, '');
  expect(unescaped.replace(/<details open>|<\/?(?:details|summary)>/g, '')).not.toMatch(/<[a-z/!]/i);
  expect(outside).not.toMatch(/!\[/);
  expect((outside.match(/<details(?: open)?>/g) ?? []).length).toBe((outside.match(/<\/details>/g) ?? []).length);
  expect(`${markdown}${terminal}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
}

const hostile = '\n/close\n![x](https://evil.example/a.png) @all <img src=x onerror=alert(1)>\u001b[31m';

/** Returns the paths of the texts in a value. */
const textPaths = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'string'
    ? [path]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inside]) => textPaths(inside, [...path, name]))
      : [];

/** Returns a value with a hostile text at a path. */
function withHostile(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return hostile;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === step ? withHostile(item, rest) : item));
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([name, inside]) => [name, name === step ? withHostile(inside, rest) : inside]),
      )
    : value;
}

/** Generates changes that the rules report, with a hostile text in place of one value. */
const hostileChanges = fc
  .constantFrom(
    ...[aws, azurerm, cloudflare, datadog, github, google, grafana, helm, kubernetes, pagerduty].flatMap(
      ({ dangers }) => dangers,
    ),
  )
  .chain(({ address, before = null, after = null }) => {
    const [type = '', name = ''] = address.split('.');
    const actions = [before === null ? 'create' : after === null ? 'delete' : 'update'];
    const change = { before, after };
    return fc.constantFrom(...textPaths(change), ['none']).map((path) => {
      const changed = Object.fromEntries(Object.entries({ ...change, ...Object(withHostile(change, path)) }));
      return { address, mode: 'managed', type, name, change: { ...changed, actions, after_unknown: {} } };
    });
  });

describe('reviews of randomly generated plans', () => {
  // one test checks secrets and markup, because generating the reviews takes most of the time
  property.prop([plans], { numRuns: 300 })(
    'contains no secrets, and triggers no mention, quick action or image',
    ({ json, secrets }) => {
      const outputs = everyOutput(json);
      const never = [...secrets, 'prior-state-is-never-read'];
      for (const output of outputs) expect(never.filter((secret) => output.includes(secret))).toEqual([]);
      expectNoTriggers(outputs);
    },
  );

  property.prop([hostileChanges], { numRuns: 400 })(
    'quotes a hostile text in place of any value of a dangerous change',
    (change) => expectNoTriggers(everyOutput({ resource_changes: [change] })),
  );

  property.prop([plans])('returns equal reviews for equal plans', ({ json }) => {
    expect(everyOutput(json)).toEqual(everyOutput(structuredClone(json)));
  });

  property.prop([plans])('names every affected address', ({ json }) => {
    const review = reviewed(json);
    const { addresses } = review;
    const happening = json.resource_changes.filter(
      (one) => one.change.actions[0] !== 'no-op' || 'previous_address' in one,
    );
    expect(addresses).toHaveLength(happening.length);
    expect(new Set(addresses.map(({ address }) => address)).size).toBe(happening.length);
    const text = noteOf(review, { commit: undefined });
    const [body = '', folded = ''] = text.split(/<summary>(?:Other|All) affected resources \(\d+\)<\/summary>/);
    const idOf = new Map(review.monitors.map(({ address, id }) => [address, id]));
    const isNamed = (name: string) => body.includes(codeSpan(name));
    const missing = addresses.filter(({ address }) => !isNamed(address) && !isNamed(idOf.get(address) ?? address));
    expect(folded.match(/^- .*/gm) ?? []).toEqual(
      expect.arrayContaining(missing.map(({ address, action }) => `- ${codeSpan(address)} ${action}`)),
    );
  });

  test('counts a replacement as a create and a delete in GitLab’s widget, which accepts only three numbers', () => {
    const change = (...actions: readonly string[]) => ({
      address: `t.${actions.join('-')}`,
      type: 't',
      name: actions.join('-'),
      change: { actions, before: actions[0] === 'create' ? null : {}, after: {} },
    });
    const json = { resource_changes: [change('delete', 'create'), change('update'), change('create'), change('read')] };
    expect(JSON.parse(widgetOf([reviewed(json)]))).toEqual({ create: 2, update: 1, delete: 1 });
  });

  test('folds the least important details of a note over 60,000 characters, without omitting details', () => {
    const json = {
      resource_changes: Array.from({ length: 1_500 }, (_, at) => ({
        address: `aws_sqs_queue.q${at}`,
        type: 'aws_sqs_queue',
        name: `q${at}`,
        change: { actions: ['update'], before: { name: 'x'.repeat(50) }, after: { name: `${'y'.repeat(46)}${at}` } },
      })),
    };
    const text = note(json);
    const queues = Array.from({ length: 1_500 }, (_, at) => `aws_sqs_queue.q${at}`);
    expect(queues.filter((address) => !text.includes(`- \`${address}\`: update\n  - \`name\`: `))).toEqual([]);
    expect(text).not.toContain('affected resources');
  });
});

test.each(['@everyone', '![x](https://evil.example/a.png)'])('shows the unknown monitor type %s as code', (type) => {
  const change = { actions: ['create'], before: null, after: { type }, after_unknown: { query: true } };
  const address = 'datadog_monitor.m';
  const text = note({ resource_changes: [{ address, type: 'datadog_monitor', name: 'm', change }] });
  expect(text).toContain(`\`${type}\`, whose query is known only after apply`);
  expectNoTriggers([text]);
});

test('limits a note with many dangers to the length that GitLab accepts', () => {
  const queue = (at: number, actions: readonly string[]) => ({
    address: `aws_sqs_queue.${actions[0]}_${at}_${'x'.repeat(200)}`,
    type: 'aws_sqs_queue',
    name: `${actions[0]}_${at}_${'x'.repeat(200)}`,
    change: { actions, before: { name: `n${at}` }, after: null },
  });
  const text = note({ resource_changes: Array.from({ length: 5_000 }, (_, at) => queue(at, ['delete'])) });
  expect(text.length).toBeLessThan(1_000_000);
  const [alike = '', ...shown] = text.match(/^- \*\*Data loss:\*\* `.*/gm) ?? [];
  expect(alike).toMatch(/; the same applies to `\S+`, `\S+` and 4997 more resources$/);
  expect(shown).toHaveLength(50);
  expect(text).toContain('- 4947 more dangers, counted by module and type: too many for one note; `--format html`');
  expect(text).toContain('- **Data loss:** root module: 4947 `aws_sqs_queue`');
  expect(text).toContain('<summary>Other dangers of the same kinds (4997)</summary>');
  expect(text).toMatch(/^- root module: delete \d+ `aws_sqs_queue`\n\n<\/details>$/m);
  expect(text).toMatch(/<summary>Other affected resources \(\d+\)<\/summary>/);
});

test('truncates very long text', () => {
  const alarm = (name: string) => ({ alarm_rule: `ALARM(${name.repeat(300_000)})` });
  const change = { actions: ['update'], before: alarm('a'), after: alarm('b') };
  const type = 'aws_cloudwatch_composite_alarm';
  const json = { resource_changes: [{ address: `${type}.r`, type, name: 'r', change }] };
  expect(note(json).length).toBeLessThan(20_000);
  expect(note(json)).toMatch(/its alarm rule is `ALARM\(b+… \(300007 characters\)` instead of/);
});

test('treats the name of a JavaScript object property as an unknown resource type', () => {
  const type = 'constructor';
  const change = { actions: ['delete', 'create'], before: { [type]: 'a' }, after: { name: 'b' } };
  const json = { resource_changes: [{ address: `${type}.x`, type, name: 'x', change }] };
  expect(note(json)).toContain(`Replaces \`${type}.x\``);
  expect(everyOutput(json).join()).not.toContain('native code');
});

test('reports the deletion of a deposed object only if the object contains data', () => {
  const left = (type: string) => ({
    address: `${type}.x`,
    type,
    name: 'x',
    deposed: 'ab12cd34',
    change: { actions: ['delete'], before: { name: 'x' }, after: null },
  });
  const types = ['aws_lambda_function', 'aws_dynamodb_table', 'datadog_monitor'];
  expect(reviewed({ resource_changes: types.map(left) }).dangers).toEqual([
    expect.objectContaining({ kind: 'data loss', address: 'aws_dynamodb_table.x' }),
  ]);
});

test('lists other attributes of a monitor, and the reason for a replacement, below the sentences', () => {
  const before = { type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'm', name: 'n', locked: false };
  const change = {
    actions: ['delete', 'create'],
    before,
    after: { ...before, locked: true, type: 'query alert' },
    replace_paths: [['type']],
  };
  const json = { resource_changes: [{ address: 'datadog_monitor.e', type: 'datadog_monitor', name: 'e', change }] };
  expect(note(json)).toMatch(/`locked`: `false` → `true`/);
  expect(note(json)).toMatch(/^- `e` has different `locked` and `type`; it is replaced because `type` changes/m);
});

test('compares too deeply nested documents as plain text', () => {
  const deep = (value: string) => `${'{"a":'.repeat(10_000)}"${value}"${'}'.repeat(10_000)}`;
  const change = { actions: ['update'], before: { policy: deep('one') }, after: { policy: deep('two') } };
  const json = { resource_changes: [{ address: 'aws_iam_policy.p', type: 'aws_iam_policy', name: 'p', change }] };
  expect(note(json)).toContain('`policy`: changed (60005 → 60005 characters)');
});

test('generates some plans that contain secrets', () => {
  expect(fc.sample(plans, 50).some(({ secrets }) => secrets.length > 0)).toBe(true);
});
