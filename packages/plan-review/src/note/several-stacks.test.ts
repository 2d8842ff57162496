import fc from 'fast-check';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { noteOfStacks, terminalOfStacks } from './several-stacks';

interface ChangeParts {
  readonly type?: string;
  readonly actions: readonly string[];
}

const reviewed = (stack: string, changes: readonly ChangeParts[]) =>
  reviewOf(
    planOf(
      {
        resource_changes: changes.map(({ type = 'aws_dynamodb_table', actions }, index) => ({
          address: `${type}.r${index}`,
          mode: 'managed',
          type,
          name: `r${index}`,
          change: {
            actions,
            before: actions.includes('create') ? null : { name: 'a' },
            after: actions.includes('delete') ? null : { name: actions.includes('update') ? `b${index}` : 'a' },
          },
        })),
      },
      { stack },
    ),
  );

const deleted = { actions: ['delete'] };
const created = { type: 'aws_cloudwatch_log_group', actions: ['create'] };
const longest = 65_000;
const place = { commit: undefined, longest };

test('lists the stacks of a terminal output before their reviews, the most dangerous first', () => {
  const reviews = [reviewed('web', [created]), reviewed('quiet', []), reviewed('one', [deleted])];
  const text = terminalOfStacks(reviews, { columns: 100, colour: false });
  expect(text.split('\n\n')[0]?.split('\n')).toEqual([
    '3 stacks: 1 with dangers, 1 with other changes, 1 without changes',
    '  ✗ one: 1 danger (data loss)',
    '  ✓ web: other changes',
    '  · no changes: quiet',
  ]);
  expect(text.match(/^ {2}stack .*/gm)?.map((line) => line.split(' · ')[0])).toEqual(['  stack one', '  stack web']);
  const idle = [reviewed('a', []), reviewed('b', [])];
  expect(terminalOfStacks(idle, { columns: 100, colour: false })).toContain('stacks a and b ·');
  expect(terminalOfStacks([], { columns: 100, colour: false })).toBe('');
});

test('lists the most dangerous stacks first, and folds notes without dangers', () => {
  const note = noteOfStacks(
    [
      reviewed('web', [created]),
      reviewed('quiet', []),
      reviewed('one', [deleted]),
      reviewed('two', [deleted, deleted]),
      reviewed('idle', []),
    ],
    place,
  );
  const [title, list = '', ...notes] = note.split('\n\n');
  expect(title).toBe('## 5 stacks: 2 with dangers, 1 with other changes, 2 without changes');
  expect(list.split('\n')).toEqual([
    expect.stringMatching(
      /^- `two`: \S+ Data loss: `aws_dynamodb_table\.r0` is deleted \(the same applies to `aws_dynamodb_table\.r1`\)\.$/,
    ),
    expect.stringMatching(/^- `one`: \S+ Data loss: `aws_dynamodb_table\.r0` is deleted\.$/),
    expect.stringMatching(/^- `web`: \S+ Creates the log group `r0`: `name` = `a`\.$/),
    '- no changes: `quiet` and `idle`',
  ]);
  expect(notes.filter((line) => line.startsWith('### '))).toHaveLength(3);
  expect(note).toMatch(/<details>\n<summary>Stack web<\/summary>\n\n### .* Creates the log group/);
});

test('lists a stack with unjudged changes before harmless stacks', () => {
  const unknown = { type: 'okta_app', actions: ['create'] };
  const note = noteOfStacks([reviewed('harmless', [created]), reviewed('unknown', [unknown])], place);
  expect(note.match(/^- `(\w+)`: \S+/gm)).toEqual(['- `unknown`: 🟡', '- `harmless`: 🟢']);
});

test('does not list a single stack', () => {
  expect(noteOfStacks([reviewed('one', [deleted])], place)).toMatch(/^### /);
});

test('names all stacks in one line if no stack changes', () => {
  const note = noteOfStacks([reviewed('one', []), reviewed('two', [])], place);
  expect(note).toMatch(/^### .*\nstacks `one` and `two`/);
});

test('lists 50 stacks within the length limit of GitHub', () => {
  const stacks = Array.from({ length: 50 }, (_, index) =>
    reviewed(
      `stack-${index}`,
      Array.from({ length: 100 }, () => ({ actions: ['update'] })),
    ),
  );
  const note = noteOfStacks(stacks, place);
  expect(note.length).toBeLessThanOrEqual(longest);
  expect(stacks.filter(({ stack }) => !note.includes(`- \`${stack}\`: `))).toEqual([]);
  const omitted = Number(/The notes of (\d+) stacks are omitted/.exec(note)?.[1]);
  expect(note.match(/^### /gm)).toHaveLength(50 - omitted);
});

test('lists 50 stacks with long summaries, and shortens the lines of the least dangerous stacks', () => {
  const types = ['aws_dynamodb_table', 'aws_lambda_function', 'aws_iam_role', 'okta_thing'];
  const changes = types.map((type) => ({ type: `${type}`, actions: ['delete'] }));
  const stacks = Array.from({ length: 50 }, (_, index) => reviewed(`${'long-name-'.repeat(3)}${index}`, changes));
  const note = noteOfStacks(stacks, { commit: undefined, longest: 40_000 });
  expect(note.length).toBeLessThanOrEqual(40_000);
  const list = note.split('\n\n')[1]?.split('\n') ?? [];
  expect(list).toHaveLength(50);
  expect(list[0]).toMatch(/🔴 Data loss: `aws_dynamodb_table\.r0` is deleted; /);
  expect(list[49]).toMatch(/: 🔴 3 dangers \(data loss, outage\), 1 change not judged$/);
});

test('never exceeds the maximum length, and lists or counts every stack', () => {
  const stack = fc.record({ name: fc.string({ minLength: 1, maxLength: 60 }), size: fc.nat(60), kind: fc.boolean() });
  fc.assert(
    fc.property(fc.array(stack, { minLength: 2, maxLength: 60 }), (stacks) => {
      const reviews = stacks.map(({ name, size, kind }) =>
        reviewed(
          name,
          Array.from({ length: size }, () => (kind ? deleted : created)),
        ),
      );
      const note = noteOfStacks(reviews, place);
      expect(note.length).toBeLessThanOrEqual(longest);
      if (stacks.some(({ size }) => size > 0)) expect(note).toMatch(new RegExp(`^## ${stacks.length} stacks: `));
    }),
    { numRuns: 15 },
  );
});

test('gives every one of fifty dangerous stacks a note within the limit', () => {
  const many = Array.from({ length: 60 }, (_, at) => ({ ...created, type: `aws_type_${at}` }));
  const reviews = Array.from({ length: 50 }, (_, at) => reviewed(`stack${at}`, [deleted, ...many]));
  const note = noteOfStacks(reviews, place);
  expect(note.length).toBeLessThanOrEqual(longest);
  expect(note.match(/^### 🔴/gm)?.length).toBeGreaterThan(40);
});
