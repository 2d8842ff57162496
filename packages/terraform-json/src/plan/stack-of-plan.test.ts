import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/jest';
import { evaluate } from '../expression/evaluate';
import { graph } from '../stack/graph';
import { readStack } from '../stack/read-stack';
import type { Stack } from '../stack/stack';
import { stackScope } from '../stack/stack-scope';
import type { Value, ValueObject } from '../value';
import { anyResources, planOf, type Resources } from './resources.arbitrary';
import { isPlan, stackOfPlan } from './stack-of-plan';

const terraform = '/usr/local/bin/terraform';
const folder = join(__dirname, 'terraform-data');
const planned: unknown = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
const stack = stackOfPlan(planned);

const blockAt = (address: string) => [...stack.dataSources, ...stack.resources].find((one) => one.address === address);
const inputOf = (address: string) => blockAt(address)?.attributes['input'];

/** Returns the evaluated attributes of each resource. The ID of a resource is its address. */
function evaluateStack(of: Stack): ReadonlyMap<string, Value> {
  const created = new Map<string, ValueObject>();
  const scope = stackScope(of, { block: (address) => created.get(address) });
  const attributes = new Map<string, Value>();
  for (const block of graph(of).order) {
    attributes.set(block.address, evaluate(block.attributes, scope));
    created.set(block.address, { ...block.attributes, id: block.address });
  }
  return attributes;
}

describe('the stack of a plan with modules, count and for_each', () => {
  test('the stack has a block for every instance, with Terraform’s address', () =>
    expect(stack.resources.map(({ address }) => address)).toEqual([
      'terraform_data.by_output',
      'terraform_data.dead',
      'terraform_data.not_in_plan',
      'terraform_data.ordered',
      'terraform_data.provisioned',
      'terraform_data.room["attic"]',
      'terraform_data.room["hall"]',
      'terraform_data.token',
      'terraform_data.worker[0]',
      'terraform_data.worker[1]',
      'module.queue["jobs"].terraform_data.queue[0]',
      'module.queue["mails"].terraform_data.queue[0]',
      'module.topic.terraform_data.policy["read"]',
      'module.topic.terraform_data.policy["write"]',
      'module.topic.terraform_data.topic[0]',
      'module.topic.terraform_data.topic[1]',
    ]));

  test.each([
    ['escapes a known string', 'terraform_data.dead', 'dev-dead-$${literal}'],
    ['keeps a variable', 'terraform_data.token', '${var.token}'],
    ['converts a reference to an instance', 'terraform_data.room["hall"]', '${terraform_data.worker[1].id}'],
    ['uses known elements of the plan', 'terraform_data.worker[1]', { dead: '${terraform_data.dead.id}', number: 1 }],
    [
      'follows an output into the module',
      'terraform_data.by_output',
      '${module.queue["mails"].terraform_data.queue[0].id}',
    ],
    [
      'follows an input out of the module',
      'module.queue["jobs"].terraform_data.queue[0]',
      { name: 'jobs', timeout: 30, dead: '${terraform_data.dead.id}' },
    ],
    [
      'keeps the text of templates in a JSON configuration',
      'module.topic.terraform_data.policy["read"]',
      {
        read: '${module.topic.terraform_data.topic[0].id}/*',
        all: '${([module.topic.terraform_data.topic[0], module.topic.terraform_data.topic[1]])[*].id}',
      },
    ],
  ])('%s', (_, address, input) => expect(inputOf(address)).toEqual(input));

  test('the stack of a plan can be evaluated like any stack', () =>
    expect(evaluateStack(stack).get('module.topic.terraform_data.policy["write"]')).toEqual({
      input: {
        write: 'module.topic.terraform_data.topic[0]/*',
        all: ['module.topic.terraform_data.topic[0]', 'module.topic.terraform_data.topic[1]'],
      },
    }));

  test('lists values that are known only after apply and that the configuration does not contain: locals, calls, conditions', () => {
    expect(blockAt('terraform_data.not_in_plan')?.planned?.unknown).toEqual(['triggers_replace', 'input']);
    expect(blockAt('terraform_data.not_in_plan')?.attributes).toEqual({});
  });

  test('lists the values that it assumes to be plain references', () => {
    expect(blockAt('terraform_data.by_output')?.planned?.assumed).toEqual(['input']);
    expect(blockAt('module.topic.terraform_data.policy["read"]')?.planned?.assumed).toEqual([]);
  });

  test('contains the result of a data source that was read during planning', () => {
    const network = blockAt('data.terraform_remote_state.network');
    expect(network?.planned?.isRead).toBe(true);
    expect(network?.attributes['outputs']).toEqual({ zone: 'a' });
    expect(blockAt('terraform_data.worker[0]')?.attributes['triggers_replace']).toEqual(['a']);
  });

  test('orders a resource after the resources that its known values and its depends_on refer to', () => {
    expect(blockAt('terraform_data.ordered')?.dependsOn).toEqual([
      'module.queue["jobs"].terraform_data.queue[0]',
      'module.queue["mails"].terraform_data.queue[0]',
    ]);
    expect(blockAt('terraform_data.worker[0]')?.dependsOn).toContain('data.terraform_remote_state.network');
  });

  test('contains a resource’s secrets and the number of its provisioners', () => {
    expect(blockAt('terraform_data.provisioned')?.planned?.provisioners).toBe(1);
    expect(blockAt('terraform_data.token')?.planned?.secrets).toContain('token s3cret');
  });

  test('contains the outputs, and the variables with their planned values', () => {
    expect(stack.variables).toMatchObject([
      { name: 'stage', default: 'dev', sensitive: false },
      { name: 'token', default: 's3cret', sensitive: true },
    ]);
    expect(stack.outputs).toEqual([
      { name: 'jobs', value: '${module.queue["jobs"].terraform_data.queue[0].id}', sensitive: false },
    ]);
  });
});

describe('a plan without modules', () => {
  const law = (resources: Resources, plan: unknown) => {
    const [expanded, read] = [stackOfPlan(plan), readStack({ resource: { terraform_data: resources } })];
    expect(evaluateStack(expanded)).toEqual(evaluateStack(read));
    const needed = graph(expanded).dependencies;
    for (const [address, needs] of graph(read).dependencies)
      expect(needed.get(address)).toEqual(expect.arrayContaining([...needs]));
  };

  test.prop([anyResources])(
    'a plan without modules evaluates to the same attributes as its configuration',
    (resources) => law(resources, planOf(resources)),
  );

  const title = existsSync(terraform) ? '' : ` (skipped: ${terraform} does not exist)`;
  (existsSync(terraform) ? test : test.skip)(
    `a plan created by Terraform evaluates to the same attributes${title}`,
    () => {
      for (const resources of fc.sample(anyResources, { numRuns: 12, seed: 7 })) {
        const plan = planIn((directory) =>
          writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({ resource: { terraform_data: resources } })),
        );
        law(resources, plan);
        expect(plan).toMatchObject(planOf(resources));
      }
    },
  );

  (existsSync(terraform) ? test : test.skip)(`a plan created by Terraform equals the committed plan${title}`, () => {
    const plan = planIn((directory) => cpSync(folder, directory, { recursive: true }));
    expect(stackOfPlan(plan)).toEqual(stack);
  });
});

function planIn(write: (directory: string) => void): unknown {
  const directory = mkdtempSync(join(tmpdir(), 'terraform-plan-'));
  try {
    write(directory);
    const run = (...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(terraform, args, { cwd: directory, encoding: 'utf8' });
      if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stderr}`);
      return stdout;
    };
    run('init', '-input=false');
    run('plan', '-input=false', '-out=plan.tfplan');
    return JSON.parse(run('show', '-json', 'plan.tfplan'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('a plan that is not a complete create plan', () => {
  const change = (...actions: readonly string[]) => ({
    address: 'aws_sqs_queue.jobs',
    mode: 'managed',
    change: { actions },
  });
  const declared = {
    address: 'aws_sqs_queue.jobs',
    mode: 'managed',
    type: 'aws_sqs_queue',
    name: 'jobs',
    expressions: {},
  };
  const withChanges = (changes: object) => ({ ...planOf({}), ...changes });

  test.each([
    [{ format_version: '2.0' }, 'format_version: 2.0 is not supported; expected 1.x'],
    [{ errored: true }, 'the plan has errors; fix them and plan again'],
    [
      { configuration: { root_module: { resources: [{ ...declared }] } } },
      'the plan creates nothing, but its configuration declares resources; plan with an empty state',
    ],
    [
      { deferred_changes: [{ reason: 'unknown', resource_change: { address: 'aws_sqs_queue.jobs' } }] },
      'aws_sqs_queue.jobs: the plan is partial, because it defers changes; create a plan without deferred changes',
    ],
    [
      { resource_changes: [change('delete')] },
      'aws_sqs_queue.jobs: expected a plan that creates every resource, found delete; plan with an empty state, for example in a new workspace',
    ],
    [{ resource_changes: [change('create'), change('update')] }, 'found update'],
    [{ resource_changes: [change('delete', 'create')] }, 'found delete, create'],
    [{ configuration: {} }, 'configuration.root_module'],
  ])('rejects the plan %j with a one-line message', (changes, message) => {
    expect(() => stackOfPlan(withChanges(changes))).toThrow(message);
    expect(() => stackOfPlan(withChanges(changes))).toThrow(/^[^\n]*$/);
  });

  test.each([
    [planned, true],
    [{ resource: {} }, false],
    [null, false],
  ])('recognizes a plan by its keys: case %#', (json, expected) => expect(isPlan(json)).toBe(expected));
});
