/**
 * Request that a statement sends to another service during its evaluation. `withinMs` is the time that AWS IoT waits.
 * The caller must enforce this timeout, because this library has no clock. Source: AWS IoT developer guide,
 * iot-sql-functions; binary-payloads for protobuf.
 */
export type ServiceRequest =
  | {
      readonly service: 'lambda';
      readonly functionArn: string;
      /** Input of the function as JSON. */
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
      /** Request to decode a protobuf message whose compiled `.proto` descriptor is in a bucket. */
      readonly service: 'protobuf';
      readonly bucket: string;
      readonly key: string;
      readonly proto: string;
      readonly messageType: string;
      /** Protobuf message in base64. */
      readonly data: string;
    };

export type Service = ServiceRequest['service'];

/**
 * Function that responds to requests synchronously. The response is the service's JSON or, for a secret, the text or the bytes in
 * base64. It is undefined if the service fails or has no value; the result in the statement is then Undefined.
 */
export type Ask = (request: ServiceRequest) => string | undefined;
