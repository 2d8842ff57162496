import { apiChecks } from './api-checks';
import type { Check } from './check';
import { dynamodbChecks } from './dynamodb-checks';
import { iotChecks } from './iot-checks';
import { lambdaChecks } from './lambda-checks';
import { mappingChecks } from './mapping-checks';
import { monitorChecks } from './monitor-checks';
import { sqsChecks } from './sqs-checks';

/**
 * All checks. packages/plan-review/README.md describes how to add a check, and lists the recommendations that Checkov covers.
 */
export const checks: readonly Check[] = [
  ...apiChecks,
  ...dynamodbChecks,
  ...iotChecks,
  ...lambdaChecks,
  ...mappingChecks,
  ...monitorChecks,
  ...sqsChecks,
];
