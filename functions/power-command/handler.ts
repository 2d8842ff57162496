import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { bindings } from '../../contracts/bindings';
import { PowerQuestion } from '../../contracts/power';
import { commandsTable } from '../shared/commands-table';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { askDevice } from './ask-device';
import { shadows } from './shadows';

const { table, answerWithinSeconds } = bindings.powerCommand.from(process.env);
const of = { ...commandsTable(new DynamoDBClient(), table), ...shadows(new IoTDataPlaneClient()) };

/** Invoked by the state `AskDevice` of the workflow, which then waits for the token. */
export const handler = withLogContext(async (event) => {
  const question = parse(PowerQuestion, event, 'power command');
  await askDevice(question, { now: Date.now(), answerWithinSeconds }, of);
  logger.info('device asked', { thing: question.thing, power: question.power });
});
