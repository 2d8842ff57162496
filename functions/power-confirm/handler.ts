import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { bindings } from '../../contracts/bindings';
import { PowerAnswer } from '../../contracts/power';
import { commandsTable } from '../shared/commands-table';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { workflowTasks } from '../shared/workflow-tasks';
import { confirmPower } from './confirm-power';

const { table } = bindings.powerConfirm.from(process.env);
const to = { ...commandsTable(new DynamoDBClient(), table), ...workflowTasks(new SFNClient()) };

/** Invoked by the rule `power_reported`, for every report of power: most of them answer nothing. */
export const handler = withLogContext(async (event) => {
  const answer = parse(PowerAnswer, event, 'power answer');
  const outcome = await confirmPower(answer, to);
  logger.info(outcome, { thing: answer.thing, power: answer.power, trace_id: answer.traceId });
});
