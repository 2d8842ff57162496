import { apiGatewayApi } from './api-gateway/api-gateway-api';
import { athenaApi } from './athena/athena-api';
import { cloudwatchApi } from './cloudwatch/cloudwatch-api';
import { cognitoApi } from './cognito/cognito-api';
import { firehoseApi } from './firehose/firehose-api';
import type { ServiceApi } from './gateway/request';
import { iamApi } from './iam/iam-api';
import { stsApi } from './iam/sts-api';
import { iotApi } from './iot/control-plane/control-api';
import { withApiRates } from './iot/rates/api-rates';
import type { RateFactor } from './iot/rates/throttle';
import { kinesisApi } from './kinesis/kinesis-api';
import { lambdaApi } from './lambda/lambda-api';
import { logsApi } from './logs/logs-api';
import { secretsManagerApi } from './secrets-manager/secrets-manager-api';
import type { PlatformServices } from './services';
import { ssmApi } from './ssm/ssm-api';
import { statesApi } from './step-functions/step-functions-api';

/**
 * Returns the APIs of all services by signing name.
 * @param dataPlane AWS IoT's data plane, which devices call as well
 */
export function serviceApis(
  parts: PlatformServices,
  { dataPlane, rates: factor }: { dataPlane: ServiceApi; rates: RateFactor },
): [string, ServiceApi][] {
  const { place, clock } = parts;
  return [
    ['dynamodb', parts.dynamodb.api],
    ['kinesis', kinesisApi(parts.kinesis)],
    ['firehose', firehoseApi(parts.firehose)],
    ['sqs', parts.messaging.sqs],
    ['sns', parts.messaging.sns],
    ['s3', parts.messaging.s3],
    ['logs', logsApi(parts.logs, place)],
    ['cloudwatch', cloudwatchApi(parts.metrics, parts.clock)],
    ['cognito-idp', cognitoApi(parts.userPools)],
    ['apigateway', apiGatewayApi(parts.apiGateway.plans)],
    ['athena', athenaApi(parts.athena)],
    ['states', statesApi(parts.workflows)],
    ['ssm', ssmApi(parts.parameters, parts.authorizer)],
    ['secretsmanager', secretsManagerApi(parts.secrets, parts.authorizer)],
    ['lambda', lambdaApi(parts.lambda, parts.authorizer)],
    ['iotdata', dataPlane],
    ['iot', withApiRates(iotApi(parts), { factor, clock })],
    ['iam', iamApi(parts.authorizer.roles)],
    ['sts', stsApi(place.account)],
  ];
}
