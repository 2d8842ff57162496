import { maximumDepth } from './document';

/** Message published on `/rejected`. Source: AWS IoT developer guide, device-shadow-document, "Error response document". */
export interface Rejection {
  readonly code: number;
  readonly message: string;
  readonly timestamp: number;
  readonly clientToken?: string;
}

export interface RejectedRequest {
  readonly kind: 'rejected';
  readonly rejected: Rejection;
}

/** Error code and message. Source: AWS IoT developer guide, device-shadow-error-messages. */
export interface ShadowFailure {
  readonly code: number;
  readonly message: string;
}

export const failures = {
  invalidJson: { code: 400, message: 'Invalid JSON' },
  missingState: { code: 400, message: 'Missing required node: state' },
  stateNotObject: { code: 400, message: 'State node must be an object' },
  desiredNotObject: { code: 400, message: 'Desired node must be an object' },
  reportedNotObject: { code: 400, message: 'Reported node must be an object' },
  invalidVersion: { code: 400, message: 'Invalid version' },
  invalidClientToken: { code: 400, message: 'Invalid clientToken' },
  tooDeep: { code: 400, message: `JSON contains too many levels of nesting; maximum is ${maximumDepth}` },
  invalidNode: { code: 400, message: 'State contains an invalid node' },
  versionConflict: { code: 409, message: 'Version conflict' },
  tooLarge: { code: 413, message: 'The payload exceeds the maximum size allowed' },
  notUtf8: { code: 415, message: 'Unsupported documented encoding; supported encoding is UTF-8' },
  // The message is the HTTP reason phrase, because the guide documents no message for 429 (more than 10
  // requests in flight per thing).
  tooManyRequests: { code: 429, message: 'Too Many Requests' },
} as const satisfies Record<string, ShadowFailure>;

/** Returns the error for a missing shadow. For a classic shadow, the message contains the thing's name. */
export function noShadow(name: string): ShadowFailure {
  return { code: 404, message: `No shadow exists with name: '${name}'` };
}

export function reject(
  failure: ShadowFailure,
  at: { nowSeconds: number; clientToken?: string | undefined },
): RejectedRequest {
  const { code, message } = failure;
  const token = at.clientToken === undefined ? {} : { clientToken: at.clientToken };
  return { kind: 'rejected', rejected: { code, message, timestamp: at.nowSeconds, ...token } };
}
