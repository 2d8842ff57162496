import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { ProvisioningQuestion, parameterNames } from '../../contracts/provisioning';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { serialNumbersTable } from '../shared/serial-numbers-table';
import { authorizeDevice } from './authorize-device';

const { table } = bindings.provisioningHook.from(process.env);
const by = serialNumbersTable(new DynamoDBClient(clientSettings), table);

/** Pre-provisioning hook. AWS IoT rejects the device if the hook does not respond within 5 s. */
export const handler = withLogContext(async (event) => {
  const question = parse(ProvisioningQuestion, event, 'provisioning request');
  const { verdict, answer } = await authorizeDevice(question, Date.now(), by);
  logger.info(verdict, {
    serial: question.parameters[parameterNames.serial],
    template: question.templateArn,
    certificate_id: question.certificateId,
    client_id: question.clientId,
  });
  return answer;
});
