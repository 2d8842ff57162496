import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { metricNamespace } from '../../contracts/metrics';
import { PowerReport } from '../../contracts/power';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { countsOf } from './counts-of';
import { devicePowerTable } from './device-power-table';
import { recordPowerOn } from './record-power-on';

const table = devicePowerTable(new DynamoDBClient(), bindings.powerOn.from(process.env).table);
const metrics = new Metrics({ namespace: metricNamespace });

/** Invoked by the rule `power_on`. */
export const handler = withLogContext(async (event) => {
  const report = parse(PowerReport, event, 'power report');
  const outcome = await recordPowerOn(report, table);
  logger.info(`power on ${outcome}`, { thing: report.thing, trace_id: report.traceId });
  for (const { cloudwatch, value } of countsOf(report, { outcome, now: Date.now() })) {
    metrics.addMetric(cloudwatch, MetricUnit.Count, value);
  }
  metrics.publishStoredMetrics();
});
