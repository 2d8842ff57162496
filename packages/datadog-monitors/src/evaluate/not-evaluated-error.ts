/** Error for a monitor that can be validated but not evaluated; names the unsupported part. */
export class NotEvaluatedError extends Error {
  constructor(what: string, why: string) {
    super(`${what} is not evaluated: ${why}`);
    this.name = 'NotEvaluatedError';
  }
}
