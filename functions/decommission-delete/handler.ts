import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { accessBindings, bindings, sortKeys } from '../../contracts/bindings';
import { ThingCommand } from '../../contracts/certificates';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { deleteDevice } from './delete-device';
import { sensorReadings } from './sensor-readings';
import { thingDeletion } from './thing-deletion';
import { thingItems } from './thing-items';

/** Maximum number of batches per table. 100 batches of 25 items (2,500 items) take about 3 of the function's 10 seconds. */
const batches = 100;

const dynamodb = new DynamoDBClient(clientSettings);
const from = {
  ...thingDeletion(new IoTClient(clientSettings), new IoTDataPlaneClient(clientSettings)),
  data: [
    thingItems(dynamodb, { ...bindings.decommissionDelete.from(process.env), sortKeys }, batches),
    sensorReadings(dynamodb, accessBindings.decommissionDelete.readings.from(process.env), batches),
  ],
};

/** Invoked by the `Delete` state of the `decommission` workflow until no data is left. */
export const handler = withLogContext(async (event) => {
  const { thing } = parse(ThingCommand, event, 'decommissioning');
  const left = await deleteDevice(thing, from);
  logger.info(left ? 'data left to delete' : 'deleted', { thing });
  return { left };
});
