/**
 * What a statement asks of another service while it is evaluated, by one of the functions that reach outside.
 * `withinMs` is how long AWS IoT waits; whoever answers keeps to it, for this library has no clock.
 * Source: AWS IoT developer guide, iot-sql-functions; binary-payloads for protobuf.
 */
export type ServiceRequest =
  | {
      readonly service: 'lambda';
      readonly functionArn: string;
      /** JSON. */
      readonly input: string;
      readonly withinMs: number;
    }
  | {
      readonly service: 'dynamodb';
      readonly table: string;
      readonly key: readonly { readonly name: string; readonly value: string | number }[];
      readonly roleArn: string;
    }
  | {
      readonly service: 'secret';
      readonly secretId: string;
      readonly secretType: 'SecretString' | 'SecretBinary';
      readonly roleArn: string;
    }
  | { readonly service: 'shadow'; readonly thing: string; readonly shadow?: string; readonly roleArn: string }
  | {
      readonly service: 'registry';
      readonly operation: 'DescribeThing' | 'ListThingGroupsForThing';
      readonly thing: string;
      readonly roleArn: string;
    }
  | {
      /** Message of a `.proto` whose compiled descriptor lies in a bucket. */
      readonly service: 'protobuf';
      readonly bucket: string;
      readonly key: string;
      readonly proto: string;
      readonly messageType: string;
      /** Base64. */
      readonly data: string;
    };

export type Service = ServiceRequest['service'];

/**
 * Answers at once: the JSON that the service gives (a secret: its text, or the base64 of its bytes); undefined where it
 * fails or has nothing. What fails is Undefined to the statement.
 */
export type Ask = (request: ServiceRequest) => string | undefined;
