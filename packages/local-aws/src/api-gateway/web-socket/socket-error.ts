/** Error response from API Gateway itself, with the response type for the access log. */
export class SocketError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}
