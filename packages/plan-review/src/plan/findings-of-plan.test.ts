import { planOf } from './read-plan';

interface CreatedResource {
  readonly address: string;
  readonly after: object;
  /** Expressions of attributes known only after apply. Keys are attribute names. */
  readonly later?: Readonly<Record<string, object>>;
}

/** Returns a create plan and its configuration as OpenTofu 1.12 writes them: `after` omits values known only after apply. */
function createPlan(...resources: readonly CreatedResource[]) {
  const resource_changes = resources.map(({ address, after, later = {} }) => {
    const [type = '', name = ''] = address.split('.');
    const after_unknown = Object.fromEntries(Object.keys(later).map((attribute) => [attribute, true]));
    return {
      address,
      mode: 'managed',
      type,
      name,
      change: { actions: ['create'], before: null, after, after_unknown },
    };
  });
  const declared = resources.map(({ address, later = {} }) => ({ address, expressions: later }));
  return { resource_changes, configuration: { root_module: { resources: declared } } };
}

/** Returns the references to an attribute in Terraform's order: first the attribute, then the resource. */
const references = (attribute: string) => ({ references: [attribute, attribute.split('.').slice(0, 2).join('.')] });

const findingsOf = (plan: object, check: string) =>
  planOf(plan, { stack: 'dev' })
    .findings.after.filter((finding) => finding.check === check)
    .map(({ address }) => address);

describe('create plans', () => {
  const callable = (by: string) =>
    createPlan(
      { address: 'aws_lambda_function.light', after: { function_name: 'light' } },
      {
        address: 'aws_lambda_permission.light',
        after: { principal: 'iot.amazonaws.com', action: 'lambda:InvokeFunction' },
        later: { function_name: references('aws_lambda_function.light.arn'), source_arn: references(by) },
      },
    );

  test('reports a function that loses failed events, even if the caller is known only after apply', () =>
    expect(findingsOf(callable('aws_iot_topic_rule.light.arn'), 'lambda-failure-destination')).toEqual([
      'aws_lambda_function.light',
    ]));

  test('accepts a function without a failure destination if a provisioning template invokes the function', () =>
    expect(findingsOf(callable('aws_iot_provisioning_template.light.arn'), 'lambda-failure-destination')).toEqual([]));

  describe('a composite monitor with a query known only after apply', () => {
    const silent = { type: 'query alert', name: 'n', message: 'Requests wait.', query: 'avg(last_5m):avg:a.b{*} > 1' };
    const plan = createPlan(
      { address: 'datadog_monitor.member', after: silent },
      { address: 'datadog_monitor.alone', after: silent },
      {
        address: 'datadog_monitor.both',
        after: { type: 'composite', name: 'n', message: '@slack-oncall' },
        later: { query: references('datadog_monitor.member.id') },
      },
    );

    test('reports only the monitor that notifies no one and is not a member', () =>
      expect(findingsOf(plan, 'monitor-destination')).toEqual(['datadog_monitor.alone']));

    test('reports nothing if the plan lacks the configuration with the query', () =>
      expect(findingsOf({ resource_changes: plan.resource_changes }, 'monitor-destination')).toEqual([]));
  });

  test('checks a policy with references from a JSON configuration', () => {
    const statements = [
      { Effect: 'Allow', Action: 'iot:Publish', Resource: '${aws_iot_thing.light.arn}' },
      { Effect: 'Allow', Action: 'iot:Receive', Resource: '*' },
    ];
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    const later = { policy: { constant_value: policy, ...references('aws_iot_thing.light.arn') } };
    const plan = createPlan({ address: 'aws_iot_policy.light', after: { name: 'light' }, later });
    expect(findingsOf(plan, 'iot-policy-wildcard')).toEqual(['aws_iot_policy.light']);
  });
});
