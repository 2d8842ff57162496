import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { bindings } from '../../contracts/bindings';
import { metricNamespace } from '../../contracts/metrics';
import { type PowerEnd, type PowerNext, type PowerQuestion, PowerStep } from '../../contracts/power-commands';
import { clientSettings } from '../shared/client-settings';
import { commandReports } from '../shared/command-reports';
import { commandsTable } from '../shared/commands-table';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { askDevice } from './ask-device';
import { countsOf } from './counts-of';
import { endCommand } from './end-command';
import { nextStep } from './next-step';
import { shadows } from './shadows';

const { table, ...waits } = bindings.powerCommand.from(process.env);
const iotData = new IoTDataPlaneClient(clientSettings);
const of = {
  ...commandsTable(new DynamoDBClient(clientSettings), table),
  ...shadows(iotData),
  ...commandReports(iotData),
};
const metrics = new Metrics({ namespace: metricNamespace });

/** Invoked by the states of the workflow `power-command`. */
export const handler = withLogContext(async (event) => {
  const asked = parse(PowerStep, event, 'step of a power command');
  if (asked.step === 'next') return goOn(asked);
  return asked.step === 'ask' ? ask(asked) : end(asked);
});

async function goOn(asked: PowerNext) {
  const then = await nextStep(asked, { now: Date.now(), ...waits }, of);
  const { thing, command, next, traceId } = then;
  logger.appendKeys({ trace_id: traceId });
  logger.info(`next: ${next}`, { thing, command });
  return then;
}

async function ask(asked: PowerQuestion) {
  const { thing, command, power } = asked;
  logger.info((await askDevice(asked, of)) ? 'device asked' : 'called off', { thing, command, power });
}

async function end(asked: PowerEnd) {
  const { thing, command, outcome } = asked;
  const ended = await endCommand(asked, Date.now(), of);
  if (ended) {
    logger.appendKeys({ trace_id: ended.traceId });
    for (const { cloudwatch, value } of countsOf(outcome)) metrics.addMetric(cloudwatch, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  }
  logger.info(`command ${outcome}`, { thing, command });
}
