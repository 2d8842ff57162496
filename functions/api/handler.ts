import { randomUUID } from 'node:crypto';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { bindings } from '../../contracts/bindings';
import { answeredWithinMs, metricNamespace, ownMetrics } from '../../contracts/metrics';
import { belongingsTable } from '../shared/belongings-table';
import { clientSettings } from '../shared/client-settings';
import { commandsTable } from '../shared/commands-table';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { workflowTasks } from '../shared/workflow-tasks';
import { commandPages } from './command-pages';
import { digestReader } from './digest-reader';
import { operationsOf } from './operations';
import { powerWorkflows } from './power-workflows';
import { ProxyEvent, requestOf } from './request';
import { roomReadings } from './room-readings';
import { routeRequest } from './route-request';
import { shadowHistoryTable } from './shadow-history-table';
import { thingLookup } from './thing-lookup';

const to = bindings.api.from(process.env);
const metrics = new Metrics({ namespace: metricNamespace });
const dynamodb = new DynamoDBClient(clientSettings);
const sfn = new SFNClient(clientSettings);
const operations = operationsOf({
  belongings: belongingsTable(dynamodb, to.belongings),
  ...shadowHistoryTable(dynamodb, to.shadowHistory),
  ...roomReadings(dynamodb, to),
  ...thingLookup(new IoTClient(clientSettings), new IoTDataPlaneClient(clientSettings)),
  ...digestReader(new S3Client(clientSettings), to.digests),
  ...commandsTable(dynamodb, to.commands.table),
  ...commandPages(dynamodb, to.commands.table),
  ...powerWorkflows(sfn, to.commands),
  ...workflowTasks(sfn),
  lasts: to.commands,
  newId: randomUUID,
  now: Date.now,
});

/** Handles every operation of the REST API. */
export const handler = withLogContext(async (event) => {
  const started = Date.now();
  const proxyEvent = parse(ProxyEvent, event, 'request');
  const route = `${proxyEvent.httpMethod} ${proxyEvent.resource}`;
  const response = await routeRequest({ route, request: requestOf(proxyEvent) }, { operations, origin: to.origin });
  // omits the caller and the parameters: the API's access log contains them under this request id
  logger.info('answered', { route, status: response.statusCode, request_id: proxyEvent.requestContext.requestId });
  // zeros are reported too; otherwise, the SLO would not count late responses
  metrics.addMetric(ownMetrics.apiAnswered.cloudwatch, MetricUnit.Count, 1);
  const inTime = Date.now() - started <= answeredWithinMs ? 1 : 0;
  metrics.addMetric(ownMetrics.apiAnsweredInTime.cloudwatch, MetricUnit.Count, inTime);
  metrics.publishStoredMetrics();
  return response;
});
