import { join } from 'node:path';
import { apiGatewayApi } from './api-gateway/api-gateway-api';
import { apiGatewayResources } from './api-gateway/api-gateway-resources';
import { webSocketResources } from './api-gateway/web-socket/web-socket-resources';
import { athenaOf } from './athena/athena';
import { athenaApi } from './athena/athena-api';
import { athenaResources } from './athena/athena-resources';
import { budgetsResources } from './budgets/budgets-resources';
import { cloudcontrolResources } from './cloudcontrol/cloudcontrol-resources';
import { alarmResources } from './cloudwatch/alarm-resources';
import { alarmsOf } from './cloudwatch/alarms';
import { cloudwatchApi } from './cloudwatch/cloudwatch-api';
import { cognitoApi } from './cognito/cognito-api';
import { cognitoResources } from './cognito/cognito-resources';
import { accountDataSources } from './data-sources';
import { datadogResources } from './datadog/datadog-resources';
import { dynamodbResources } from './dynamodb/dynamodb-resources';
import { eventBusesOf } from './eventbridge/event-buses';
import { eventBridgeApi } from './eventbridge/eventbridge-api';
import { eventbridgeResources } from './eventbridge/eventbridge-resources';
import { storedRulesOf } from './eventbridge/stored-rules';
import { firehoseApi } from './firehose/firehose-api';
import { firehoseResources } from './firehose/firehose-resources';
import { glueResources } from './glue/glue-resources';
import { iamApi } from './iam/iam-api';
import { iamResources } from './iam/iam-resources';
import { policyDocument } from './iam/policy-document';
import { stsApi } from './iam/sts-api';
import { iotApi } from './iot/control-plane/control-api';
import { iotAccountResources } from './iot/iot-account-resources';
import { iotResources } from './iot/iot-resources';
import { withApiRates } from './iot/rates/api-rates';
import { kinesisApi } from './kinesis/kinesis-api';
import { kinesisResources } from './kinesis/kinesis-resources';
import { kmsResources } from './kms/kms-resources';
import { eventSourceMappingsOf } from './lambda/event-source-mappings';
import { lambdaApi } from './lambda/lambda-api';
import { lambdaResources } from './lambda/lambda-resources';
import { logsApi } from './logs/logs-api';
import { logsResources } from './logs/logs-resources';
import { messagingResources } from './messaging/messaging-resources';
import { objectResources } from './messaging/object-resources';
import { tagsOf } from './resource-tags';
import type { ResourceType } from './resource-type';
import { secretDataSources } from './secrets-manager/secret-data-sources';
import { secretsManagerResources } from './secrets-manager/secret-resources';
import { secretsOf } from './secrets-manager/secrets';
import { secretsManagerApi } from './secrets-manager/secrets-manager-api';
import type { DataSources, Service } from './service';
import { parameterDataSources } from './ssm/parameter-data-sources';
import { ssmResources } from './ssm/parameter-resources';
import { parametersOf } from './ssm/parameters';
import { ssmApi } from './ssm/ssm-api';
import { statesApi } from './step-functions/step-functions-api';
import { stepFunctionsResources } from './step-functions/step-functions-resources';
import { acceptedResources } from './utility/accepted-resources';
import { archiveFile } from './utility/archive-file';
import { randomResources } from './utility/random-resources';
import { utilityResources } from './utility/utility-resources';

/**
 * All services of the local runtime. Services start in this order, and stop and close in reverse, so each service is
 * listed after the services that it calls outside of requests. docs/local.md is generated from this table.
 */
export const services: readonly Service[] = [
  { resources: acceptedResources, dataSources: accountDataSources },
  { resources: randomResources },
  {
    resources: utilityResources,
    dataSources: {
      archive_file: ({ place }, attributes, directory) =>
        archiveFile(attributes, { directory, below: join(place.directory, 'archives') }),
    },
  },
  {
    resources: dynamodbResources,
    apis: ({ dynamodb }) => ({ dynamodb: dynamodb.api }),
    close: ({ dynamodb }) => dynamodb.close(),
    metrics: {
      dynamodb: `
        conditional_check_failed_requests consumed_read_capacity_units consumed_write_capacity_units read_throttle_events
        returned_item_count successful_request_latency system_errors throttled_requests time_to_live_deleted_item_count
        user_errors write_throttle_events`,
    },
  },
  {
    resources: kinesisResources,
    apis: ({ kinesis }) => ({ kinesis: kinesisApi(kinesis) }),
    metrics: {
      kinesis: `
        get_records_iterator_age_milliseconds.maximum incoming_bytes incoming_records read_provisioned_throughput_exceeded
        write_provisioned_throughput_exceeded`,
    },
  },
  {
    resources: firehoseResources,
    apis: ({ firehose }) => ({ firehose: firehoseApi(firehose) }),
    metrics: {
      firehose: `
        delivery_to_s_3bytes.sum delivery_to_s_3data_freshness delivery_to_s_3records delivery_to_s_3success incoming_bytes
        incoming_records throttled_records`,
    },
  },
  {
    resources: { ...messagingResources, ...objectResources },
    apis: ({ messaging: { sqs, sns, s3 } }) => ({ sqs, sns, s3 }),
    close: ({ messaging }) => messaging.close(),
    metrics: {
      s3: `
        4xx_errors 5xx_errors all_requests delete_requests get_requests head_requests list_requests post_requests
        put_requests`,
      sns: 'number_of_messages_published number_of_notifications_failed',
      sqs: `
        approximate_age_of_oldest_message approximate_number_of_messages_not_visible approximate_number_of_messages_visible
        number_of_messages_deleted number_of_messages_received number_of_messages_sent`,
    },
  },
  {
    resources: logsResources,
    apis: (parts) => ({ logs: logsApi(parts) }),
    metrics: { logs: 'delivery_errors forwarded_log_events incoming_log_events' },
  },
  {
    resources: alarmResources,
    apis: (parts) => ({ cloudwatch: cloudwatchApi(parts.metrics, parts.clock, alarmsOf(parts)) }),
    start: (parts) => alarmsOf(parts).start(),
    stop: (parts) => alarmsOf(parts).stop(),
  },
  { resources: cognitoResources, apis: ({ userPools }) => ({ 'cognito-idp': cognitoApi(userPools) }) },
  {
    resources: { ...apiGatewayResources, ...webSocketResources },
    apis: ({ apiGateway }) => ({ apigateway: apiGatewayApi(apiGateway.plans) }),
    metrics: {
      apigateway: `
        4xxerror 5xxerror client_error connect_count count execution_error integration_error latency latency.p99
        message_count`,
    },
  },
  { resources: glueResources },
  {
    resources: athenaResources,
    apis: (parts) => ({ athena: athenaApi(athenaOf(parts)) }),
    close: (parts) => athenaOf(parts).close(),
    metrics: { athena: 'engine_execution_time total_execution_time' },
  },
  {
    resources: lambdaResources,
    apis: (parts) => ({ lambda: lambdaApi(parts.lambda, parts.authorizer, eventSourceMappingsOf(parts)) }),
    start({ lambda, queueMappings }) {
      lambda.resume();
      queueMappings.start();
    },
    stop: ({ queueMappings }) => queueMappings.stop(),
    close: ({ lambda }) => lambda.stop(),
    metrics: {
      lambda: `
        async_event_age async_event_age.maximum async_events_dropped async_events_received concurrent_executions
        concurrent_executions.maximum destination_delivery_failures duration duration.maximum errors invocations iterator_age
        iterator_age.maximum throttles`,
    },
  },
  {
    resources: stepFunctionsResources,
    apis: ({ workflows }) => ({ states: statesApi(workflows) }),
    start: ({ workflows }) => workflows.resumeInterrupted(),
    metrics: {
      states: 'executions_aborted executions_failed executions_started executions_succeeded executions_timed_out',
    },
  },
  {
    resources: ssmResources,
    dataSources: parameterDataSources,
    apis: (parts) => ({ ssm: ssmApi(parametersOf(parts), secretsOf(parts), parts.authorizer) }),
  },
  {
    resources: secretsManagerResources,
    dataSources: secretDataSources,
    apis: (parts) => ({ secretsmanager: secretsManagerApi(secretsOf(parts), parts.authorizer) }),
  },
  {
    resources: { ...iotResources, ...iotAccountResources, ...cloudcontrolResources },
    apis: (parts) => ({
      iotdata: parts.dataPlane,
      iot: withApiRates(iotApi(parts), { factor: parts.rates, clock: parts.clock }),
    }),
    metrics: {
      iot: `
        approximate_number_of_things_registered connect_auth_error connect_client_error connect_client_idthrottle connect_success connect_throttle
        connection_authn_error create_keys_and_certificate_failed
        delete_thing_shadow_accepted error_action_failure error_action_success failure get_thing_shadow_accepted
        parse_error provision_thing_client_error provision_thing_success publish_in_auth_error publish_in_client_error publish_in_success publish_in_throttle
        publish_out_throttle publish_retained_throttle register_thing_failed
        subscribe_auth_error subscribe_client_error success topic_match update_thing_shadow_accepted violations
        violations_cleared`,
    },
  },
  {
    resources: { ...iamResources, ...kmsResources },
    dataSources: { aws_iam_policy_document: (_, attributes) => policyDocument(attributes) },
    apis: ({ authorizer, place }) => ({ iam: iamApi(authorizer.roles), sts: stsApi(place.account) }),
  },
  { resources: budgetsResources },
  {
    resources: eventbridgeResources,
    apis: (parts) => ({
      events: eventBridgeApi(
        { eventBuses: eventBusesOf(parts), stored: storedRulesOf(parts), tags: tagsOf(parts) },
        parts.place.account,
      ),
    }),
    start: (parts) => storedRulesOf(parts).restore(eventBusesOf(parts)),
    stop: (parts) => eventBusesOf(parts).stop(),
    metrics: {
      events: `
        failed_invocations invocations invocations_failed_to_be_sent_to_dlq invocations_sent_to_dlq triggered_rules`,
    },
  },
  { resources: datadogResources, stop: ({ monitors }) => monitors.stop() },
];

/** All resource types that run locally, keyed by name. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  services.flatMap(({ resources = {} }) => Object.entries(resources)),
);

/** Data sources that are evaluated locally, keyed by type. */
export const dataSources: DataSources = Object.fromEntries(
  services.flatMap((service) => Object.entries(service.dataSources ?? {})),
);

/** AWS metrics that a local service emits; a monitor on any other AWS metric has no data. */
export const emittedMetrics: ReadonlySet<string> = new Set(
  services
    .flatMap(({ metrics = {} }) => Object.entries(metrics))
    .flatMap(([namespace, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name) => `aws.${namespace}.${name}`),
    ),
);
