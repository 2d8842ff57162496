import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { bindings } from '../../contracts/bindings';
import { RotationEnd } from '../../contracts/certificates';
import { certificateShadow } from '../shared/certificate-shadow';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { rotationsTable } from '../shared/rotations-table';
import { thingCertificates } from '../shared/thing-certificates';
import { certificateDeletion } from './delete-certificate';
import { finishRotation } from './finish-rotation';

const { table } = bindings.rotateFinish.from(process.env);
const iot = new IoTClient(clientSettings);
const by = {
  ...rotationsTable(new DynamoDBClient(clientSettings), table),
  ...thingCertificates(iot),
  ...certificateDeletion(iot),
  ...certificateShadow(new IoTDataPlaneClient(clientSettings)),
};

/** Invoked by the `RetireOld` and `TakeBackNew` states of the `rotate-certificate` workflow. */
export const handler = withLogContext(async (event) => {
  const end = parse(RotationEnd, event, 'end of a rotation');
  const outcome = await finishRotation(end, by);
  logger.info(outcome, { thing: end.thing, rotation: end.rotation });
});
