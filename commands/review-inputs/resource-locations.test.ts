import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionsIn } from '@himeshima/constructs/bundling';
import type { SourceLocation } from '@himeshima/plan-review/cli';
import { pathFromRoot } from '@himeshima/plan-review/cli';
import { readStack } from '@himeshima/terraform-json';
import { dev } from '../../config/dev';
import { names } from '../../config/names';
import { declare } from '../../main';
import { specificationIn } from '../bundling/specification';
import { locateResources } from './resource-locations';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, json: object, space?: number) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(json, null, space));
  return join(folder, name);
};

describe('locateResources, for a plan', () => {
  const address = 'module.m.aws_sqs_queue.jobs["a.b"]';
  const plan = { planned_values: { address }, resource_changes: [{ address: 'aws_sqs_queue.other' }, { address }] };

  test("returns the line of the resource's change, even in a formatted plan", () => {
    expect(locateResources({ plan: file('plan.json', plan) })(address).line).toBe(1);
    const formatted = file('formatted.json', plan, 2);
    expect(locateResources({ plan: formatted })(address)).toEqual({ path: formatted, line: 10 });
  });

  test('returns a path relative to the project root', () => {
    expect(pathFromRoot('./build/plan.json')).toBe(join('build', 'plan.json'));
    expect(pathFromRoot('/elsewhere/plan.json')).toBe('/elsewhere/plan.json');
  });
});

describe('locateResources, for a synthesized stack', () => {
  const at = (path: string) => ({ '//': { metadata: { path, uniqueId: 'x' } } });
  const locationOf = locateResources({
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
    'returns the line of a tracked file that sets the id of %s',
    (address) => {
      const { path, line } = locationOf(address);
      expect(tracked.has(path)).toBe(true);
      const id = address.split('.')[1] ?? '';
      expect(readFileSync(path, 'utf8').split('\n')[line - 1]).toContain(id);
    },
  );

  test('returns main.ts if the id does not occur in the code or the stack is missing', () => {
    expect(locationOf('aws_sqs_queue.made_of_nothing')).toEqual({ path: 'main.ts', line: 1, isElsewhere: true });
    const gone = locateResources({ synthesized: join(folder, 'gone', 'cdk.tf.json') });
    expect(gone('aws_sqs_queue.made_of_nothing')).toEqual({ path: 'main.ts', line: 1, isElsewhere: true });
  });

  test('ignores ambiguous ids, comments and arrays', () => {
    const many = locateResources({
      synthesized: file('many.json', {
        // the id `role` occurs in every function
        resource: { aws_iam_role: { api_role: at('himeshima-dev/owners/belongings/role/Default') } },
      }),
    });
    const { path, line } = many('aws_iam_role.api_role');
    expect(readFileSync(path, 'utf8').split('\n')[line - 1]).toContain("'belongings'");
    // in this file, the string is only a value, not a construct id
    expect(readFileSync('config/dev.ts', 'utf8')).toContain("'console'");
    expect(locationOf('aws_api_gateway_api_key.console')).toMatchObject({ isElsewhere: true });
  });
});

describe('locateResources, for our dev environment', () => {
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
  const locationOf = locateResources({ synthesized: stackFile(dev.stack) });
  const lineOf = ({ path, line }: SourceLocation, lines = 1) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(line - 1, line - 1 + lines)
      .join('\n');

  test('returns the declaration of every monitor', () => {
    const monitors = resourcesOf(dev.stack).filter(({ type }) => type === 'datadog_monitor');
    expect(monitors.length).toBeGreaterThan(60);
    for (const { name, address } of monitors) {
      const place = locationOf(address);
      expect(place.path).toMatch(/^monitors\/[\w-]+\.ts$/);
      expect(lineOf(place, 2)).toMatch(new RegExp(`^export const \\w+ = \\w+\\(\\{\\n  id: '${name}',$`));
    }
  });

  test("returns the call that creates a construct, or a line in the construct's class for a nested resource", () => {
    const callAt = (address: string) => `${locationOf(address).path}: ${lineOf(locationOf(address)).trim()}`;
    expect(callAt('aws_lambda_function.api')).toMatch(/^stacks\/features\/api\.ts: .*new NodeFunction\(this, 'api', /);
    expect(callAt('aws_iam_role.api_role')).toBe(callAt('aws_lambda_function.api'));
    expect(callAt('aws_lambda_function.alert_message')).toMatch(/^stacks\/features\/alerts\.ts: .*'alert-message'/);
    expect(callAt('aws_iot_thing.light_1')).toBe(
      "stacks/features/lights.ts: new ExampleThing(this, 'light-1', { kind: 'light' });",
    );
    expect(callAt('aws_glue_catalog_database.analytics')).toMatch(
      /^stacks\/features\/analytics\.ts: .*'analytics', \{$/,
    );
    expect(callAt('datadog_service_level_objective.command_success')).toMatch(/^monitors\/slos\.ts: /);
    expect(callAt('datadog_downtime_schedule.working_hours_ticket')).toMatch(
      /^stacks\/platform-stack\.ts: declareMonitoring/,
    );
  });

  test.each([dev.stack, names.foundation(dev)])(
    'returns a location other than a comment for every resource in %s',
    (stack) => {
      const known = locateResources({ synthesized: stackFile(stack) });
      for (const { address } of resourcesOf(stack)) {
        const place = known(address);
        expect(place).not.toHaveProperty('isElsewhere');
        expect(lineOf(place).trim()).toMatch(/new \w+\(|\w+\(\{$|(?:declare|provide)\w+\(/);
      }
    },
  );
});
