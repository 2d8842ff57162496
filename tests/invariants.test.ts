import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionsIn } from '@himeshima/constructs/bundling';
import { readStack } from '@himeshima/terraform-json';
import { specificationIn } from '../commands/bundling/specification';
import type { Environment } from '../config/environment';
import { environments } from '../config/environments';
import { declare } from '../main';
import { apiInvariants } from './synthesis/api.invariants';
import { deviceInvariants } from './synthesis/devices.invariants';
import { differences } from './synthesis/differences';
import { forwardingCycles } from './synthesis/forwarding-cycles';
import { foundationInvariants } from './synthesis/foundation.invariants';
import { functionInvariants } from './synthesis/functions.invariants';
import { monitoringInvariants } from './synthesis/monitoring.invariants';
import { monitorInvariants } from './synthesis/monitors.invariants';
import { permissionInvariants } from './synthesis/permissions.invariants';
import { perpetualDifferenceInvariants } from './synthesis/perpetual-difference.invariants';
import { pipelineInvariants } from './synthesis/pipeline.invariants';
import { policyInvariants } from './synthesis/policy.invariants';
import { resourceInvariants } from './synthesis/resources.invariants';
import { restoreInvariants } from './synthesis/restore.invariants';
import { foundationSecurityInvariants, securityInvariants } from './synthesis/security.invariants';
import { type Synthesis, synthesizeAll } from './synthesis/synthesized-environments';
import { trustInvariants } from './synthesis/trust.invariants';

let synthesis: Synthesis;
beforeAll(async () => {
  synthesis = await synthesizeAll();
}, 60_000);
afterAll(() => synthesis?.remove());

describe.each(environments.map(({ name }) => name))('%s', (name) => {
  const synthesized = () => synthesis.of(name);
  describe('functions', () => functionInvariants(synthesized));
  describe('permissions', () => permissionInvariants(synthesized));
  describe('resources', () => resourceInvariants(synthesized));
  describe('security', () => securityInvariants(synthesized));
  describe('monitors', () => monitorInvariants(synthesized, () => synthesis.foundationOf(name)));
  describe('monitoring', () => monitoringInvariants(synthesized));
  describe('devices', () => deviceInvariants(synthesized));
  describe('the API', () => apiInvariants(synthesized));
  describe('a second plan', () => perpetualDifferenceInvariants(synthesized));
});

describe.each(environments)('the foundation of $name', (environment) => {
  const synthesized = () => synthesis.foundationOf(environment.name);
  foundationInvariants(synthesized);
  describe('security', () => foundationSecurityInvariants(synthesized));
  perpetualDifferenceInvariants(synthesized);
  describe('trust policies', () => trustInvariants(environment, synthesized));
  describe('the pipeline', () => pipelineInvariants(environment, synthesized, () => synthesis.of(environment.name)));
});

describe('docs/restore.md', () =>
  restoreInvariants(
    () => synthesis.of('prod'),
    () => synthesis.foundationOf('prod'),
  ));

describe('the policy checks', () => policyInvariants(() => synthesis));

describe('environments', () => {
  test('the environments differ only in values from config', () => {
    const mayDiffer = [
      'aws_api_gateway_method_settings.settings.throttling_burst_limit',
      'aws_api_gateway_method_settings.settings.throttling_rate_limit',
      'aws_api_gateway_rest_api.body',
      'aws_api_gateway_usage_plan.quota_settings.limit',
      'aws_api_gateway_usage_plan.throttle_settings.burst_limit',
      'aws_api_gateway_usage_plan.throttle_settings.rate_limit',
      'aws_apigatewayv2_stage.default_route_settings.throttling_burst_limit',
      'aws_apigatewayv2_stage.default_route_settings.throttling_rate_limit',
      'aws_athena_workgroup.configuration.bytes_scanned_cutoff_per_query',
      'aws_athena_workgroup.force_destroy',
      'aws_cloudwatch_log_group.retention_in_days',
      'aws_cognito_user_pool.deletion_protection',
      'aws_cognito_user_pool_client.callback_urls.0',
      'aws_cognito_user_pool_client.logout_urls.0',
      'aws_dynamodb_table.deletion_protection_enabled',
      'aws_glue_catalog_table.parameters.projection.day.range',
      'aws_iot_certificate',
      'aws_iot_policy_attachment',
      'aws_iot_thing',
      'aws_iot_thing_group_membership',
      'aws_iot_thing_principal_attachment',
      'aws_iot_topic_rule.sql',
      'aws_kinesis_stream.retention_period',
      'aws_kinesis_stream.shard_count',
      'aws_lambda_function.environment.variables.ALLOWED_ORIGIN',
      'aws_lambda_function.memory_size',
      'aws_lambda_function.reserved_concurrent_executions',
      'aws_s3_bucket.force_destroy',
      'aws_s3_bucket_lifecycle_configuration.rule.0.expiration.0.days',
      'aws_sfn_state_machine.definition',
      'aws_sns_topic_subscription',
      'datadog_monitor.message',
      'datadog_monitor_notification_rule.name',
      'datadog_monitor_notification_rule.recipients.0',
    ];
    const found = differences(synthesis.of('dev'), synthesis.of('prod')).map(withoutName);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((path) => !mayDiffer.includes(path))).toEqual([]);
  });

  test('no environment contains an account or region of another environment', () => {
    const { environment: first } = synthesis.of('dev');
    for (const { environment, text } of [synthesis.of('staging'), synthesis.foundationOf('staging')]) {
      expect(environment.account).not.toBe(first.account);
      const of = ({ account, region, stack, datadog }: Environment) => [account, region, stack, datadog.site];
      // skip values that both environments share, because regions and Datadog sites may be the same
      const others = of(first).filter((name) => !of(environment).includes(name));
      expect(others.filter((name) => text.includes(name))).toEqual([]);
    }
  });

  /** Removes the name of a resource from a path: `aws_kinesis_stream.shard_count` for `aws_kinesis_stream.x.shard_count`. */
  const withoutName = (path: string) => path.replace(/^(\w+)\.\w+/, '$1');
});

describe('synth', () => {
  test('the output of synth is reproducible', () => {
    const again = mkdtempSync(join(tmpdir(), 'himeshima-again-'));
    const root = process.cwd();
    const declared = declare({
      environments,
      functions: functionsIn(root),
      specification: specificationIn(root),
      outdir: again,
    });
    declared.write();
    declared.placeZips(join(root, 'build', 'functions'));
    for (const { environment, folder } of synthesis.all) {
      const other = join(again, 'stacks', environment.stack);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(files.length).toBeGreaterThan(1);
      for (const { parentPath, name } of files) {
        const path = join(parentPath, name);
        expect(readFileSync(path.replace(folder, other)).equals(readFileSync(path))).toBe(true);
      }
    }
    rmSync(again, { recursive: true });
  });
});

describe('a forwarding cycle', () => {
  test('forwardingCycles finds a cycle across any number of streams', () => {
    const resource = {
      aws_lambda_function: { f: { logging_config: { log_group: '${aws_cloudwatch_log_group.g.name}' } } },
      aws_cloudwatch_log_group: { g: { name: '/aws/lambda/f' } },
      aws_cloudwatch_log_subscription_filter: {
        s: { log_group_name: '${aws_cloudwatch_log_group.g.name}', destination_arn: '${aws_kinesis_stream.k.arn}' },
      },
      aws_kinesis_stream: { k: { name: 'k' } },
      aws_lambda_event_source_mapping: {
        m: { event_source_arn: '${aws_kinesis_stream.k.arn}', function_name: '${aws_lambda_function.f.arn}' },
      },
    };
    const cycles = forwardingCycles(readStack({ resource }).resources);
    expect(cycles).toContainEqual([
      'aws_lambda_function.f',
      'aws_cloudwatch_log_group.g',
      'aws_kinesis_stream.k',
      'aws_lambda_function.f',
    ]);
  });
});
