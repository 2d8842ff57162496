// This file declares the part of the device SDK that these tests use.
// The SDK is installed separately, so type checking must not depend on it.
declare module 'aws-iot-device-sdk-v2' {
  type Payload = string | ArrayBuffer | ArrayBufferView;

  export namespace auth {
    interface CredentialsProvider {
      refresh?(): void;
    }
    const AwsCredentialsProvider: {
      newStatic(accessKeyId: string, secretAccessKey: string): CredentialsProvider;
    };
  }

  export namespace mqtt {
    type QoS = 0 | 1;
    const QoS: { readonly AtMostOnce: 0; readonly AtLeastOnce: 1 };
    type OnMessageCallback = (topic: string, payload: ArrayBuffer) => void;
    interface MqttConnectionConfig {
      readonly host_name: string;
    }
    class MqttClient {
      new_connection(config: MqttConnectionConfig): MqttClientConnection;
    }
    interface MqttClientConnection {
      on(event: 'error', listener: (error: Error) => void): this;
      on(event: 'message', listener: OnMessageCallback): this;
      /** Connects the client. Resolves with true if the broker has a session for this client. */
      connect(): Promise<boolean>;
      subscribe(topicFilter: string, qos: QoS, listener?: OnMessageCallback): Promise<unknown>;
      publish(topic: string, payload: Payload, qos: QoS): Promise<unknown>;
      disconnect(): Promise<void>;
    }
  }

  export namespace mqtt5 {
    type QoS = 0 | 1;
    const QoS: { readonly AtMostOnce: 0; readonly AtLeastOnce: 1 };
    type SubackReasonCode = 1 | 128;
    const SubackReasonCode: { readonly GrantedQoS1: 1; readonly UnspecifiedError: 128 };
    type PubackReasonCode = 0 | 135;
    const PubackReasonCode: { readonly Success: 0; readonly NotAuthorized: 135 };
    interface ConnackPacket {
      readonly sessionPresent: boolean;
      readonly reasonCode: number;
    }
    interface Mqtt5ClientConfig {
      readonly hostName: string;
    }
    class Mqtt5Client {
      constructor(config: Mqtt5ClientConfig);
      on(event: 'error', listener: (error: Error) => void): this;
      on(event: 'messageReceived', listener: (event: { message: { payload?: Payload } }) => void): this;
      once(event: 'stopped', listener: (event: unknown) => void): this;
      once(event: 'connectionSuccess', listener: (event: { connack: ConnackPacket }) => void): this;
      once(event: 'connectionFailure', listener: (event: { connack?: ConnackPacket; error: Error }) => void): this;
      start(): void;
      stop(): void;
      close(): void;
      subscribe(packet: { subscriptions: { topicFilter: string; qos: QoS }[] }): Promise<{
        reasonCodes: SubackReasonCode[];
      }>;
      publish(packet: {
        topicName: string;
        payload: Payload;
        qos: QoS;
      }): Promise<{ reasonCode: PubackReasonCode } | undefined>;
    }
  }

  export namespace iot {
    class AwsIotMqttConnectionConfigBuilder {
      static new_mtls_builder(certificate: string, key: string): AwsIotMqttConnectionConfigBuilder;
      static new_with_websockets(): AwsIotMqttConnectionConfigBuilder;
      with_credentials(region: string, accessKeyId: string, secretAccessKey: string): this;
      with_certificate_authority(authority: string): this;
      with_endpoint(endpoint: string): this;
      with_port(port: number): this;
      with_client_id(clientId: string): this;
      with_clean_session(isClean: boolean): this;
      build(): mqtt.MqttConnectionConfig;
    }
    class AwsIotMqtt5ClientConfigBuilder {
      static newDirectMqttBuilderWithMtlsFromMemory(
        endpoint: string,
        certificate: string,
        key: string,
      ): AwsIotMqtt5ClientConfigBuilder;
      static newWebsocketMqttBuilderWithSigv4Auth(
        endpoint: string,
        options: { credentialsProvider: auth.CredentialsProvider; region: string },
      ): AwsIotMqtt5ClientConfigBuilder;
      withCertificateAuthority(authority: string): this;
      withPort(port: number): this;
      withConnectProperties(properties: { clientId: string; keepAliveIntervalSeconds: number }): this;
      build(): mqtt5.Mqtt5ClientConfig;
    }
  }

  /** Function that subscribes and calls the listener with each message for the subscription. */
  type Subscribe<Request, Message> = (
    request: Request,
    qos: mqtt.QoS,
    listener: (error?: Error, message?: Message) => void,
  ) => Promise<void>;
  type Publish<Request> = (request: Request, qos: mqtt.QoS) => Promise<void>;
  interface RequestResponseOptions {
    readonly maxRequestResponseSubscriptions: number;
    readonly maxStreamingSubscriptions: number;
    /** Timeout in seconds. */
    readonly operationTimeoutInSeconds: number;
  }

  export namespace iotshadow {
    interface OfThing {
      readonly thingName: string;
    }
    interface OfNamedShadow extends OfThing {
      readonly shadowName: string;
    }
    interface Update {
      readonly state: object;
      readonly version?: number;
      readonly clientToken?: string;
    }
    interface Shadow {
      readonly state?: object;
      readonly version?: number;
      readonly clientToken?: string;
    }
    class IotShadowClient {
      constructor(connection: mqtt.MqttClientConnection);
      static newFromMqtt5Client(client: mqtt5.Mqtt5Client): IotShadowClient;
      subscribeToUpdateShadowAccepted: Subscribe<OfThing, Shadow>;
      subscribeToUpdateShadowRejected: Subscribe<OfThing, { code?: number; message?: string }>;
      subscribeToGetShadowAccepted: Subscribe<OfThing, Shadow>;
      subscribeToShadowDeltaUpdatedEvents: Subscribe<OfThing, Shadow>;
      publishUpdateShadow: Publish<OfThing & Update>;
      publishGetShadow: Publish<OfThing & { readonly clientToken?: string }>;
    }
    class IotShadowClientv2 {
      static newFromMqtt311(connection: mqtt.MqttClientConnection, options: RequestResponseOptions): IotShadowClientv2;
      static newFromMqtt5(client: mqtt5.Mqtt5Client, options: RequestResponseOptions): IotShadowClientv2;
      updateShadow(request: OfThing & Update): Promise<Shadow>;
      getShadow(request: OfThing): Promise<Shadow>;
      updateNamedShadow(request: OfNamedShadow & Update): Promise<Shadow>;
      getNamedShadow(request: OfNamedShadow): Promise<Shadow>;
      close(): void;
    }
  }

  export namespace iotidentity {
    interface SigningRequest {
      readonly certificateSigningRequest: string;
    }
    interface Certificate {
      readonly certificatePem?: string;
      readonly certificateOwnershipToken?: string;
    }
    interface Registration {
      readonly templateName: string;
      readonly certificateOwnershipToken: string;
      readonly parameters: Readonly<Record<string, string>>;
    }
    interface Registered {
      readonly thingName?: string;
    }
    class IotIdentityClient {
      constructor(connection: mqtt.MqttClientConnection);
      static newFromMqtt5Client(client: mqtt5.Mqtt5Client): IotIdentityClient;
      subscribeToCreateCertificateFromCsrAccepted: Subscribe<object, Certificate>;
      subscribeToRegisterThingAccepted: Subscribe<{ templateName: string }, Registered>;
      publishCreateCertificateFromCsr: Publish<SigningRequest>;
      publishRegisterThing: Publish<Registration>;
    }
    class IotIdentityClientv2 {
      static newFromMqtt311(
        connection: mqtt.MqttClientConnection,
        options: RequestResponseOptions,
      ): IotIdentityClientv2;
      static newFromMqtt5(client: mqtt5.Mqtt5Client, options: RequestResponseOptions): IotIdentityClientv2;
      createCertificateFromCsr(request: SigningRequest): Promise<Certificate>;
      registerThing(request: Registration): Promise<Registered>;
      close(): void;
    }
  }
}
