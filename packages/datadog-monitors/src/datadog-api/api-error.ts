/** Reason why a request to Datadog's API failed. `access` means that the same keys will fail again for every request. */
export type ApiFailure = 'access' | 'throttled' | 'unreachable' | 'rejected';

/** Error of Datadog's API in one line: what failed and what to do. Never contains a key. */
export class DatadogApiError extends Error {
  constructor(
    message: string,
    readonly failure: ApiFailure,
  ) {
    // responses may contain line breaks, but the message must fit on one line
    super(message.replace(/\s+/g, ' '));
    this.name = 'DatadogApiError';
  }
}
