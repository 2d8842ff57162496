import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { S3Client } from '@aws-sdk/client-s3';
import { accessBindings, bindings } from '../../contracts/bindings';
import { answeredWithinMs, metricNamespace, ownMetrics } from '../../contracts/metrics';
import { belongingsTable } from '../shared/belongings-table';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { commandOperations } from './command-operations';
import { commandSources } from './command-sources';
import { deviceOperations } from './device-operations';
import { digestOperations } from './digest-operations';
import { digestReader } from './digest-reader';
import type { Operations } from './operation';
import { ownershipIn } from './ownership';
import { readingOperations } from './reading-operations';
import { ProxyEvent, requestOf } from './request';
import { roomReadings } from './room-readings';
import { routeRequest } from './route-request';
import { shadowHistoryOperations } from './shadow-history-operations';
import { shadowHistoryTable } from './shadow-history-table';
import { thingLookup } from './thing-lookup';

const to = bindings.api.from(process.env);
const metrics = new Metrics({ namespace: metricNamespace });
const dynamodb = new DynamoDBClient(clientSettings);
const belongings = belongingsTable(dynamodb, to.belongings);
const ownership = ownershipIn(belongings);
const things = thingLookup(new IoTClient(clientSettings), new IoTDataPlaneClient(clientSettings));

const readings = roomReadings(dynamodb, accessBindings.api.readings.from(process.env));
const history = shadowHistoryTable(dynamodb, accessBindings.api.shadowHistory.from(process.env).table);
const digests = digestReader(new S3Client(clientSettings), accessBindings.api.digests.from(process.env).bucket);

const operations: Operations = {
  ...deviceOperations({ belongings, ...things }, ownership),
  ...readingOperations({ belongings, ...readings }, ownership),
  ...shadowHistoryOperations(history, ownership),
  ...digestOperations(digests),
  ...commandOperations(commandSources(dynamodb, accessBindings.api.commands.from(process.env)), ownership),
};

/** Handles every operation of the REST API. */
export const handler = withLogContext(async (event) => {
  const started = Date.now();
  const proxyEvent = parse(ProxyEvent, event, 'request');
  const route = `${proxyEvent.httpMethod} ${proxyEvent.resource}`;
  const response = await routeRequest({ route, request: requestOf(proxyEvent) }, { operations, origin: to.origin });
  // omit the caller and the parameters, because the API's access log contains them under this request id
  logger.info('answered', { route, status: response.statusCode, request_id: proxyEvent.requestContext.requestId });
  // also report zeros; otherwise, the metric would be missing while all responses are late
  metrics.addMetric(ownMetrics.apiAnswered.cloudwatch, MetricUnit.Count, 1);
  const inTime = Date.now() - started <= answeredWithinMs ? 1 : 0;
  metrics.addMetric(ownMetrics.apiAnsweredInTime.cloudwatch, MetricUnit.Count, inTime);
  metrics.publishStoredMetrics();
  return response;
});
