/** An error response of API Gateway itself, with its response type for the access log. */
export class SocketError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}
