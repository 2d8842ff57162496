import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { bindings } from '../../contracts/bindings';
import { PowerAnswer } from '../../contracts/power';
import { commandsTable } from '../shared/commands-table';
import { devicePowerTable } from '../shared/device-power-table';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { workflowTasks } from '../shared/workflow-tasks';
import { confirmPower } from './confirm-power';

const { commands, devicePower } = bindings.powerConfirm.from(process.env);
const client = new DynamoDBClient();
const to = { ...commandsTable(client, commands), ...workflowTasks(new SFNClient()) };
const power = devicePowerTable(client, devicePower);

/**
 * Invoked by the rule `power_reported`, for every report of power: it may answer a command, and one that says off ends what
 * `power-on` has begun.
 */
export const handler = withLogContext(async (event) => {
  const answer = parse(PowerAnswer, event, 'power answer');
  const { thing, receivedAt, traceId } = answer;
  const outcome = await confirmPower(answer, to);
  logger.info(outcome, { thing, power: answer.power });
  if (!answer.power) await power.isOff({ thing, at: receivedAt, traceId });
});
