/** Error for a monitor that can be validated but not evaluated. The message identifies the unsupported feature. */
export class NotEvaluatedError extends Error {
  constructor(what: string, why: string) {
    super(`${what} is not evaluated: ${why}`);
    this.name = 'NotEvaluatedError';
  }
}
