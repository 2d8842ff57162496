import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { SFNClient } from '@aws-sdk/client-sfn';
import { bindings } from '../../contracts/bindings';
import { PowerAnswer } from '../../contracts/power';
import { clientSettings } from '../shared/client-settings';
import { commandReports } from '../shared/command-reports';
import { commandsTable } from '../shared/commands-table';
import { devicePowerTable } from '../shared/device-power-table';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { workflowTasks } from '../shared/workflow-tasks';
import { confirmPower } from './confirm-power';

const { commands, devicePower } = bindings.powerConfirm.from(process.env);
const client = new DynamoDBClient(clientSettings);
const to = {
  ...commandsTable(client, commands),
  ...commandReports(new IoTDataPlaneClient(clientSettings)),
  ...workflowTasks(new SFNClient(clientSettings)),
};
const power = devicePowerTable(client, devicePower);

/**
 * Invoked by the `power_reported` rule for every report that contains power or a command. A report can confirm a command, and
 * an "off" report ends the on-period that `power-on` started.
 */
export const handler = withLogContext(async (event) => {
  const answer = parse(PowerAnswer, event, 'power report');
  const { thing, receivedAt, traceId } = answer;
  const { result, commandTrace } = await confirmPower(answer, to);
  logger.info(result, { thing, power: answer.power, command_trace_id: commandTrace });
  if (answer.power === false) await power.isOff({ thing, at: receivedAt, traceId });
});
