/** What API Gateway itself answers, and why, as its access log names it. */
export class SocketRefusal extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}
