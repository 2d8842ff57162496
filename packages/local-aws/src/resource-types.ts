import { apiGatewayResources } from './api-gateway/api-gateway-resources';
import { webSocketResources } from './api-gateway/web-socket/web-socket-resources';
import { athenaResources } from './athena/athena-resources';
import { budgetsResources } from './budgets/budgets-resources';
import { cloudcontrolResources } from './cloudcontrol/cloudcontrol-resources';
import { cognitoResources } from './cognito/cognito-resources';
import { datadogResources } from './datadog/datadog-resources';
import { dynamodbResources } from './dynamodb/dynamodb-resources';
import { eventbridgeResources } from './eventbridge/eventbridge-resources';
import { firehoseResources } from './firehose/firehose-resources';
import { glueResources } from './glue/glue-resources';
import { iamResources } from './iam/iam-resources';
import { iotAccountResources } from './iot/iot-account-resources';
import { iotResources } from './iot/iot-resources';
import { kinesisResources } from './kinesis/kinesis-resources';
import { kmsResources } from './kms/kms-resources';
import { lambdaResources } from './lambda/lambda-resources';
import { logsResources } from './logs/logs-resources';
import { messagingResources } from './messaging/messaging-resources';
import { objectResources } from './messaging/object-resources';
import type { ResourceType } from './resource-type';
import { secretsManagerResources } from './secrets-manager/secret-resources';
import { ssmResources } from './ssm/parameter-resources';
import { stepFunctionsResources } from './step-functions/step-functions-resources';
import { acceptedResources } from './utility/accepted-resources';
import { randomResources } from './utility/random-resources';
import { utilityResources } from './utility/utility-resources';

/** Every resource type that runs locally. docs/local.md is generated from this table. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map<string, ResourceType>(
  Object.entries({
    ...iotResources,
    ...iotAccountResources,
    ...cloudcontrolResources,
    ...lambdaResources,
    ...dynamodbResources,
    ...kinesisResources,
    ...firehoseResources,
    ...messagingResources,
    ...objectResources,
    ...ssmResources,
    ...secretsManagerResources,
    ...glueResources,
    ...athenaResources,
    ...stepFunctionsResources,
    ...eventbridgeResources,
    ...cognitoResources,
    ...apiGatewayResources,
    ...webSocketResources,
    ...logsResources,
    ...iamResources,
    ...kmsResources,
    ...budgetsResources,
    ...datadogResources,
    ...acceptedResources,
    ...randomResources,
    ...utilityResources,
  }),
);
