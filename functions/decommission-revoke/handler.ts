import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { bindings } from '../../contracts/bindings';
import { ThingCommand } from '../../contracts/certificates';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { serialNumbersTable } from '../shared/serial-numbers-table';
import { thingCertificates } from '../shared/thing-certificates';
import { revokeDevice } from './revoke-device';

const { table } = bindings.decommissionRevoke.from(process.env);
const by = {
  ...serialNumbersTable(new DynamoDBClient(clientSettings), table),
  ...thingCertificates(new IoTClient(clientSettings)),
};

/** Invoked by the `Revoke` state of the `decommission` workflow. */
export const handler = withLogContext(async (event) => {
  const { thing } = parse(ThingCommand, event, 'decommissioning');
  const certificates = await revokeDevice(thing, Date.now(), by);
  logger.info('revoked', { thing, certificates });
});
