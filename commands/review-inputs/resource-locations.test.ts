import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from '@himeshima/plan-review/cli';
import { pathFromRoot } from '@himeshima/plan-review/cli';
import { readStack } from '@himeshima/terraform-json';
import { dev } from '../../config/dev';
import { names } from '../../config/names';
import { declare } from '../../main';
import { functionsIn } from '../bundling/function-names';
import { specificationIn } from '../bundling/specification';
import { locateResources } from './resource-locations';

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
    expect(locateResources({ plan: file('plan.json', plan) })(address).line).toBe(1);
    const formatted = file('formatted.json', plan, 2);
    expect(locateResources({ plan: formatted })(address)).toEqual({ path: formatted, line: 10 });
  });

  test('has the path from the root of the project', () => {
    expect(pathFromRoot('./build/plan.json')).toBe(join('build', 'plan.json'));
    expect(pathFromRoot('/elsewhere/plan.json')).toBe('/elsewhere/plan.json');
  });
});

describe('the place of a resource that is synthesized', () => {
  const at = (path: string) => ({ '//': { metadata: { path, uniqueId: 'x' } } });
  const placeOf = locateResources({
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
    expect(placeOf('aws_sqs_queue.made_of_nothing')).toEqual({ path: 'main.ts', line: 1, isElsewhere: true });
    const gone = locateResources({ synthesized: join(folder, 'gone', 'cdk.tf.json') });
    expect(gone('aws_sqs_queue.made_of_nothing')).toEqual({ path: 'main.ts', line: 1, isElsewhere: true });
  });

  test('is not where the id of a construct around it is given more than once, or in a comment or a list', () => {
    const many = locateResources({
      synthesized: file('many.json', {
        // any function has a role
        resource: { aws_iam_role: { api_role: at('himeshima-dev/owners/belongings/role/Default') } },
      }),
    });
    const { path, line } = many('aws_iam_role.api_role');
    expect(readFileSync(path, 'utf8').split('\n')[line - 1]).toContain("'belongings'");
    // where it is but a value
    expect(readFileSync('config/dev.ts', 'utf8')).toContain("'light-1'");
    expect(placeOf('aws_iot_thing.light_1')).toMatchObject({ isElsewhere: true });
  });
});

describe('the place of a resource of our dev environment', () => {
  const outdir = join(folder, 'out');
  const root = process.cwd();
  const declared = declare({
    environments: [dev],
    functions: functionsIn(root),
    specification: specificationIn(root),
    outdir,
  });
  declared.write();
  declared.writePlaces();
  const stackFile = (stack: string) => join(outdir, 'stacks', stack, 'cdk.tf.json');
  const resourcesOf = (stack: string) => readStack(JSON.parse(readFileSync(stackFile(stack), 'utf8'))).resources;
  const placeOf = locateResources({ synthesized: stackFile(dev.stack) });
  const lineOf = ({ path, line }: Place, lines = 1) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(line - 1, line - 1 + lines)
      .join('\n');

  test('is the declaration of every monitor, in its file', () => {
    const monitors = resourcesOf(dev.stack).filter(({ type }) => type === 'datadog_monitor');
    expect(monitors.length).toBeGreaterThan(60);
    for (const { name, address } of monitors) {
      const place = placeOf(address);
      expect(place.path).toMatch(/^monitors\/[\w-]+\.ts$/);
      expect(lineOf(place, 2)).toMatch(new RegExp(`^export const \\w+ = \\w+\\(\\{\\n  id: '${name}',$`));
    }
  });

  test('is the call of the construct that makes it: of a role its function, of what a class makes by itself the line there', () => {
    const said = (address: string) => `${placeOf(address).path}: ${lineOf(placeOf(address)).trim()}`;
    expect(said('aws_lambda_function.api')).toMatch(/^stacks\/features\/api\.ts: .*new NodeFunction\(this, 'api', /);
    expect(said('aws_iam_role.api_role')).toBe(said('aws_lambda_function.api'));
    expect(said('aws_lambda_function.alert_message')).toMatch(/^stacks\/features\/alerts\.ts: .*'alert-message'/);
    expect(said('aws_iot_thing.light_1')).toBe(
      'stacks/features/fleet.ts: new ExampleThing(this, name, { kind: this.kinds[type], attributes, policy: this.policy });',
    );
    expect(said('aws_glue_catalog_database.analytics')).toMatch(/^stacks\/features\/analytics\.ts: .*'analytics', \{$/);
    expect(said('datadog_service_level_objective.command_success')).toMatch(/^monitors\/slos\.ts: /);
    expect(said('datadog_downtime_schedule.working_hours_ticket')).toMatch(/^stacks\/declare-notifications\.ts: /);
  });

  test.each([dev.stack, names.foundation(dev)])('is known of everything in %s, and nowhere a comment', (stack) => {
    const known = locateResources({ synthesized: stackFile(stack) });
    for (const { address } of resourcesOf(stack)) {
      const place = known(address);
      expect(place).not.toHaveProperty('isElsewhere');
      expect(lineOf(place).trim()).toMatch(/new \w+\(|\w+\(\{$|withCallSite\(/);
    }
  });
});
