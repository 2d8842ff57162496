import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, ErrorWithReasonCode, type MqttClient } from 'mqtt';
import * as z from 'zod';
import { shadowTopics } from '../contracts/topics';

/** How a device proves who it is: PEM texts, as they lie in its memory. */
export interface DeviceIdentity {
  thing: string;
  key: string;
  certificate: string;
  /** Of the authority that signed the broker's certificate. */
  authority: string;
}

/** A lamp with an on/off switch, which obeys its shadow. */
export interface Light {
  readonly power: boolean;
  /** Every delta that it has received, newest last. */
  readonly deltas: readonly unknown[];
  /** Reports a state to its shadow; resolves when the broker has the message. */
  report(state: object): Promise<void>;
  publish(topic: string, payload: object): Promise<void>;
  disconnect(): Promise<void>;
}

const Wished = z.object({ power: z.boolean().optional(), command: z.string().optional() });
const Delta = z.object({ state: Wished });
/** A shadow that was asked for; without a delta the device is as it shall be. */
const Missed = z.object({ state: z.object({ delta: Wished.optional() }) });

const connectSeconds = 5;

/** AWS IoT takes one connect a second of a client id (AWS IoT Core quotas), and says "server unavailable" to the next. */
const secondsBetweenConnects = 1;
const attempts = 3;
const serverUnavailable = 3;

/** The broker has answered, and does not let the device in. */
export class ConnectRefused extends Error {
  constructor(
    message: string,
    /** Of CONNACK: MQTT 3.1.1, table 3.1. */
    readonly code: number,
  ) {
    super(message);
  }
}

/**
 * Connects by mutual TLS under the name of the thing. Where that is too soon after the last time, it tries again later.
 * @param url `mqtts://127.0.0.1:8883`
 * @throws ConnectRefused where the broker says so
 * @throws Error where there is no answer, or the connection ends without one
 */
export async function connectDevice(url: string, identity: DeviceIdentity): Promise<MqttClient> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await connectOnce(url, identity);
    if (client !== 'too soon') return client;
    if (attempt === attempts) throw new Error(`${identity.thing} could not connect to ${url}: it connects too often`);
    await sleep(secondsBetweenConnects * 1000);
  }
}

function connectOnce(url: string, identity: DeviceIdentity): Promise<MqttClient | 'too soon'> {
  const client = connect(url, {
    clientId: identity.thing,
    key: identity.key,
    cert: identity.certificate,
    ca: identity.authority,
    reconnectPeriod: 0,
    connectTimeout: connectSeconds * 1000,
  });
  return new Promise((resolve, reject) => {
    const refused = (reason: string, code?: number) => {
      client.end(true);
      const message = `${identity.thing} could not connect to ${url}: ${reason}`;
      reject(code === undefined ? new Error(message) : new ConnectRefused(message, code));
    };
    client.once('connect', () => {
      // else what follows an acknowledgement waits for that of TCP, which the broker has no reason to hurry: 40 ms on Linux
      if (client.stream instanceof Socket) client.stream.setNoDelay(true);
      resolve(client);
    });
    client.once('error', (error) => {
      const code = error instanceof ErrorWithReasonCode ? error.code : undefined;
      if (code === serverUnavailable) resolve('too soon');
      refused(error.message, code);
    });
    // with TLS 1.3 a refused certificate shows only as the end of a connection that seemed to be there
    client.once('close', () => refused('the broker ended the connection'));
  });
}

/**
 * A light that is switched off: it follows its deltas, and what it has missed while it was away, and reports which command
 * it has obeyed. @throws Error as connectDevice
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

  const follow = (wished: z.infer<typeof Wished> | undefined) => {
    if (wished?.power === undefined && wished?.command === undefined) return;
    power = wished.power ?? power;
    report({ power, ...(wished.command !== undefined && { command: wished.command }) }).catch((error: unknown) =>
      client.emit('error', error instanceof Error ? error : new Error(String(error))),
    );
  };

  client.on('message', (topic, payload) => {
    const message: unknown = JSON.parse(payload.toString());
    if (topic === topics.getAccepted) return follow(Missed.safeParse(message).data?.state.delta);
    deltas.push(message);
    follow(Delta.safeParse(message).data?.state);
  });
  // a broker that ends the connection is told by the next publish
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
