import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from '@himeshima/terraform-json';
import { forwardingCycles } from './forwarding-cycles';
import { at, ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

/** Tests invariants of functions, their logs and callers. */
export function functionInvariants(synthesized: () => SynthesizedEnvironment): void {
  const functions = () => ofType(synthesized(), 'aws_lambda_function');
  /** Returns the addresses that resources of a type refer to. */
  const referredBy = (type: string) => ofType(synthesized(), type).flatMap(({ attributes }) => references(attributes));

  test('every function has its own role', () => {
    const roles = functions().map((block) => references(block.attributes['role']).join());
    expect(new Set(roles).size).toBe(functions().length);
  });

  test('every function runs on Node.js 22 with source maps and tracing', () => {
    for (const block of functions()) {
      expect(block.attributes).toMatchObject({
        runtime: 'nodejs22.x',
        architectures: ['arm64'],
        tracing_config: { mode: 'Active' },
        environment: { variables: { NODE_OPTIONS: '--enable-source-maps' } },
      });
    }
  });

  test('reserves concurrency only for functions that devices or clients invoke, and for stream readers', () => {
    /** Functions that AWS IoT or API Gateway invokes, except provisioning hooks, whose rate AWS IoT limits. */
    const invokedByClients = ofType(synthesized(), 'aws_lambda_permission')
      .filter(({ attributes }) =>
        ['iot.amazonaws.com', 'apigateway.amazonaws.com'].includes(String(attributes['principal'])),
      )
      .filter(({ attributes }) => !String(attributes['source_arn']).includes('provisioning_template'))
      .flatMap(({ attributes }) => references(attributes['function_name']));
    const readers = ofType(synthesized(), 'aws_lambda_event_source_mapping').map((mapping) => {
      const [stream = ''] = references(mapping.attributes['event_source_arn']);
      const shards = Number(valueAt(at(synthesized(), stream), 'shard_count'));
      return [references(mapping.attributes['function_name']).join(), 2 * shards] as const;
    });
    const { reservedConcurrency } = synthesized().environment.functions;
    const justified = new Map([...invokedByClients.map((one) => [one, reservedConcurrency] as const), ...readers]);
    const reserved = functions().flatMap(({ address, attributes }) => {
      const executions = attributes['reserved_concurrent_executions'];
      return executions === undefined ? [] : [[address, executions] as const];
    });
    expect(Object.fromEntries(reserved)).toEqual(Object.fromEntries(justified));
  });

  test("leaves at least 300 of an account's 1,000 executions to functions without a reservation", () => {
    // 100 must stay unreserved (Lambda developer guide, "Configuring reserved concurrency")
    const executions = functions().map(({ attributes }) => Number(attributes['reserved_concurrent_executions'] ?? 0));
    expect(executions.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(700);
  });

  test('every function logs text to a declared log group', () => {
    for (const block of functions()) {
      expect(valueAt(block, 'logging_config.log_format')).toBe('Text');
      const [group = ''] = references(valueAt(block, 'logging_config.log_group'));
      expect(textAt(at(synthesized(), group), 'name')).toBe(`/aws/lambda/${textAt(block, 'function_name')}`);
    }
  });

  test("every zip is in its stack's folder, and the declared hash matches the content", () => {
    for (const block of functions()) {
      const zip = textAt(block, 'filename');
      expect(zip).toMatch(/^functions\//);
      expect(existsSync(join(synthesized().folder, zip))).toBe(true);
      expect(block.attributes['source_code_hash']).toBe(`\${filebase64sha256("${zip}")}`);
    }
  });

  test('failed events go to a queue, unless the caller waits for the result', () => {
    const kept = ofType(synthesized(), 'aws_lambda_function_event_invoke_config', 'aws_lambda_event_source_mapping')
      .filter((block) => references(valueAt(block, 'destination_config.on_failure')).length === 1)
      .flatMap((block) => references(block.attributes['function_name']));
    const answered = [
      'aws_sfn_state_machine',
      'aws_iot_provisioning_template',
      'aws_api_gateway_rest_api',
      'aws_apigatewayv2_authorizer',
      'aws_apigatewayv2_integration',
    ].flatMap(referredBy);
    for (const { address } of functions()) expect([...kept, ...answered]).toContain(address);
  });

  test('error and REPORT lines from every function except alert-message are forwarded', () => {
    const filters = ofType(synthesized(), 'aws_cloudwatch_log_subscription_filter');
    const streams = filters.flatMap((block) => references(block.attributes['destination_arn']));
    const readers = ofType(synthesized(), 'aws_lambda_event_source_mapping').flatMap((block) =>
      references(block.attributes['event_source_arn']).some((stream) => streams.includes(stream))
        ? references(block.attributes['function_name'])
        : [],
    );
    expect(readers).toEqual(['aws_lambda_function.alert_message']);
    const loggingOf = (block: Block) => references(valueAt(block, 'logging_config.log_group'));
    const fromFunctions = functions()
      .filter(({ address }) => !readers.includes(address))
      .flatMap(loggingOf);
    const of = (groups: readonly string[]) =>
      filters.filter((block) => references(block.attributes['log_group_name']).some((group) => groups.includes(group)));
    expect(of(fromFunctions)).toHaveLength(fromFunctions.length);
    for (const filter of of(fromFunctions)) expect(filter.attributes['filter_pattern']).toBe('?ERROR ?REPORT');
    expect(of(readers.flatMap((address) => loggingOf(at(synthesized(), address))))).toEqual([]);
  });

  test('failed executions and API server errors are forwarded', () => {
    const patternOf = (group: string) =>
      ofType(synthesized(), 'aws_cloudwatch_log_subscription_filter').find((block) =>
        references(block.attributes['log_group_name']).includes(group),
      )?.attributes['filter_pattern'];
    const workflows = ofType(synthesized(), 'aws_sfn_state_machine').flatMap((block) =>
      references(valueAt(block, 'logging_configuration.log_destination')),
    );
    const apis = ofType(synthesized(), 'aws_api_gateway_stage', 'aws_apigatewayv2_stage').flatMap((block) =>
      references(valueAt(block, 'access_log_settings.destination_arn')),
    );
    expect([workflows.length, apis.length]).not.toContain(0);
    for (const group of workflows)
      expect(patternOf(group)).toBe('{ $.type = "ExecutionFailed" || $.type = "ExecutionTimedOut" }');
    for (const group of apis) expect(patternOf(group)).toBe('{ $.status = "5*" }');
  });

  test('no log line is forwarded to the function that wrote it', () => {
    expect(forwardingCycles(synthesized().stack.resources)).toEqual([]);
  });

  test('the stream mapping has the settings from the conference talk, and failed records are kept', () => {
    const mapping = at(synthesized(), 'aws_lambda_event_source_mapping.alert_message_records');
    expect(mapping.attributes).toMatchObject({
      starting_position: 'TRIM_HORIZON',
      batch_size: 5,
      function_response_types: ['ReportBatchItemFailures'],
      bisect_batch_on_function_error: true,
      maximum_retry_attempts: expect.any(Number),
      maximum_record_age_in_seconds: expect.any(Number),
    });
    expect(references(valueAt(mapping, 'destination_config.on_failure'))).toEqual([
      'aws_s3_bucket.alert_message_failures',
    ]);
    expect(at(synthesized(), 'aws_kinesis_stream.alert_message_stream').attributes['name']).toBe('AlertMessageStream');
  });

  test('every permission specifies the resource and account that may use it', () => {
    const permissions = ofType(synthesized(), 'aws_lambda_permission');
    expect(permissions.length).toBeGreaterThan(0);
    for (const permission of permissions) {
      // the authorizer of a WebSocket API has no ARN attribute; its ARN consists of the API's ARN and the authorizer's id
      const named = references(permission.attributes['source_arn']).filter((one) => !one.includes('authorizer'));
      expect(named).toHaveLength(1);
      // these services send no source account, so a condition on the account would deny their calls; the ARN contains the account
      const silent = ['apigateway.amazonaws.com', 'events.amazonaws.com'];
      const account = silent.includes(textAt(permission, 'principal')) ? undefined : synthesized().environment.account;
      expect(permission.attributes['source_account']).toBe(account);
    }
  });

  test('every rule may invoke the functions of its actions', () => {
    const allowed = ofType(synthesized(), 'aws_lambda_permission').map(({ attributes }) =>
      [...references(attributes['source_arn']), ...references(attributes['function_name'])].join(' → '),
    );
    for (const rule of ofType(synthesized(), 'aws_iot_topic_rule')) {
      for (const target of references(rule.attributes['lambda']))
        expect(allowed).toContain(`${rule.address} → ${target}`);
    }
  });
}
