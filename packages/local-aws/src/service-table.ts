import { join } from 'node:path';
import { apiGatewayApi } from './api-gateway/api-gateway-api';
import { apiGatewayResources } from './api-gateway/api-gateway-resources';
import { webSocketResources } from './api-gateway/web-socket/web-socket-resources';
import { athenaOf } from './athena/athena';
import { athenaApi } from './athena/athena-api';
import { athenaResources } from './athena/athena-resources';
import { budgetsResources } from './budgets/budgets-resources';
import { cloudcontrolResources } from './cloudcontrol/cloudcontrol-resources';
import { cloudwatchApi } from './cloudwatch/cloudwatch-api';
import { cognitoApi } from './cognito/cognito-api';
import { cognitoResources } from './cognito/cognito-resources';
import { accountDataSources } from './data-sources';
import { datadogResources } from './datadog/datadog-resources';
import { dynamodbResources } from './dynamodb/dynamodb-resources';
import { eventbridgeResources } from './eventbridge/eventbridge-resources';
import { schedulesOf } from './eventbridge/schedules';
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
import { lambdaApi } from './lambda/lambda-api';
import { lambdaResources } from './lambda/lambda-resources';
import { logsApi } from './logs/logs-api';
import { logsResources } from './logs/logs-resources';
import { messagingResources } from './messaging/messaging-resources';
import { objectResources } from './messaging/object-resources';
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
 * All services of the local runtime. They start in this order, and stop and close in reverse: a service is after those that it calls by
 * itself. docs/local.md is generated from this table.
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
  },
  { resources: kinesisResources, apis: ({ kinesis }) => ({ kinesis: kinesisApi(kinesis) }) },
  { resources: firehoseResources, apis: ({ firehose }) => ({ firehose: firehoseApi(firehose) }) },
  {
    resources: { ...messagingResources, ...objectResources },
    apis: ({ messaging: { sqs, sns, s3 } }) => ({ sqs, sns, s3 }),
    close: ({ messaging }) => messaging.close(),
  },
  { resources: logsResources, apis: ({ logs, place }) => ({ logs: logsApi(logs, place) }) },
  { apis: ({ metrics, clock }) => ({ cloudwatch: cloudwatchApi(metrics, clock) }) },
  { resources: cognitoResources, apis: ({ userPools }) => ({ 'cognito-idp': cognitoApi(userPools) }) },
  {
    resources: { ...apiGatewayResources, ...webSocketResources },
    apis: ({ apiGateway }) => ({ apigateway: apiGatewayApi(apiGateway.plans) }),
  },
  { resources: glueResources },
  {
    resources: athenaResources,
    apis: (parts) => ({ athena: athenaApi(athenaOf(parts)) }),
    close: (parts) => athenaOf(parts).close(),
  },
  {
    resources: lambdaResources,
    apis: ({ lambda, authorizer }) => ({ lambda: lambdaApi(lambda, authorizer) }),
    start({ lambda, queueMappings }) {
      lambda.resume();
      queueMappings.start();
    },
    stop: ({ queueMappings }) => queueMappings.stop(),
    close: ({ lambda }) => lambda.stop(),
  },
  {
    resources: stepFunctionsResources,
    apis: ({ workflows }) => ({ states: statesApi(workflows) }),
    start: ({ workflows }) => workflows.resumeInterrupted(),
  },
  {
    resources: ssmResources,
    dataSources: parameterDataSources,
    apis: (parts) => ({ ssm: ssmApi(parametersOf(parts), parts.authorizer) }),
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
  },
  {
    resources: { ...iamResources, ...kmsResources },
    dataSources: { aws_iam_policy_document: (_, attributes) => policyDocument(attributes) },
    apis: ({ authorizer, place }) => ({ iam: iamApi(authorizer.roles), sts: stsApi(place.account) }),
  },
  { resources: budgetsResources },
  { resources: eventbridgeResources, stop: (parts) => schedulesOf(parts).stop() },
  { resources: datadogResources, stop: ({ monitors }) => monitors.stop() },
];

/** Every resource type that runs locally. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  services.flatMap(({ resources = {} }) => Object.entries(resources)),
);

/** Data sources that are evaluated locally, by type. */
export const dataSources: DataSources = Object.fromEntries(
  services.flatMap((service) => Object.entries(service.dataSources ?? {})),
);
