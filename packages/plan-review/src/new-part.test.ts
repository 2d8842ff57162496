import { plain } from './note/json-output';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created, deleted, updated } from './rules/dangers.fixture';

const many = (prefix: string, count = 12) =>
  Array.from({ length: count }, (_, at) => created(`${prefix}aws_sqs_queue.q${at}`, { name: `q${at}`, tags: {} }));
const inModule = (module: string, ...changes: readonly { address: string }[]) =>
  changes.map((change) => ({ ...change, address: `module.${module}.${change.address}` }));
const unchanged = (address: string) => ({
  ...updated(address, {}, {}),
  change: { actions: ['no-op'], before: {}, after: {} },
});
const downtime = created('datadog_downtime_schedule.nights', { scope: 'env:dev', monitor_identifier: [] });
const headline = (changes: readonly object[], environment?: string) => {
  const { headline: first, summary } = reviewOf(planOf({ resource_changes: changes }, { stack: 'shop', environment }));
  return [first, summary].map(plain).join(' ').trim();
};

describe('the headline of a plan that creates a whole stack or module', () => {
  test('starts with the new environment, and then reports the dangers of its resources', () =>
    expect(headline([...many(''), downtime], 'dev')).toMatch(
      /^dev · New environment with 13 resources\. Weaker alerting: .* Creates 12 queues and 1 downtime\.$/,
    ));

  test('calls the plan a new stack if the environment is unknown', () =>
    expect(headline(many(''))).toMatch(/^New stack with 12 resources\. Creates 12 queues\. /));

  test('names a new module in a stack with other resources', () =>
    expect(headline([...inModule('shop', ...many('')), unchanged('aws_sqs_queue.old')])).toMatch(
      /^New module module\.shop with 12 resources\. /,
    ));

  test.each([
    ['a few resources', many('', 9)],
    ['resources next to existing resources', [...many(''), unchanged('aws_sqs_queue.old')]],
    ['resources in two modules', [...inModule('a', ...many('')), ...inModule('b', ...many('')), unchanged('a_b.c')]],
    ['resources in an existing module', inModule('shop', ...many(''), unchanged('aws_sqs_queue.old'))],
    ['resources and changes others', [...many(''), updated('aws_sqs_queue.old', { delay: 1 }, { delay: 2 })]],
  ])('does not call a plan new that creates %s', (_, changes) => expect(headline(changes)).not.toMatch(/^New /));

  test('starts with a danger of an existing resource', () =>
    expect(headline([...many(''), deleted('aws_dynamodb_table.jobs', { name: 'jobs' })])).toMatch(/^Data loss: /));
});

test('the headline counts the changes that are not judged', () => {
  expect(headline([created('okta_app.a', {})])).toBe('Creates okta_app.a. 1 change is not judged.');
  expect(headline([created('okta_app.a', {}), deleted('okta_thing.b')], 'prod')).toBe(
    'prod · Deletes okta_thing.b; creates okta_app.a. 2 changes are not judged.',
  );
});

describe('the headline of a plan that deletes everything', () => {
  const declared = (...addresses: readonly string[]) => ({
    root_module: {
      resources: addresses.map((address) => ({
        address,
        mode: 'managed',
        type: address.split('.')[0],
        expressions: {},
      })),
    },
  });
  const destroying = (configuration: object | undefined, reason?: string) => {
    const resource_changes = ['aws_sqs_queue.a', 'aws_sqs_queue.b'].map((address) => ({
      ...deleted(address),
      action_reason: reason,
    }));
    return plain(reviewOf(planOf({ resource_changes, configuration }, { stack: 'dev' })).headline);
  };

  test('says that the configuration still contains the resources, as in a plan of terraform destroy', () =>
    expect(destroying(declared('aws_sqs_queue.a', 'aws_sqs_queue.b'))).toMatch(
      /^Deletes the whole stack with 2 resources, although the configuration still contains them\. Data loss: /,
    ));

  test('says nothing of this if the configuration no longer contains them', () => {
    expect(destroying(declared('aws_sqs_queue.c'))).toMatch(/^Data loss: /);
    expect(destroying(undefined)).toMatch(/^Data loss: /);
    expect(destroying(declared('aws_sqs_queue.a', 'aws_sqs_queue.b'), 'delete_because_count_index')).toMatch(
      /^Data loss: /,
    );
  });
});

test('infers from the configuration why Terraform before 1.1 deletes a resource', () => {
  const configuration = {
    root_module: {
      resources: [{ address: 'aws_sqs_queue.b', mode: 'managed', type: 'aws_sqs_queue', expressions: {} }],
    },
  };
  const resource_changes = ['aws_sqs_queue.a', 'aws_sqs_queue.b'].map((address) => deleted(address));
  const { changes } = planOf({ resource_changes, configuration }, { stack: 'dev' });
  expect(changes.map(({ reason }) => reason)).toEqual(['delete_because_no_resource_config', undefined]);
});
