import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { bindings } from '../../contracts/bindings';
import { RotationQuestion } from '../../contracts/certificates';
import { certificateShadow } from '../shared/certificate-shadow';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { rotationsTable } from '../shared/rotations-table';
import { requestCsr } from './request-csr';

const { table, answerWithinSeconds } = bindings.rotateAsk.from(process.env);
const of = {
  ...rotationsTable(new DynamoDBClient(clientSettings), table),
  ...certificateShadow(new IoTDataPlaneClient(clientSettings)),
};

/** Invoked by the `AskForRequest` state of the workflow, which then waits for the task token. */
export const handler = withLogContext(async (event) => {
  const question = parse(RotationQuestion, event, 'rotation');
  await requestCsr(question, { now: Date.now(), answerWithinSeconds }, of);
  logger.info('CSR requested', { thing: question.thing, rotation: question.rotation });
});
