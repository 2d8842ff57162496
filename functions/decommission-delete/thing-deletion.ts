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
import type { Attributes } from './delete-device';

/** Creates the functions that delete things and their shadows. Deleting a missing thing or shadow succeeds. */
export function thingDeletion(iot: IoTClient, iotData: IoTDataPlaneClient) {
  return {
    /** Returns the attributes of a thing; empty if the thing does not exist. */
    async attributesOf(thing: string): Promise<Attributes> {
      try {
        const { attributes = {} } = await iot.send(new DescribeThingCommand({ thingName: thing }));
        return attributes;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return {};
        throw error;
      }
    },

    /** Deletes the classic shadow and the `certificate` shadow. "Deleting a thing does not delete its shadow" (AWS IoT developer guide). */
    async deleteShadows(thing: string): Promise<void> {
      for (const named of [{}, { shadowName: certificateShadow }]) {
        try {
          await iotData.send(new DeleteThingShadowCommand({ thingName: thing, ...named }));
        } catch (error) {
          if (!(error instanceof NoShadow)) throw error;
        }
      }
    },

    /** Deletes a thing. @throws InvalidRequestException if a certificate is attached to it */
    async deleteThing(thing: string): Promise<void> {
      await iot.send(new DeleteThingCommand({ thingName: thing }));
    },
  };
}
