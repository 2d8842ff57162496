import { DescribeThingCommand, type IoTClient, ResourceNotFoundException } from '@aws-sdk/client-iot';
import {
  GetThingShadowCommand,
  type IoTDataPlaneClient,
  ResourceNotFoundException as NoShadow,
} from '@aws-sdk/client-iot-data-plane';
import * as z from 'zod/mini';
import { parse } from '../shared/parse-input';

const State = z.optional(z.record(z.string(), z.unknown()));

const Shadow = z.object({
  state: z._default(z.object({ desired: State, reported: State, delta: State }), {}),
  version: z.number(),
  /** Time in seconds since the epoch. */
  timestamp: z.number(),
});

/** Creates functions that return a thing or its classic shadow; undefined if the thing or shadow does not exist. */
export function thingLookup(iot: IoTClient, iotData: IoTDataPlaneClient) {
  return {
    async describe(thing: string) {
      try {
        const { thingTypeName: type, attributes = {} } = await iot.send(new DescribeThingCommand({ thingName: thing }));
        return { thing, ...(type !== undefined && { type }), attributes };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },

    async shadowOf(thing: string) {
      try {
        const { payload } = await iotData.send(new GetThingShadowCommand({ thingName: thing }));
        return parse(Shadow, JSON.parse(new TextDecoder().decode(payload)), 'shadow');
      } catch (error) {
        if (error instanceof NoShadow) return undefined;
        throw error;
      }
    },
  };
}
