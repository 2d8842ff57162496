import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { metricNamespace } from '../../contracts/metrics';
import { PowerReport } from '../../contracts/power';
import { clientSettings } from '../shared/client-settings';
import { devicePowerTable } from '../shared/device-power-table';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { reportMetrics } from './report-metrics';

const table = devicePowerTable(new DynamoDBClient(clientSettings), bindings.powerOn.from(process.env).table);
const metrics = new Metrics({ namespace: metricNamespace });

/** Invoked by the `power_on` rule. */
export const handler = withLogContext(async (event) => {
  const report = parse(PowerReport, event, 'power report');
  const { thing, receivedAt, traceId } = report;
  const change = await table.isOn({ thing, at: receivedAt, traceId });
  logger.info(`power on: ${change}`, { thing });
  for (const { cloudwatch, value } of reportMetrics(report, { change, now: Date.now() })) {
    metrics.addMetric(cloudwatch, MetricUnit.Count, value);
  }
  metrics.publishStoredMetrics();
});
