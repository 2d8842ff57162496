import { at, ofType, references, type Synthesized, textAt } from './synthesized';

/** What holds for what an account has once. */
export function foundationInvariants(the: () => Synthesized): void {
  test('nothing of it belongs to one platform', () => {
    const types = new Set(the().stack.resources.map(({ type }) => type));
    for (const type of ['aws_lambda_function', 'aws_iot_topic_rule', 'aws_dynamodb_table', 'datadog_monitor'])
      expect(types).not.toContain(type);
  });

  test('every thing is found by its registry data and connectivity, and its changes are told', () => {
    expect(at(the(), 'aws_iot_indexing_configuration.fleet_index').attributes).toMatchObject({
      thing_indexing_configuration: { thing_indexing_mode: 'REGISTRY', thing_connectivity_indexing_mode: 'STATUS' },
    });
    expect(at(the(), 'aws_iot_event_configurations.registry_events').attributes).toMatchObject({
      event_configurations: { THING: true, CERTIFICATE: true, JOB: false },
    });
  });

  test('every check that is switched on is made each day, and told to those who hear of the account', () => {
    const state = (address: string) => textAt(at(the(), `aws_cloudcontrolapi_resource.${address}`), 'desired_state');
    const enabled = [...state('audit_configuration').matchAll(/"(\w+)Check":\{"Enabled":true\}/g)].map(
      ([, name]) => name,
    );
    const daily: unknown = JSON.parse(state('daily_audit')).TargetCheckNames;
    const snake = (name = '') => `${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_CHECK`;
    expect(enabled.length).toBeGreaterThan(0);
    expect(daily).toEqual(enabled.map(snake));
    expect(references(state('audit_configuration'))).toContain('aws_sns_topic.account_alerts');
  });

  test('its logs are kept for a while, under its key, and its roles are for this account alone', () => {
    for (const group of ofType(the(), 'aws_cloudwatch_log_group')) {
      expect(Number(group.attributes['retention_in_days'])).toBeGreaterThan(0);
      expect(references(group.attributes['kms_key_id'])).toEqual(['aws_kms_key.key']);
    }
    const account = the().environment.account;
    for (const role of ofType(the(), 'aws_iam_role')) {
      // API Gateway says no source when it tries the role of the account.
      if (textAt(role, 'assume_role_policy').includes('apigateway.amazonaws.com')) continue;
      expect(textAt(role, 'assume_role_policy')).toContain(`"aws:SourceAccount":"${account}"`);
    }
  });
}
