import * as z from 'zod';
import { shadowTopics } from '../contracts/topics';
import { connectDevice, type DeviceIdentity } from './device-connection';

/** A simulated light that follows the desired power in its shadow. */
export interface Light {
  readonly power: boolean;
  /** Received deltas, newest last. */
  readonly deltas: readonly unknown[];
  /** Reports a state to the shadow. Resolves when the broker has acknowledged the message. */
  report(state: object): Promise<void>;
  publish(topic: string, payload: object): Promise<void>;
  disconnect(): Promise<void>;
}

const Desired = z.object({ power: z.boolean().optional(), command: z.string().optional() });
const Delta = z.object({ state: Desired });
/** Response to a shadow get. The response has no delta if the device is in the desired state. */
const ShadowDocument = z.object({ state: z.object({ delta: Desired.optional() }) });

/**
 * Starts a light that is off.
 * The light applies deltas, including the deltas that it missed while offline, and reports which command it has executed.
 * @throws Error if it cannot connect, as `connectDevice` does
 */
export async function startLight(url: string, identity: DeviceIdentity): Promise<Light> {
  const client = await connectDevice(url, identity);
  const topics = shadowTopics(identity.thing);
  const deltas: unknown[] = [];
  let power = false;

  const publish = async (topic: string, payload: object) => {
    await client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  };
  const report = (reported: object) => publish(topics.update, { state: { reported } });

  const follow = (desired: z.infer<typeof Desired> | undefined) => {
    if (desired?.power === undefined && desired?.command === undefined) return;
    power = desired.power ?? power;
    report({ power, ...(desired.command !== undefined && { command: desired.command }) }).catch((error: unknown) =>
      client.emit('error', error instanceof Error ? error : new Error(String(error))),
    );
  };

  client.on('message', (topic, payload) => {
    const message: unknown = JSON.parse(payload.toString());
    if (topic === topics.getAccepted) return follow(ShadowDocument.safeParse(message).data?.state.delta);
    deltas.push(message);
    follow(Delta.safeParse(message).data?.state);
  });
  // if the connection is closed, the next publish fails
  client.on('error', () => client.end(true));
  await client.subscribeAsync([topics.delta, topics.getAccepted], { qos: 1 });
  await client.publishAsync(topics.get, '', { qos: 1 });

  return {
    get power() {
      return power;
    },
    deltas,
    report,
    publish,
    disconnect: () => client.endAsync(),
  };
}
