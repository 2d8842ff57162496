import {
  DeleteThingCommand,
  DescribeThingCommand,
  type IoTClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot';
import {
  DeleteThingShadowCommand,
  type IoTDataPlaneClient,
  ResourceNotFoundException as NoShadow,
} from '@aws-sdk/client-iot-data-plane';
import { certificateShadow } from '../../contracts/certificates';

/** Things and their shadows. What is gone already is no error. */
export function things(iot: IoTClient, iotData: IoTDataPlaneClient) {
  return {
    /** The attribute `kind` of a thing. */
    async kindOf(thing: string): Promise<string | undefined> {
      try {
        const { attributes } = await iot.send(new DescribeThingCommand({ thingName: thing }));
        return attributes?.['kind'];
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },

    /** "Deleting a thing does not delete its shadow" (AWS IoT developer guide): the classic one, and that of rotations. */
    async deleteShadows(thing: string): Promise<void> {
      for (const named of [{}, { shadowName: certificateShadow }]) {
        try {
          await iotData.send(new DeleteThingShadowCommand({ thingName: thing, ...named }));
        } catch (error) {
          if (!(error instanceof NoShadow)) throw error;
        }
      }
    },

    /** @throws InvalidRequestException as long as a certificate is attached to it */
    async deleteThing(thing: string): Promise<void> {
      await iot.send(new DeleteThingCommand({ thingName: thing }));
    },
  };
}
