import { EventEmitter, on } from 'node:events';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { certificateTopics } from '../contracts/certificates';
import { connectDevice, type DeviceIdentity } from './device-connection';
import { makeKey } from './provision';

const ReceivedMessage = z.tuple([z.string(), z.instanceof(Buffer)]).rest(z.unknown());
const Desired = z.object({ rotation: z.string().optional(), certificate: z.string().optional() });
const Delta = z.object({ state: Desired });
/** Accepted update of the shadow. `desired` is null if the update cleared it. */
const Update = z.object({ state: z.object({ desired: Desired.nullish() }) });
const Document = z.object({ state: z.object({ desired: Desired.optional(), delta: Desired.optional() }) });

/** A device and its open connection. */
interface ConnectedDevice {
  client: MqttClient;
  identity: DeviceIdentity;
}

/** Returns the request in a certificate shadow message, `over` if the rotation has ended, or undefined for other messages. */
function parseShadowMessage(topics: ReturnType<typeof certificateTopics>, topic: string, payload: Buffer) {
  if (topic === topics.getRejected) return 'over';
  if (![topics.delta, topics.accepted, topics.getAccepted].some((own) => own === topic)) return undefined;
  const message: unknown = JSON.parse(payload.toString());
  if (topic === topics.delta) return Delta.parse(message).state;
  if (topic === topics.accepted) return Update.parse(message).state.desired === null ? 'over' : undefined;
  const { desired, delta } = Document.parse(message).state;
  return desired === undefined ? 'over' : delta;
}

/**
 * Yields the changes to the certificate shadow while the connection is open. A cleared shadow means that the rotation is over.
 */
async function* shadowChanges({ client, identity }: ConnectedDevice): AsyncGenerator<z.infer<typeof Desired> | 'over'> {
  const topics = certificateTopics(identity.thing);
  const events = new EventEmitter();
  client.on('message', (topic, payload) => events.emit('message', topic, payload));
  client.on('close', () => events.emit('close'));
  const messages = on(events, 'message', { close: ['close'] });
  await client.subscribeAsync([topics.delta, topics.accepted, topics.getAccepted, topics.getRejected], { qos: 1 });
  // a request may have arrived while the device was offline
  await client.publishAsync(topics.get, '', { qos: 1 });
  for await (const message of messages) {
    const [topic, payload] = ReceivedMessage.parse(message);
    const change = parseShadowMessage(topics, topic, payload);
    if (change !== undefined) yield change;
  }
}

const report = ({ client, identity }: ConnectedDevice, reported: object) =>
  client.publishAsync(certificateTopics(identity.thing).update, JSON.stringify({ state: { reported } }), { qos: 1 });

/**
 * Carries out one rotation of the device certificate: on request, generates a key, sends a CSR, receives the certificate and
 * reconnects with it. The private key never leaves the device. The device keeps the old key until the rotation is over,
 * because the platform revokes the new certificate if the device does not connect with it within the time limit.
 * @returns the new connection; it uses the new certificate or, if the rotation was rolled back, the old certificate
 * @throws Error if the broker closes the old connection
 */
export async function followRotation(url: string, old: ConnectedDevice): Promise<ConnectedDevice> {
  let pending: { rotation: string; key: string } | undefined;
  for await (const desired of shadowChanges(old)) {
    if (desired === 'over') pending = undefined;
    else if (desired.certificate !== undefined && pending !== undefined) {
      const identity = { ...old.identity, key: pending.key, certificate: desired.certificate };
      return switchTo(url, { old, identity, rotation: pending.rotation });
    } else if (desired.rotation !== undefined && desired.rotation !== pending?.rotation) {
      const { csr, key } = await makeKey(old.identity.thing);
      pending = { rotation: desired.rotation, key };
      await report(old, { rotation: desired.rotation, csr });
    }
  }
  throw new Error(`the broker closed the connection of ${old.identity.thing}`);
}

/** Reconnects with the new certificate. Both connections use the same client id, so the old connection is closed first. */
async function switchTo(
  url: string,
  { old, identity, rotation }: { old: ConnectedDevice; identity: DeviceIdentity; rotation: string },
): Promise<ConnectedDevice> {
  await old.client.endAsync();
  try {
    const client = await connectDevice(url, identity);
    // closing the connection terminates `shadowChanges`
    client.on('error', () => client.end(true));
    const connected = { client, identity };
    await report(connected, { rotation });
    for await (const change of shadowChanges(connected)) if (change === 'over') return connected;
  } catch {
    // the broker rejected the new certificate, so the rotation is treated as rolled back
  }
  return { client: await connectDevice(url, old.identity), identity: old.identity };
}
