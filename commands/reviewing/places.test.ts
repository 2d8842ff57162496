import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathFromRoot, placesOf } from './places';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, json: object, space?: number) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(json, null, space));
  return join(folder, name);
};

describe('the place of a resource of a plan', () => {
  const address = 'module.m.aws_sqs_queue.jobs["a.b"]';
  const plan = { planned_values: { address }, resource_changes: [{ address: 'aws_sqs_queue.other' }, { address }] };

  test('is where its change stands, also where somebody has formatted it', () => {
    expect(placesOf({ plan: file('plan.json', plan) })(address).line).toBe(1);
    const formatted = file('formatted.json', plan, 2);
    expect(placesOf({ plan: formatted })(address)).toEqual({ path: formatted, line: 10 });
  });

  test('has the path from the root of the project', () => {
    expect(pathFromRoot('./build/plan.json')).toBe(join('build', 'plan.json'));
    expect(pathFromRoot('/elsewhere/plan.json')).toBe('/elsewhere/plan.json');
  });
});

describe('the place of a resource that is synthesized', () => {
  const at = (path: string) => ({ '//': { metadata: { path, uniqueId: 'x' } } });
  const placeOf = placesOf({
    synthesized: file('cdk.tf.json', {
      resource: {
        aws_dynamodb_table: { belongings: at('himeshima-dev/owners/belongings/Default') },
        datadog_monitor: { states_executions_failed: at('himeshima-dev/states_executions_failed') },
        aws_sqs_queue: { made_of_nothing: at('himeshima-dev/no such construct/Default') },
      },
    }),
  });
  const tracked = new Set(execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n'));

  test.each(['aws_dynamodb_table.belongings', 'datadog_monitor.states_executions_failed'])(
    '%s is the line of a file of git in which it gets its id',
    (address) => {
      const { path, line } = placeOf(address);
      expect(tracked.has(path)).toBe(true);
      const id = address.split('.')[1] ?? '';
      expect(readFileSync(path, 'utf8').split('\n')[line - 1]).toContain(id);
    },
  );

  test('is where everything is put together, where its id stands nowhere or its stack is gone', () => {
    expect(placeOf('aws_sqs_queue.made_of_nothing')).toEqual({ path: 'main.ts', line: 1 });
    const gone = placesOf({ synthesized: join(folder, 'gone', 'cdk.tf.json') });
    expect(gone('aws_sqs_queue.made_of_nothing')).toEqual({ path: 'main.ts', line: 1 });
  });
});
