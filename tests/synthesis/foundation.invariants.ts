import { dirname } from 'node:path';
import { expectedBill } from '../../commands/cost-estimate/expected-bill';
import { ownMetrics } from '../../contracts/metrics';
import { monitors } from '../../monitors/monitors';
import { slos } from '../../monitors/slos';
import { at, ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

/** Tests invariants of the foundation stacks. */
export function foundationInvariants(synthesized: () => SynthesizedEnvironment): void {
  test('contains no resources that belong to a single platform', () => {
    const types = new Set(synthesized().stack.resources.map(({ type }) => type));
    for (const type of ['aws_lambda_function', 'aws_iot_topic_rule', 'aws_dynamodb_table', 'datadog_monitor'])
      expect(types).not.toContain(type);
  });

  test('indexes registry data and connectivity of things, and publishes registry events', () => {
    expect(at(synthesized(), 'aws_iot_indexing_configuration.fleet_index').attributes).toMatchObject({
      thing_indexing_configuration: { thing_indexing_mode: 'REGISTRY', thing_connectivity_indexing_mode: 'STATUS' },
    });
    expect(at(synthesized(), 'aws_iot_event_configurations.registry_events').attributes).toMatchObject({
      event_configurations: { THING: true, CERTIFICATE: true, JOB: false },
    });
  });

  test('AWS IoT logs errors with a role that may do nothing else', () => {
    const logging = at(synthesized(), 'aws_iot_logging_options.iot_logging');
    expect(logging.attributes).toMatchObject({ default_log_level: 'ERROR' });
    const [role = ''] = references(logging.attributes['role_arn']);
    const [policy] = ofType(synthesized(), 'aws_iam_role_policy').filter((one) =>
      references(one.attributes['role']).includes(role),
    );
    const group = at(synthesized(), 'aws_cloudwatch_log_group.iot_logs');
    expect(group.attributes['name']).toBe('AWSIotLogsV2');
    expect(policy && references(policy.attributes['policy'])).toEqual([group.address]);
  });

  test('the alertEmails addresses receive audit findings, and budget alerts at 80% and 100% of actual spend and 100% of forecast spend', () => {
    const subscriptions = ofType(synthesized(), 'aws_sns_topic_subscription').filter((one) =>
      references(one.attributes['topic_arn']).includes('aws_sns_topic.account_alerts'),
    );
    expect(subscriptions.map(({ attributes }) => attributes['endpoint'])).toEqual([
      ...synthesized().environment.alertEmails,
    ]);
    const notifications = at(synthesized(), 'aws_budgets_budget.monthly_budget').attributes['notification'];
    expect(notifications).toMatchObject([
      { notification_type: 'ACTUAL', threshold: 80 },
      { notification_type: 'ACTUAL', threshold: 100 },
      { notification_type: 'FORECASTED', threshold: 100 },
    ]);
  });

  test('runs every enabled audit check daily and publishes its findings', () => {
    const state = (address: string) =>
      textAt(at(synthesized(), `aws_cloudcontrolapi_resource.${address}`), 'desired_state');
    const enabled = [...state('audit_configuration').matchAll(/"(\w+)Check":\{"Enabled":true\}/g)].map(
      ([, name]) => name,
    );
    const daily: unknown = JSON.parse(state('daily_audit')).TargetCheckNames;
    const snake = (name = '') => `${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_CHECK`;
    expect(enabled.length).toBeGreaterThan(0);
    expect(daily).toEqual(enabled.map(snake));
    expect(references(state('audit_configuration'))).toContain('aws_sns_topic.account_alerts');
  });

  test('logs have retention and encryption, and roles are limited to this account', () => {
    for (const group of ofType(synthesized(), 'aws_cloudwatch_log_group')) {
      expect(Number(group.attributes['retention_in_days'])).toBeGreaterThan(0);
      expect(references(group.attributes['kms_key_id'])).toEqual(['aws_kms_key.key']);
    }
    const account = synthesized().environment.account;
    for (const role of ofType(synthesized(), 'aws_iam_role')) {
      const trust = textAt(role, 'assume_role_policy');
      // skip these roles, because API Gateway sends no source when it checks
      // the account's role, and GitLab and Datadog are not AWS services
      if (/apigateway\.amazonaws\.com|Federated|sts:ExternalId/.test(trust)) continue;
      expect(textAt(role, 'assume_role_policy')).toContain(`"aws:SourceAccount":"${account}"`);
    }
  });

  test("Datadog collects the namespaces that monitors and SLOs use, and the platform's metrics", () => {
    const texts = [...monitors.map(({ query }) => query), ...slos.flatMap(({ good, total }) => [good, total])];
    const looked = new Set(texts.flatMap((text) => text.match(/\baws\.\w+(?=\.[\w.]+\{)/g) ?? []));
    const account = at(synthesized(), 'datadog_integration_aws_account.datadog_reads_metrics');
    const read = valueAt(account, 'metrics_config.namespace_filters.include_only');
    const normalizeName = (text: string) => text.toLowerCase().replace('aws/', 'aws.');
    expect(Array.isArray(read) ? read.map((one) => normalizeName(String(one))) : read).toEqual([...looked].sort());
    const own = texts.some((text) => Object.values(ownMetrics).some(({ datadog }) => text.includes(`${datadog}{`)));
    expect(valueAt(account, 'metrics_config.collect_custom_metrics')).toBe(own);
    expect(valueAt(account, 'aws_regions.include_only')).toEqual([synthesized().environment.region]);
  });

  test('Datadog assumes its role with the external ID of the organization', () => {
    expect(textAt(at(synthesized(), 'aws_iam_role.datadog_role'), 'assume_role_policy')).toContain(
      '"sts:ExternalId":"${datadog_integration_aws_account.datadog_reads_metrics.auth_config.aws_auth_config_role.external_id}"',
    );
  });

  test('the state bucket keeps versions, requires TLS and is protected from deletion', () => {
    const of = (type: string) => synthesized().stack.resources.filter((block) => block.type === `aws_s3_bucket${type}`);
    expect(of('').map(({ address }) => address)).toEqual(['aws_s3_bucket.state']);
    const { protectData } = synthesized().environment;
    expect(of('')[0]?.attributes).toMatchObject({ force_destroy: false });
    expect(synthesized().text).toContain(`"prevent_destroy": ${protectData}`);
    expect(textAt(at(synthesized(), 'aws_s3_bucket_policy.state_policy'), 'policy')).toContain(
      '"aws:SecureTransport":"false"',
    );
    const [lifecycle] = of('_lifecycle_configuration');
    expect(lifecycle?.attributes['rule']).toEqual([expect.not.objectContaining({ expiration: expect.anything() })]);
    // the bucket is encrypted with the key that S3 manages, so that the state stays readable if the declared key is lost (docs/adr/0018)
    expect(JSON.stringify(of('_server_side_encryption_configuration'))).toContain('"sse_algorithm":"AES256"');
    expect(JSON.stringify(of('_versioning'))).toContain('"status":"Enabled"');
    for (const part of ['_versioning', '_server_side_encryption_configuration']) expect(of(part)).toHaveLength(1);
  });

  test('the budget is 10 to 40% above the estimate for its fleet', () => {
    const { environment, folder } = synthesized();
    const { devices, rate, monthly } = environment.budget;
    const bill = expectedBill(dirname(dirname(folder)), environment);
    const [least, most] = [Math.ceil(bill * 1.1), Math.floor(bill * 1.4)];
    const range = `${devices} devices at ${rate}: between ${least} and ${most}`;
    expect({ range, fits: monthly >= least && monthly <= most }).toEqual({ range, fits: true });
  });

  test('AWS Budgets may publish to the account alert topic', () => {
    const topic = 'aws_sns_topic.account_alerts';
    const budget = at(synthesized(), 'aws_budgets_budget.monthly_budget');
    expect(references(budget.attributes['notification'])).toEqual([topic, topic, topic]);
    const policy = at(synthesized(), 'aws_sns_topic_policy.account_alerts_policy');
    for (const text of [textAt(policy, 'policy'), textAt(at(synthesized(), 'aws_kms_key.key'), 'policy')])
      expect(text).toContain('"Principal":{"Service":"budgets.amazonaws.com"}');
  });
}
