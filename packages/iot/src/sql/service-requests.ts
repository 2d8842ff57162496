/**
 * Request of a statement to another service during evaluation.
 * `withinMs` is the time that AWS IoT waits; the caller enforces it, because this library has no clock.
 * Source: AWS IoT developer guide, iot-sql-functions; binary-payloads for protobuf.
 */
export type ServiceRequest =
  | {
      readonly service: 'lambda';
      readonly functionArn: string;
      /** Input as JSON. */
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
      /** Request to decode with a message of a `.proto` whose compiled descriptor is in a bucket. */
      readonly service: 'protobuf';
      readonly bucket: string;
      readonly key: string;
      readonly proto: string;
      readonly messageType: string;
      /** Message in base64. */
      readonly data: string;
    };

export type Service = ServiceRequest['service'];

/**
 * Synchronous responder: returns the JSON of the service (for a secret its text, or the base64 of its bytes), or undefined if it
 * fails or has no value. The statement then sees Undefined.
 */
export type Ask = (request: ServiceRequest) => string | undefined;
