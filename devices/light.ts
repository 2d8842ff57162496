import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, ErrorWithReasonCode, type MqttClient } from 'mqtt';
import * as z from 'zod';
import { shadowTopics } from '../contracts/topics';

/** Credentials of a device, in PEM. */
export interface DeviceIdentity {
  thing: string;
  key: string;
  certificate: string;
  /** Certificate of the CA that signed the broker's certificate. */
  authority: string;
}

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
/** Response to a shadow get. It has no delta if the device is in the desired state. */
const ShadowDocument = z.object({ state: z.object({ delta: Desired.optional() }) });

const connectSeconds = 5;

/** AWS IoT accepts one CONNECT per second and client id (AWS IoT Core quotas) and answers the next with "server unavailable". */
const secondsBetweenConnects = 1;
const attempts = 3;
const serverUnavailable = 3;

/** CONNECT that the broker rejected in its CONNACK. */
export class ConnectRejectedError extends Error {
  constructor(
    message: string,
    /** Return code of the CONNACK (MQTT 3.1.1, table 3.1). */
    readonly code: number,
  ) {
    super(message);
  }
}

/**
 * Connects over mutual TLS, with the thing name as the client id. Retries if the broker is throttling connects of this client id.
 * @param url for example `mqtts://127.0.0.1:8883`
 * @throws ConnectRejectedError if the broker rejects the CONNECT
 * @throws Error if the broker does not respond, or closes the connection without a CONNACK
 */
export async function connectDevice(url: string, identity: DeviceIdentity): Promise<MqttClient> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await connectOnce(url, identity);
    if (client !== 'throttled') return client;
    if (attempt === attempts)
      throw new Error(`${identity.thing} could not connect to ${url}: throttled after ${attempts} attempts`);
    await sleep(secondsBetweenConnects * 1000);
  }
}

function connectOnce(url: string, identity: DeviceIdentity): Promise<MqttClient | 'throttled'> {
  const client = connect(url, {
    clientId: identity.thing,
    key: identity.key,
    cert: identity.certificate,
    ca: identity.authority,
    reconnectPeriod: 0,
    connectTimeout: connectSeconds * 1000,
  });
  return new Promise((resolve, reject) => {
    const fail = (reason: string, code?: number) => {
      client.end(true);
      const message = `${identity.thing} could not connect to ${url}: ${reason}`;
      reject(code === undefined ? new Error(message) : new ConnectRejectedError(message, code));
    };
    client.once('connect', () => {
      // Nagle's algorithm would hold back the message after an acknowledgement until the broker's delayed TCP ACK: 40 ms on Linux
      if (client.stream instanceof Socket) client.stream.setNoDelay(true);
      resolve(client);
    });
    client.once('error', (error) => {
      const code = error instanceof ErrorWithReasonCode ? error.code : undefined;
      if (code === serverUnavailable) resolve('throttled');
      fail(error.message, code);
    });
    // with TLS 1.3, a client learns that its certificate was rejected only when the established connection is closed
    client.once('close', () => fail('the broker closed the connection'));
  });
}

/**
 * Starts a light that is off. It applies deltas, including those that it missed while offline, and reports which command it
 * has carried out.
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
