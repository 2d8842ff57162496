import type { Platform } from '../platform-resources';
import type { Service } from '../usage';
import { fleetIndexing, iotCore, iotDefender } from './iot';
import { kms } from './keys';
import { lambda } from './lambda';
import { sns, sqs } from './messaging';
import { cloudWatchLogs, cloudWatchMetrics, datadog, xray } from './observation';
import { dynamodb, s3 } from './storage';
import { firehose, kinesis } from './streams';
import { apiGateway, stepFunctions } from './workflows-and-apis';

export const services: readonly Service[] = [
  iotCore,
  iotDefender,
  fleetIndexing,
  lambda,
  kinesis,
  firehose,
  dynamodb,
  s3,
  sqs,
  sns,
  stepFunctions,
  apiGateway,
  cloudWatchLogs,
  cloudWatchMetrics,
  xray,
  kms,
  datadog,
];

const counted = new Set(services.flatMap(({ types }) => types));

/** Pattern for free resource types: permissions, names, and settings of other resources. */
const free =
  /^(datadog_|aws_(iam_|iot_|api_gateway_|apigatewayv2_|lambda_(permission|function_event_invoke_config)|cloudwatch_(event_|query_definition)|athena_named_query|glue_catalog_|cognito_(resource_server|user_pool_client|user_pool_domain)|s3_bucket_|sqs_queue_|sns_topic_|cloudcontrolapi_resource|budgets_))/;

/** Returns the resources that may have a cost but are not supported. */
export const uncountedIn = ({ byType }: Platform): readonly string[] =>
  [...byType].flatMap(([type, resources]) =>
    counted.has(type) || free.test(type) ? [] : resources.map(({ address }) => address),
  );
