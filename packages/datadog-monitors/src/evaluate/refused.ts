/** A monitor that can be checked but not evaluated, by the name of what stands in the way. */
export class NotEvaluated extends Error {
  constructor(what: string, why: string) {
    super(`${what} is not evaluated: ${why}`);
    this.name = 'NotEvaluated';
  }
}
