import type { Principal } from '../iam/principal';

/** AWS API call whose signature has been verified. */
export interface AwsRequest {
  /** Service in the credential scope of the signature: dynamodb, kinesis, iotdata, … */
  service: string;
  principal: Principal;
  /** ID of the event that caused the call, such as an invocation. */
  cause: number | undefined;
  method: string;
  /** Path and query as sent by the client. */
  path: string;
  query: URLSearchParams;
  /** Headers, keyed by lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Accessors for the fields in an operation's input. */
export interface OperationInput {
  text(...names: string[]): string | undefined;
  keys(name: string): string[];
  /** Returns the strings in a list. */
  all(name: string): string[];
}

/**
 * Returns the ARNs of the resources that a call accesses; undefined items are ignored. Source:
 * Service authorization reference.
 */
export type AccessedResources = (
  input: OperationInput,
  place: { region: string; account: string },
  operation: string,
) => readonly (string | undefined)[];

/** API of a service, with the names of its operations. */
export interface ServiceApi {
  (request: AwsRequest): Promise<AwsResponse>;
  readonly operations: readonly string[];
  /**
   * Returns the operation for a method and path, even if it is unsupported locally, or undefined if AWS has no such
   * operation. Missing if the service does not route by path.
   */
  readonly route?: (call: Pick<AwsRequest, 'method' | 'path'>) => Operation | undefined;
  /**
   * Returns the resources of a call as IAM policies refer to them. By default, the resources are determined in
   * gateway/iam-action.ts, or are `*`.
   */
  readonly accessed?: AccessedResources;
}

export interface Operation {
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

/**
 * Error from an AWS API, with the code and status that SDKs expect.
 * @param details additional members of the error in JSON, such as `resourceArn`
 */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = code;
  }
}
