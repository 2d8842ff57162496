import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { deleted, updated } from '../rules/dangers.fixture';
import { resourceLines } from './affected-resources';
import { longestNote, noteOf } from './note';

const resources = [
  ['module.shop["eu"].aws_sqs_queue.a', 'create'],
  ['module.shop["eu"].aws_sqs_queue.b', 'create'],
  ['module.shop["eu"].aws_sns_topic.c', 'delete'],
  ['aws_sqs_queue.d', 'create'],
].map(([address = '', action = '']) => ({ address, action, source: undefined }));

describe('resourceLines', () => {
  test('lists resources one by one if the list fits', () =>
    expect(resourceLines(resources, 1_000)).toEqual([
      '- `module.shop["eu"].aws_sqs_queue.a` create',
      '- `module.shop["eu"].aws_sqs_queue.b` create',
      '- `module.shop["eu"].aws_sns_topic.c` delete',
      '- `aws_sqs_queue.d` create',
    ]));

  const tooMany = 'too many for one note; `--format html` lists all of them';

  test('counts resources by module and type, and then only by type, if the list does not fit', () => {
    const many = Array.from({ length: 20 }, () => resources).flat();
    expect(resourceLines(many, 300)).toEqual([
      `- counted by module and type: ${tooMany}`,
      '- root module: create 20 `aws_sqs_queue`',
      '- `module.shop["eu"]`: create 40 `aws_sqs_queue`; delete 20 `aws_sns_topic`',
    ]);
    expect(resourceLines(many, 100)).toEqual([
      `- counted by type: ${tooMany}`,
      '- create 60 `aws_sqs_queue`',
      '- delete 20 `aws_sns_topic`',
    ]);
  });
});

test('a resource whose address contains a backtick is listed once', () => {
  const change = { ...updated('okta_app.a', { size: 1 }, { size: 2 }), address: 'okta_app.a["`"]' };
  const note = noteOf(reviewOf(planOf({ resource_changes: [change] }, { stack: 'x' })), { commit: undefined });
  expect(note).not.toContain('Other affected resources');
});

test('a note about 6,000 changes shows the worst changes and counts all others within the limit of GitHub', () => {
  const numbers = Array.from({ length: 3_000 }, (_, at) => at);
  const changes = numbers.flatMap((at) => [
    { ...deleted(`aws_sqs_queue.q${at}`), address: `module.m${at % 40}.aws_sqs_queue.q${at}` },
    updated(`okta_app.a${at}`, { size: 1, note: 'n'.repeat(60) }, { size: at + 2, note: `${at}`.repeat(20) }),
  ]);
  const note = noteOf(reviewOf(planOf({ resource_changes: changes }, { stack: 'big' })), {
    commit: undefined,
    longest: longestNote.github,
  });
  expect(note.length).toBeLessThanOrEqual(longestNote.github);
  expect(note.length).toBeGreaterThan(longestNote.github * 0.9);
  expect(note).toMatch(/^- `module\.m7`: delete \d+ `aws_sqs_queue`$/m);
  expect(note.indexOf('- `module.m7`')).toBeLessThan(note.indexOf('- `module.m10`'));
  const [, others = '0'] = /<summary>Other affected resources \((\d+)\)/.exec(note) ?? [];
  const counted = [...note.matchAll(/(?:delete|update) (\d+) `(?:aws_sqs_queue|okta_app)`/g)];
  expect(counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(Number(others));
});
