import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, ErrorWithReasonCode, type MqttClient } from 'mqtt';

/** Credentials of a device, in PEM. */
export interface DeviceIdentity {
  thing: string;
  key: string;
  certificate: string;
  /** Certificate of the CA that signed the broker's certificate. */
  authority: string;
}

const connectSeconds = 5;

/**
 * AWS IoT accepts one CONNECT per second and client id (AWS IoT Core quotas).
 * AWS IoT rejects further CONNECTs with "server unavailable".
 */
const secondsBetweenConnects = 1;
const attempts = 3;
const serverUnavailable = 3;

/** Error for a CONNECT that the broker rejects with its CONNACK. */
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
 * Connects over mutual TLS, with the thing name as the client id. Retries if the broker throttles this client id.
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
    // with TLS 1.3, a client does not learn that its certificate was rejected until the established connection is closed
    client.once('close', () => fail('the broker closed the connection'));
  });
}
