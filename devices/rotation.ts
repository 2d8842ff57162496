import { EventEmitter, on } from 'node:events';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { certificateTopics } from '../contracts/certificates';
import { connectDevice, type DeviceIdentity } from './light';
import { makeKey } from './provision';

const Heard = z.tuple([z.string(), z.instanceof(Buffer)]).rest(z.unknown());
const Wanted = z.object({ rotation: z.string().optional(), certificate: z.string().optional() });
const Delta = z.object({ state: Wanted });
/** Desired is null where it was just emptied. */
const Update = z.object({ state: z.object({ desired: Wanted.nullish() }) });
const Document = z.object({ state: z.object({ desired: Wanted.optional(), delta: Wanted.optional() }) });

/** A device on its connection. */
interface Connected {
  client: MqttClient;
  identity: DeviceIdentity;
}

/** What a message about the certificate's shadow asks for; undefined where it asks for nothing. */
function readNews(topics: ReturnType<typeof certificateTopics>, topic: string, payload: Buffer) {
  if (topic === topics.getRejected) return 'over';
  if (![topics.delta, topics.accepted, topics.getAccepted].some((own) => own === topic)) return undefined;
  const said: unknown = JSON.parse(payload.toString());
  if (topic === topics.delta) return Delta.parse(said).state;
  if (topic === topics.accepted) return Update.parse(said).state.desired === null ? 'over' : undefined;
  const { desired, delta } = Document.parse(said).state;
  return desired === undefined ? 'over' : delta;
}

/** What AWS IoT says of the certificate's shadow, as long as the connection lasts; an empty one says that it is over. */
async function* told({ client, identity }: Connected): AsyncGenerator<z.infer<typeof Wanted> | 'over'> {
  const topics = certificateTopics(identity.thing);
  const heard = new EventEmitter();
  client.on('message', (topic, payload) => heard.emit('message', topic, payload));
  client.on('close', () => heard.emit('close'));
  const messages = on(heard, 'message', { close: ['close'] });
  await client.subscribeAsync([topics.delta, topics.accepted, topics.getAccepted, topics.getRejected], { qos: 1 });
  // what was asked while it was away
  await client.publishAsync(topics.get, '', { qos: 1 });
  for await (const message of messages) {
    const [topic, payload] = Heard.parse(message);
    const news = readNews(topics, topic, payload);
    if (news !== undefined) yield news;
  }
}

const report = ({ client, identity }: Connected, reported: object) =>
  client.publishAsync(certificateTopics(identity.thing).update, JSON.stringify({ state: { reported } }), { qos: 1 });

/**
 * Follows one rotation of a device's certificate: where it is asked, it makes a key, sends a signing request, gets a
 * certificate, and connects with that instead. The key never leaves it; the old one is kept until the rotation is over,
 * since the platform takes the new certificate back where it did not hear of it in time.
 * @returns its connection from now on: with the new certificate, or with the old one where that is taken back
 * @throws Error where the broker ends the old connection
 */
export async function followRotation(url: string, old: Connected): Promise<Connected> {
  let asked: { rotation: string; key: string } | undefined;
  for await (const wanted of told(old)) {
    if (wanted === 'over') asked = undefined;
    else if (wanted.certificate !== undefined && asked !== undefined) {
      const identity = { ...old.identity, key: asked.key, certificate: wanted.certificate };
      return switchTo(url, { old, identity, rotation: asked.rotation });
    } else if (wanted.rotation !== undefined && wanted.rotation !== asked?.rotation) {
      const { csr, key } = await makeKey(old.identity.thing);
      asked = { rotation: wanted.rotation, key };
      await report(old, { rotation: wanted.rotation, csr });
    }
  }
  throw new Error(`the broker ended the connection of ${old.identity.thing}`);
}

/** Connects anew, which ends the old connection: both have the name of the thing. */
async function switchTo(
  url: string,
  { old, identity, rotation }: { old: Connected; identity: DeviceIdentity; rotation: string },
): Promise<Connected> {
  await old.client.endAsync();
  try {
    const client = await connectDevice(url, identity);
    // a broker that ends the connection is told by what it says no more
    client.on('error', () => client.end(true));
    const connected = { client, identity };
    await report(connected, { rotation });
    for await (const word of told(connected)) if (word === 'over') return connected;
  } catch {
    // not let in: as if it had been taken back
  }
  return { client: await connectDevice(url, old.identity), identity: old.identity };
}
