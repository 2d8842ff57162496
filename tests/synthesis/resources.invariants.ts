import validate from 'asl-validator';
import { names, tagsOf } from '../../config/names';
import { sortKeys } from '../../contracts/bindings';
import { documentOf } from './policies';
import { at, ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

/**
 * Cache of problems by workflow definition:
 * environments share definitions, and asl-validator compiles its schema on each call.
 */
const known = new Map<string, string>();

function faultsOf(definition: string): string {
  const faults = known.get(definition) ?? validate(JSON.parse(definition)).errorsText();
  known.set(definition, faults);
  return faults;
}

/** Tests invariants of all resources. */
export function resourceInvariants(synthesized: () => SynthesizedEnvironment): void {
  test('every log group has its own saved query, in addition to the query for traces', () => {
    const queried = ofType(synthesized(), 'aws_cloudwatch_query_definition')
      .filter(({ name }) => name !== 'follow_a_trace')
      .flatMap((block) => references(block.attributes));
    const groups = ofType(synthesized(), 'aws_cloudwatch_log_group').map(({ address }) => address);
    expect(groups.filter((group) => !queried.includes(group))).toEqual([]);
  });

  test('every workflow is traced', () => {
    const traced = ofType(synthesized(), 'aws_sfn_state_machine').map((block) =>
      valueAt(block, 'tracing_configuration.enabled'),
    );
    expect(traced.length).toBeGreaterThan(0);
    expect(new Set(traced)).toEqual(new Set([true]));
  });

  test('every table is on demand and has point-in-time recovery', () => {
    for (const block of ofType(synthesized(), 'aws_dynamodb_table')) {
      expect(block.attributes).toMatchObject({
        billing_mode: 'PAY_PER_REQUEST',
        point_in_time_recovery: { enabled: true },
      });
    }
  });

  test('decommissioning a device deletes its items from every table keyed by thing', () => {
    const cleared = references(
      valueAt(at(synthesized(), 'aws_lambda_function.decommission_delete'), 'environment.variables'),
    );
    const ofThings = ofType(synthesized(), 'aws_dynamodb_table').filter(
      ({ attributes }) => attributes['hash_key'] === 'thing',
    );
    // a table is missing if stacks/platform-stack.ts declares it after the certificates
    expect(ofThings.map(({ address }) => address).filter((address) => !cleared.includes(address))).toEqual([]);
    for (const { address, attributes } of ofThings)
      expect({ address, sort: attributes['range_key'] }).toEqual({ address, sort: sortKeys[`${attributes['name']}`] });
  });

  test('every bucket requires TLS, keeps versions and expires objects', () => {
    const types = ['policy', 'versioning', 'lifecycle_configuration', 'ownership_controls'];
    const buckets = ofType(synthesized(), 'aws_s3_bucket').map(({ address }) => address);
    for (const type of types) {
      const parts = ofType(synthesized(), `aws_s3_bucket_${type}`).flatMap((block) =>
        references(block.attributes['bucket']),
      );
      expect({ [type]: parts.sort() }).toEqual({ [type]: buckets.toSorted() });
    }
    const tlsAlone = { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': ['false'] } } };
    for (const block of ofType(synthesized(), 'aws_s3_bucket_policy'))
      expect(documentOf(block).Statement).toMatchObject([tlsAlone]);
  });

  test('the scan limit for queries equals the limit in config, and clients cannot override the limit', () => {
    for (const { attributes } of ofType(synthesized(), 'aws_athena_workgroup')) {
      expect(attributes['configuration']).toMatchObject({
        enforce_workgroup_configuration: true,
        publish_cloudwatch_metrics_enabled: true,
        bytes_scanned_cutoff_per_query: synthesized().environment.analytics.scanLimit.bytes,
      });
    }
  });

  test('every archive table reads the folder of a delivery stream, and its partitions cover the retention period', () => {
    const written = ofType(synthesized(), 'aws_kinesis_firehose_delivery_stream').map((block) =>
      textAt(block, 'extended_s3_configuration.prefix').replace('!{timestamp:yyyy-MM-dd}', () => '$${day}'),
    );
    const tables = ofType(synthesized(), 'aws_glue_catalog_table').map(({ attributes }) => attributes['parameters']);
    const kept = synthesized().environment.retention.archive.seconds / 86_400;
    expect(tables).toHaveLength(written.length);
    for (const prefix of written) {
      expect(tables).toContainEqual(
        expect.objectContaining({
          'projection.day.range': `NOW-${kept}DAYS,NOW`,
          'storage.location.template': `s3://\${aws_s3_bucket.archive.bucket}/${prefix}`,
        }),
      );
    }
  });

  test('every workflow definition is valid', () => {
    const workflows = ofType(synthesized(), 'aws_sfn_state_machine');
    expect(workflows.length).toBeGreaterThan(0);
    for (const workflow of workflows) {
      expect({ workflow: workflow.address, faults: faultsOf(textAt(workflow, 'definition')) }).toEqual({
        workflow: workflow.address,
        faults: '',
      });
    }
  });

  test('every rule has an error action, and the permission that the action requires', () => {
    for (const rule of ofType(synthesized(), 'aws_iot_topic_rule')) {
      expect(references(valueAt(rule, 'error_action.sqs'))).toContain('aws_sqs_queue.rule_errors');
      expect(rule.attributes['sql_version']).toBe('2016-03-23');
    }
  });

  test('the SQL of power_on equals the SQL in the conference talk', () => {
    expect(textAt(at(synthesized(), 'aws_iot_topic_rule.power_on'), 'sql')).toBe(
      "SELECT *, topic(3) AS thing, timestamp() AS receivedAt, traceid() AS traceId FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true",
    );
  });

  test('the SQL of shadow_documents is from the conference talk, and also sets the expiry of items', () => {
    const kept = synthesized().environment.retention.shadowHistory.seconds;
    expect(textAt(at(synthesized(), 'aws_iot_topic_rule.shadow_documents'), 'sql')).toBe(
      `SELECT *, topic(3) AS thing, current.version AS version, timestamp() / 1000 + ${kept} AS expiresAt FROM '$aws/things/+/shadow/update/documents'`,
    );
  });

  test("resources that AWS checks at creation depend on their role's policy", () => {
    const types = [
      'aws_cloudwatch_log_subscription_filter',
      'aws_iot_topic_rule',
      'aws_lambda_event_source_mapping',
      'aws_lambda_function',
      'aws_lambda_function_event_invoke_config',
      'aws_sfn_state_machine',
    ];
    for (const block of ofType(synthesized(), ...types)) {
      expect({ [block.address]: block.dependsOn }).toEqual({
        [block.address]: [expect.stringMatching(/^aws_iam_role_policy\./)],
      });
    }
  });

  test('a role trusts one service, with a condition on the account if the service supports it', () => {
    for (const role of ofType(synthesized(), 'aws_iam_role')) {
      const [statement] = documentOf(role, 'assume_role_policy').Statement;
      const service = JSON.stringify(statement?.Principal);
      const condition = service.includes('lambda')
        ? {}
        : { StringEquals: { 'aws:SourceAccount': [synthesized().environment.account] } };
      expect(statement?.Condition).toMatchObject(condition);
    }
  });

  test("the provider is limited to the environment's account and tags all resources", () => {
    const aws = synthesized().stack.providers.find(({ name }) => name === 'aws');
    expect(aws?.attributes).toEqual({
      region: synthesized().environment.region,
      allowed_account_ids: [synthesized().environment.account],
      default_tags: [{ tags: tagsOf(synthesized().environment) }],
    });
  });

  test('the state is in a bucket in the account, encrypted and locked', () => {
    expect(synthesized().stack.terraform.backend).toMatchObject({
      type: 's3',
      attributes: { bucket: names.stateBucket(synthesized().environment), encrypt: true, use_lockfile: true },
    });
  });

  test('the stack contains no secrets and no placeholders', () => {
    expect(
      synthesized().text.match(
        /PRIVATE KEY|(?<!api_gateway_)api_key(?=")|app_key|secret_key|TODO|CHANGE_?ME|placeholder/,
      ),
    ).toBeNull();
    for (const certificate of ofType(synthesized(), 'aws_iot_certificate'))
      expect(certificate.attributes['csr']).toMatch(/^\$\{var\./);
    for (const variable of synthesized().stack.variables) expect(variable.default).toBeUndefined();
  });
}
