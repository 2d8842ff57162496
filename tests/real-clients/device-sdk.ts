import type { iotidentity, iotshadow, mqtt, mqtt5 } from 'aws-iot-device-sdk-v2';
import type { DeviceIdentity } from '../../devices/device-connection';
import { willBeCollected } from './garbage-collection';

type DeviceSdk = typeof import('aws-iot-device-sdk-v2');

/**
 * AWS's unmodified device SDK, which includes native code. The SDK keeps the process alive until its MQTT 5
 * clients are garbage-collected, even if they are stopped and closed (aws-crt-nodejs, issue 600, open; aws-crt 1.33.1).
 * No test may keep a reference to these clients, which are garbage-collected after the last test.
 */
function loadDeviceSdk(): DeviceSdk | undefined {
  try {
    const loaded: DeviceSdk = require('aws-iot-device-sdk-v2');
    return loaded;
  } catch {
    return undefined;
  }
}

const loaded = loadDeviceSdk();

/** Reason why AWS's device SDK is not tested; undefined if it is installed. */
export const missingSdkReason =
  loaded === undefined ? 'aws-iot-device-sdk-v2 is not installed: npm run extras' : undefined;

/** Returns the SDK. @throws Error if it is not installed */
export function deviceSdk(): DeviceSdk {
  if (loaded === undefined) throw new Error(missingSdkReason);
  return loaded;
}

interface Who {
  readonly identity: DeviceIdentity;
  readonly port: number;
  /** Host name of the broker. The SDK accepts the broker's certificate only if the certificate contains this name. */
  readonly endpoint?: string;
}

const endpointOfAll = 'localhost';

export interface Opened311 {
  readonly connection: mqtt.MqttClientConnection;
  readonly sessionPresent: boolean;
}

/** Connects with MQTT 3.1.1 over mutual TLS. @throws CrtError if the broker rejects it */
export async function open311(
  { identity, port, endpoint = endpointOfAll }: Who,
  { clean = true, hear }: { clean?: boolean; hear?: mqtt.OnMessageCallback } = {},
): Promise<Opened311> {
  const { iot, mqtt } = deviceSdk();
  const config = iot.AwsIotMqttConnectionConfigBuilder.new_mtls_builder(identity.certificate, identity.key)
    .with_certificate_authority(identity.authority)
    .with_endpoint(endpoint)
    .with_port(port)
    .with_client_id(identity.thing)
    .with_clean_session(clean)
    .build();
  const connection = new mqtt.MqttClient().new_connection(config);
  // ignore errors: the failing call reports them, but without a listener, errors would also terminate the process
  connection.on('error', () => undefined);
  // add the listener before connecting, because queued messages of a session arrive immediately
  if (hear !== undefined) connection.on('message', hear);
  return { connection, sessionPresent: await connection.connect() };
}

export interface Opened5 {
  readonly client: mqtt5.Mqtt5Client;
  readonly connack: mqtt5.ConnackPacket;
}

/** Connects with MQTT 5 over mutual TLS. @throws Error with the reason code if the broker rejects it */
export async function open5({ identity, port, endpoint = endpointOfAll }: Who): Promise<Opened5> {
  const { iot, mqtt5 } = deviceSdk();
  const { certificate, key, authority, thing: clientId } = identity;
  const config = iot.AwsIotMqtt5ClientConfigBuilder.newDirectMqttBuilderWithMtlsFromMemory(endpoint, certificate, key)
    .withCertificateAuthority(authority)
    .withPort(port)
    .withConnectProperties({ clientId, keepAliveIntervalSeconds: 60 })
    .build();
  return startClient(new mqtt5.Mqtt5Client(config));
}

/** Starts a client and waits for its connection. @throws Error if the first attempt to connect fails */
export async function startClient(client: mqtt5.Mqtt5Client): Promise<Opened5> {
  willBeCollected(client);
  client.on('error', () => undefined);
  try {
    const connack = await new Promise<mqtt5.ConnackPacket>((resolve, reject) => {
      client.once('connectionSuccess', (event) => resolve(event.connack));
      client.once('connectionFailure', ({ connack: refusal, error }) =>
        reject(new Error(refusal === undefined ? String(error) : `reason code ${refusal.reasonCode}`)),
      );
      client.start();
    });
    return { client, connack };
  } catch (error) {
    await stop5(client);
    throw error;
  }
}

export async function stop5(client: mqtt5.Mqtt5Client): Promise<void> {
  const stopped = new Promise((resolve) => client.once('stopped', resolve));
  client.stop();
  await stopped;
  client.close();
}

/** Connection types that the SDK's service clients support. */
const operations = {
  maxRequestResponseSubscriptions: 4,
  maxStreamingSubscriptions: 2,
  operationTimeoutInSeconds: 10,
};

/** Connection, and the SDK's service clients that use it. */
export interface Session {
  readonly shadows: iotshadow.IotShadowClient;
  readonly shadowsV2: iotshadow.IotShadowClientv2;
  readonly identities: iotidentity.IotIdentityClient;
  readonly identitiesV2: iotidentity.IotIdentityClientv2;
  end(): Promise<void>;
}

async function session311(who: Who): Promise<Session> {
  const { iotidentity, iotshadow } = deviceSdk();
  const { connection } = await open311(who);
  const shadowsV2 = iotshadow.IotShadowClientv2.newFromMqtt311(connection, operations);
  const identitiesV2 = iotidentity.IotIdentityClientv2.newFromMqtt311(connection, operations);
  return {
    shadows: new iotshadow.IotShadowClient(connection),
    shadowsV2,
    identities: new iotidentity.IotIdentityClient(connection),
    identitiesV2,
    async end() {
      shadowsV2.close();
      identitiesV2.close();
      await connection.disconnect();
    },
  };
}

async function session5(who: Who): Promise<Session> {
  const { iotidentity, iotshadow } = deviceSdk();
  const { client } = await open5(who);
  const shadowsV2 = iotshadow.IotShadowClientv2.newFromMqtt5(client, operations);
  const identitiesV2 = iotidentity.IotIdentityClientv2.newFromMqtt5(client, operations);
  return {
    shadows: iotshadow.IotShadowClient.newFromMqtt5Client(client),
    shadowsV2,
    identities: iotidentity.IotIdentityClient.newFromMqtt5Client(client),
    identitiesV2,
    async end() {
      shadowsV2.close();
      identitiesV2.close();
      await stop5(client);
    },
  };
}

export const sessions = [
  ['MQTT 3.1.1', session311],
  ['MQTT 5', session5],
] as const;
