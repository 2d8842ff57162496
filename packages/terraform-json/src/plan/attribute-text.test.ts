import { stackOfPlan } from './stack-of-plan';

/** Returns an expression with the references that Terraform lists for it, such as `a.b.arn` and `a.b`. */
const references = (...all: readonly string[]) => ({ references: all });

interface Attribute {
  name: string;
  expression: object;
  unknown?: unknown;
  sensitive?: unknown;
  value?: unknown;
}

const queues = { mode: 'managed', type: 'aws_sqs_queue', name: 'jobs' };
const computed = { id: true, arn: true, url: true };

/** Returns the text of an attribute of `aws_x.y["a"]` in a plan with two queues and a module with the outputs `url` and `arn`. */
function planWith({ name, expression, unknown = true, sensitive, value }: Attribute) {
  const own = { address: 'aws_x.y["a"]', mode: 'managed', type: 'aws_x', name: 'y', index: 'a' };
  const jobs = ['a', 'b'].map((index) => ({ ...queues, address: `aws_sqs_queue.jobs["${index}"]`, index }));
  const values = value === undefined ? {} : { [name]: value };
  const sensitives = sensitive === undefined ? {} : { [name]: sensitive };
  const stack = stackOfPlan({
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [...jobs.map((one) => ({ ...one, values: {} })), { ...own, values, sensitive_values: sensitives }],
      },
    },
    resource_changes: [
      ...jobs.map((one) => ({ ...one, change: { actions: ['create'], after_unknown: computed } })),
      { ...own, change: { actions: ['create'], after_unknown: { id: true, [name]: unknown } } },
    ],
    variables: { name: { value: null } },
    configuration: {
      root_module: {
        variables: { name: { default: null } },
        resources: [
          { ...queues, address: 'aws_sqs_queue.jobs' },
          { ...own, address: 'aws_x.y', expressions: { [name]: expression } },
        ],
      },
    },
  });
  const block = stack.resources.find(({ address }) => address === own.address);
  return block?.planned?.unknown.length === 0 ? block.attributes[name] : block?.planned?.unknown;
}

const arn = ['aws_sqs_queue.jobs["a"].arn', 'aws_sqs_queue.jobs["a"]', 'aws_sqs_queue.jobs'];
const whole = ['aws_sqs_queue.jobs["a"]', 'aws_sqs_queue.jobs'];
const each = ['aws_sqs_queue.jobs', 'each.key'];

describe('an attribute in an HCL configuration', () => {
  test.each([
    ['a single reference', 'target', references(...arn), '${aws_sqs_queue.jobs["a"].arn}'],
    [
      'a reference to the instance with the same key',
      'queue_url',
      references(...each),
      '${aws_sqs_queue.jobs["a"].url}',
    ],
  ])('an attribute becomes %s', (_, name, expression, expected) =>
    expect(planWith({ name, expression })).toBe(expected),
  );

  // Terraform 0.12 to 0.15 list only the resource, without the attribute
  test.each([
    ['queue_url', 'url'],
    ['dead_letter_arn', 'arn'],
    ['queue_id', 'id'],
    ['kms_master_key_id', 'arn'],
    ['queue_name', 'id'],
  ])('an argument named %s refers to the attribute %s if the plan lists only the resource', (name, attribute) => {
    const expected = `\${aws_sqs_queue.jobs["a"].${attribute}}`;
    expect(planWith({ name, expression: references(...whole) })).toBe(expected);
  });

  test('an argument is a list if its name implies a list of attributes', () =>
    expect(planWith({ name: 'queue_arns', expression: references(...whole), sensitive: [] })).toEqual([
      '${aws_sqs_queue.jobs["a"].arn}',
    ]));

  test.each([
    ['has two references', { name: 'target', expression: references(...arn, ...arn) }],
    ['refers to a local', { name: 'target', expression: references('local.x') }],
    ['is a call without references', { name: 'target', expression: {} }],
    ['refers to a whole resource', { name: 'target', expression: references(...whole) }],
    ['refers to a resource that lacks the expected attribute', { name: 'policy', expression: references(...whole) }],
    ['refers to all instances', { name: 'target', expression: references('aws_sqs_queue.jobs') }],
    [
      'refers to the instance with the same key, but has an unrelated name',
      { name: 'target', expression: references(...each) },
    ],
    ['is a document that contains an ARN', { name: 'redrive_policy', expression: references(...arn) }],
    ['is a map whose keys are not in the plan', { name: 'variables', expression: references(...arn), sensitive: {} }],
    [
      'is a map that contains two unknown elements',
      {
        name: 'variables',
        expression: references(...arn, ...arn),
        unknown: { a: true, b: true },
        value: {},
      },
    ],
  ])('an attribute is unknown if it %s', (_, attribute) => expect(planWith(attribute)).toEqual([attribute.name]));

  test('a list contains a reference for each unknown element', () => {
    const expected = ['${aws_sqs_queue.jobs["a"].arn}', '${aws_sqs_queue.jobs["a"].arn}'];
    const expression = references(...arn, ...arn);
    expect(planWith({ name: 'targets', expression, sensitive: [] })).toEqual(expected);
    expect(planWith({ name: 'targets', expression, unknown: [true, true], value: [null, null] })).toEqual(expected);
  });

  test('omits an attribute that is null, because the provider computes the value', () =>
    expect(planWith({ name: 'bucket', expression: references('var.name') })).toBeUndefined());

  test('a map contains the known elements from the plan', () => {
    const expression = references('each.key', ...arn);
    expect(planWith({ name: 'tags', expression, unknown: { to: true }, value: { of: 'a' } })).toEqual({
      of: 'a',
      to: '${aws_sqs_queue.jobs["a"].arn}',
    });
  });
});

test('the text of an attribute in a JSON configuration is complete', () => {
  const text = '{"a":"${aws_sqs_queue.jobs[each.key].arn}/*","b":"$${each.key}"}';
  expect(planWith({ name: 'policy', expression: { constant_value: text, ...references(...each) } })).toBe(
    '{"a":"${aws_sqs_queue.jobs["a"].arn}/*","b":"$${each.key}"}',
  );
});
