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
import { parse } from '../shared/parse-input';
import { commandMetrics } from './command-metrics';
import { endCommand } from './end-command';
import { nextStep } from './next-step';
import { powerShadow } from './power-shadow';
import { requestPower } from './request-power';

const { table, ...waits } = bindings.powerCommand.from(process.env);
const iotData = new IoTDataPlaneClient(clientSettings);
const of = {
  ...commandsTable(new DynamoDBClient(clientSettings), table),
  ...powerShadow(iotData),
  ...commandReports(iotData),
};
const metrics = new Metrics({ namespace: metricNamespace });

/** Invoked by the states of the `power-command` workflow. */
export const handler = withLogContext(async (event) => {
  const step = parse(PowerStep, event, 'power command step');
  if (step.step === 'next') return decideNext(step);
  return step.step === 'ask' ? ask(step) : end(step);
});

async function decideNext(step: PowerNext) {
  const decision = await nextStep(step, { now: Date.now(), ...waits }, of);
  const { thing, command, next, traceId } = decision;
  logger.appendKeys({ trace_id: traceId });
  logger.info(`next: ${next}`, { thing, command });
  return decision;
}

async function ask(step: PowerQuestion) {
  const { thing, command, power } = step;
  logger.info((await requestPower(step, of)) ? 'power requested' : 'command cancelled or ended', {
    thing,
    command,
    power,
  });
}

async function end(step: PowerEnd) {
  const { thing, command, outcome } = step;
  const ended = await endCommand(step, Date.now(), of);
  if (ended) {
    logger.appendKeys({ trace_id: ended.traceId });
    for (const { cloudwatch, value } of commandMetrics(outcome)) metrics.addMetric(cloudwatch, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  }
  logger.info(`command ${outcome}`, { thing, command });
}
