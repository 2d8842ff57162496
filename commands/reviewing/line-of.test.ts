import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesIn, pathFromRoot } from './line-of';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, json: object, space?: number) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(json, null, space));
  return join(folder, name);
};

describe('the line of a resource', () => {
  const stack = file(
    'cdk.tf.json',
    { output: { jobs: {} }, resource: { aws_sqs_queue: { other: {}, jobs: { name: 'jobs' } } } },
    2,
  );
  const address = 'module.m.aws_sqs_queue.jobs["a.b"]';
  const plan = { planned_values: { address }, resource_changes: [{ address: 'aws_sqs_queue.other' }, { address }] };

  test('of a synthesized stack is where its name stands', () => {
    expect(linesIn(stack)('aws_sqs_queue.jobs')).toBe(8);
    expect(linesIn(stack)('aws_sqs_queue.gone')).toBe(1);
  });

  test('of a plan is where its change stands, also where somebody has formatted it', () => {
    expect(linesIn(file('plan.json', plan))(address)).toBe(1);
    expect(linesIn(file('formatted.json', plan, 2))(address)).toBe(10);
  });

  test('of a stack that is gone is the first', () =>
    expect(linesIn(join(folder, 'gone', 'cdk.tf.json'))('a.b')).toBe(1));
});

test('a path in a report is that from the root of the project', () => {
  expect(pathFromRoot('./build/plan.json')).toBe(join('build', 'plan.json'));
  expect(pathFromRoot('/elsewhere/plan.json')).toBe('/elsewhere/plan.json');
});
