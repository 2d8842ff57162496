import type { Principal } from '../iam/principal';

/** A call of an AWS API whose signature was verified. */
export interface AwsRequest {
  /** Service in the credential scope of the signature: dynamodb, kinesis, iotdata, … */
  service: string;
  principal: Principal;
  /** Event on the bus that caused the call, such as an invocation. */
  cause: number | undefined;
  method: string;
  /** Path and query as they were sent. */
  path: string;
  query: URLSearchParams;
  /** Headers with names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** API of one service, with the names of its operations. */
export interface ServiceApi {
  (request: AwsRequest): Promise<AwsResponse>;
  readonly operations: readonly string[];
  /**
   * Returns the operation for a method and path, supported or not, if the service routes by these; undefined for
   * none.
   */
  readonly route?: (call: Pick<AwsRequest, 'method' | 'path'>) => Routed | undefined;
}

export interface Routed {
  name: string;
  /** Parameters in the path: `{ thing: 'light-1' }`. */
  parameters: Record<string, string>;
}

/** Creates an API with the given operations. */
export function serviceApi(
  operations: readonly string[],
  answer: (request: AwsRequest) => Promise<AwsResponse>,
): ServiceApi {
  return Object.assign(answer, { operations });
}

/** An AWS error as the SDKs parse it. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}
