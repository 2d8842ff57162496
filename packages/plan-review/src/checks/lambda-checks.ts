import { memoizeByObject } from '../memoize';
import type { Check } from './check';
import type { Resources } from './resource-index';
import { is, isnt, isUnknown, lacks, originAt, type Resource, templateAt, textAt } from './resource-values';

export const lambdaChecks: readonly Check[] = [
  {
    id: 'lambda-concurrency',
    severity: 'minor',
    about: ['aws_lambda_function'],
    reason:
      'a flood of messages or requests uses up the concurrency of the account, and all other functions are throttled',
    fix: 'set reserved_concurrent_executions',
    source: 'Serverless Lens REL 1; Checkov CKV_AWS_115',
    finds(lambda, all) {
      const isReserved =
        !lacks(lambda, 'reserved_concurrent_executions') && !is(lambda, 'reserved_concurrent_executions', -1);
      if (isReserved) return false;
      const permissions = all.naming(lambda, { type: 'aws_lambda_permission', by: 'function_name' }) ?? [];
      return permissions.some(isInvokedByClients);
    },
  },
  {
    id: 'lambda-errors-watched',
    severity: 'major',
    about: ['aws_lambda_function'],
    reason: 'no monitor alerts on errors of the function',
    fix: 'add a monitor on aws.lambda.errors for this function or for all functions',
    source: 'Serverless Lens OPS 1; IoT Lens IOTOPS06-BP01',
    finds(lambda, all) {
      // another stack probably monitors the functions of a stack without monitors
      if (all.ofType('datadog_monitor').length + all.ofType('aws_cloudwatch_metric_alarm').length === 0) return false;
      return !watchers(all).some((watches) => watches(lambda));
    },
  },
  {
    id: 'lambda-failure-destination',
    severity: 'major',
    about: ['aws_lambda_function'],
    reason: 'an asynchronous event that fails three times is lost',
    fix: 'add an aws_lambda_function_event_invoke_config with destination_config.on_failure, or set dead_letter_config',
    source: 'Serverless Lens REL 2; Checkov CKV_AWS_116',
    finds(lambda, all) {
      if (!lacks(lambda, 'dead_letter_config')) return false;
      const permissions = all.naming(lambda, { type: 'aws_lambda_permission', by: 'function_name' }) ?? [];
      if (!permissions.some(isInvokedAsynchronously)) return false;
      const retries = all.naming(lambda, { type: 'aws_lambda_function_event_invoke_config', by: 'function_name' });
      return retries?.every((retry) => lacks(retry, 'destination_config.on_failure')) ?? false;
    },
  },
  {
    id: 'lambda-json-logs',
    severity: 'info',
    about: ['aws_lambda_function'],
    reason: 'plain-text log lines cannot be searched by field',
    fix: 'set logging_config { log_format = "JSON" }; accept the finding if the function itself writes JSON',
    source: 'Serverless Lens OPS 1',
    finds: (lambda) => isnt(lambda, 'logging_config.log_format', 'JSON'),
  },
  {
    id: 'lambda-own-role',
    severity: 'major',
    about: ['aws_lambda_function'],
    reason: 'several functions share this role, so each function has the permissions of all of them',
    fix: 'create one role per function',
    source: 'Serverless Lens SEC 2',
    finds: (lambda, all) => all.sharing(lambda, 'role').length > 0,
  },
];

/** Services that invoke a function as often as clients or devices call the service. `*` is the principal of a function URL. */
const openToClients = ['iot.amazonaws.com', 'apigateway.amazonaws.com', '*'];

/**
 * Returns whether a permission lets clients determine how often a function is invoked. Excludes provisioning hooks, whose rate AWS
 * IoT limits (AWS IoT Core quotas, "RegisterThing").
 */
const isInvokedByClients = (permission: Resource) =>
  openToClients.includes(textAt(permission, 'principal') ?? '') && !isProvisioningHook(permission);

const isProvisioningHook = (permission: Resource) =>
  /provisioning_?template/.test(originAt(permission, 'source_arn') ?? '');

/** Returns one predicate per monitor or alarm. The predicate returns whether the monitor or alarm watches the errors of a function. */
const watchers = memoizeByObject((all: Resources): readonly ((lambda: Resource) => boolean)[] => [
  ...all.ofType('datadog_monitor').flatMap((monitor) => {
    const text = templateAt(monitor, 'query') ?? '';
    if (isUnknown(monitor, 'query')) return [() => true];
    return text.includes('aws.lambda.errors') ? [(lambda: Resource) => reaches(text, lambda)] : [];
  }),
  ...all
    .ofType('aws_cloudwatch_metric_alarm')
    .filter((alarm) => !isnt(alarm, 'namespace', 'AWS/Lambda') && !isnt(alarm, 'metric_name', 'Errors'))
    .map((alarm) => {
      const only = all.named(alarm, 'dimensions.FunctionName', 'aws_lambda_function');
      return (lambda: Resource) => only === undefined || only === lambda;
    }),
]);

function reaches(query: string, lambda: Resource): boolean {
  const name = textAt(lambda, 'function_name');
  return !query.includes('functionname:') || name === undefined || query.includes(`functionname:${name.toLowerCase()}`);
}

/** Services that invoke functions asynchronously (Lambda developer guide, "Event-driven invocation"). */
const asynchronous = /^(config|events|iot|s3|ses|sns|logs(\.[\w-]+)?)\.amazonaws\.com$/;

/** Returns whether a permission lets a service invoke a function asynchronously. Fleet provisioning invokes hooks synchronously. */
const isInvokedAsynchronously = (permission: Resource) =>
  asynchronous.test(textAt(permission, 'principal') ?? '') && !isProvisioningHook(permission);
