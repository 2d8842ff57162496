import { planOf } from '../plan/read-plan';
import { type Review, reviewOf } from '../review';
import { created, deleted, updated } from '../rules/dangers.fixture';
import { htmlOf } from './html';
import { noteOf } from './note';
import { terminalOf } from './terminal';

const noteWith = (...changes: readonly object[]) =>
  noteOf(reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })), { commit: undefined });

/** Returns the lines of a section of a note. */
const sectionOf = (note: string, title: string): readonly string[] =>
  (note.split(`**${title}**\n\n`)[1] ?? '').split('\n\n')[0]?.split('\n') ?? [];

const unjudgedIn = (note: string) => sectionOf(note, 'Not judged by any rule: review these yourself');

const client = (name: string, ...urls: readonly string[]) =>
  updated(`aws_cognito_user_pool_client.${name}`, { callback_urls: ['https://a.example'] }, { callback_urls: urls });

test('shows unjudged changes with their values, and does not repeat them below', () => {
  const note = noteWith(
    client('web', 'https:///'),
    deleted('aws_api_gateway_base_path_mapping.main', { domain_name: 'api.example' }),
    updated('aws_sqs_queue.q', { delay_seconds: 1 }, { delay_seconds: 2 }),
  );
  expect(unjudgedIn(note)).toEqual([
    '1 deletion and 1 change of important attributes:',
    '- `aws_api_gateway_base_path_mapping.main`: delete; `domain_name` = `api.example`',
    '- `aws_cognito_user_pool_client.web`: update',
    '  - `callback_urls`:',
    '    - ~~`https://a.example`~~',
    '    - **`https:///`**',
  ]);
  expect(sectionOf(note, 'Changes').join('\n')).not.toMatch(/base_path_mapping|user_pool_client/);
});

test('shows deletions first, then changed values, then additions, and then new resources', () => {
  const lines = unjudgedIn(
    noteWith(
      created('example_thing.a', { label: 'a' }),
      updated('example_thing.b', {}, { label: 'b' }),
      updated('example_thing.c', { label: 'old', note: 'x' }, { label: 'new', note: 'y' }),
      deleted('example_thing.d', {}),
    ),
  );
  expect(lines.flatMap((line) => /^- `(\S+)`/.exec(line)?.[1] ?? [])).toEqual([
    'example_thing.d',
    'example_thing.c',
    'example_thing.b',
    'example_thing.a',
  ]);
});

test('warns that deleted objects may hold data', () => {
  expect(unjudgedIn(noteWith(deleted('example_thing.a')))[0]).toBe(
    '- `example_thing.a`: delete; it is unknown whether it holds data',
  );
  expect(unjudgedIn(noteWith(...['a', 'b', 'c'].map((name) => deleted(`example_thing.${name}`))))[0]).toBe(
    '- 3 things: delete; it is unknown whether they hold data',
  );
});

test('names a long change, and shows it below', () => {
  const urls = Array.from({ length: 20 }, (_, at) => `https://${at}.example`);
  const twice = (name: string) => client(name, ...urls);
  const note = noteWith(client('short', 'https:///'), twice('b'), twice('c'));
  expect(unjudgedIn(note)[0]).toBe(
    '3 changes of important attributes (including `aws_cognito_user_pool_client.c.callback_urls`):',
  );
  expect(sectionOf(note, 'Changes').join('\n')).toContain('aws_cognito_user_pool_client.c');
});

test('shows only the most important of many changes, and says so', () => {
  const many = Array.from({ length: 30 }, (_, at) =>
    updated(`aws_cognito_user_pool_client.c${at}`, { callback_urls: ['a'] }, { callback_urls: [`${at}`] }),
  );
  const route = updated(
    'aws_route_table.private',
    { route: [{ cidr_block: '10.0.0.0/8', nat_gateway_id: 'nat-1' }] },
    { route: [{ cidr_block: '10.0.0.0/8', nat_gateway_id: 'nat-2' }] },
  );
  const lines = unjudgedIn(noteWith(...many, route));
  expect(lines[0]).toMatch(/^31 changes of important attributes \(including .*\); the most important of them:$/);
  const shown = lines.filter((line) => line.startsWith('- `'));
  expect(shown).toHaveLength(5);
  expect(shown[0]).toBe('- `aws_route_table.private`: update');
});

test('shows new resources of different types as examples, first those that grant rights', () => {
  const tags = Array.from({ length: 30 }, (_, at) => created(`oci_identity_tag.t${at}`, { value: `v${at}` }));
  const lines = unjudgedIn(
    noteWith(
      ...tags,
      created('oci_core_internet_gateway.g', { enabled: true }),
      created('oci_identity_policy.p', { statements: ['allow group a to manage users in tenancy'] }),
    ),
  );
  expect(lines.filter((line) => line.startsWith('- `')).slice(0, 3)).toEqual([
    '- `oci_identity_policy.p`: create with `statements` = `allow group a to manage users in tenancy`',
    '- `oci_core_internet_gateway.g`: create with `enabled` = `true`',
    '- `oci_identity_tag.t0`: create with `value` = `v0`',
  ]);
});

describe.each([
  ['terminal', (review: Review) => terminalOf(review, { columns: 100, colour: false })],
  ['page', (review: Review) => htmlOf([review])],
])('the %s', (_, render) => {
  test('shows unjudged changes with their values before the other changes, and does not repeat them', () => {
    const changes = [
      client('web', 'https:///'),
      updated('aws_sqs_queue.q', { delay_seconds: 1 }, { delay_seconds: 2 }),
    ];
    const text = render(reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })));
    const [, section = ''] = text.split('Not judged by any rule: review these yourself');
    const [unjudged = '', others = ''] = section.split('aws_sqs_queue.q');
    expect(unjudged).toMatch(/aws_cognito_user_pool_client\.web[\s\S]*callback_urls/);
    expect(others).not.toContain('callback_urls');
  });
});
