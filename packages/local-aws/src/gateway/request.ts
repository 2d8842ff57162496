import type { Principal } from '../iam/principal';

/** A call of an AWS API, after its signature was verified. */
export interface AwsRequest {
  /** From the credential scope of the signature: dynamodb, kinesis, iotdata, … */
  service: string;
  principal: Principal;
  /** The event on the bus in whose course the call is made, such as an invocation. */
  cause: number | undefined;
  method: string;
  /** Path and query as they were sent. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Answers the calls of one service, and says which operations it has. */
export interface ServiceApi {
  (request: AwsRequest): Promise<AwsResponse>;
  readonly operations: readonly string[];
  /** What a method and path name, served or not, where a service goes by these; undefined for nothing. */
  readonly route?: (call: Pick<AwsRequest, 'method' | 'path'>) => Routed | undefined;
}

export interface Routed {
  name: string;
  /** What the path says: `{ thing: 'light-1' }`. */
  parameters: Record<string, string>;
}

/** An API whose operations are known by name. */
export function serviceApi(
  operations: readonly string[],
  answer: (request: AwsRequest) => Promise<AwsResponse>,
): ServiceApi {
  return Object.assign(answer, { operations });
}

/** An AWS error as the SDKs read it. */
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
