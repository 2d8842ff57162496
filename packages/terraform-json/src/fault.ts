/** Error in a value, before the evaluator adds the expression and the column. */
export class ValueFault extends Error {
  /** @param argument position (from 0) of the invalid argument, if any */
  constructor(
    message: string,
    readonly argument?: number,
  ) {
    super(message);
    this.name = 'ValueFault';
  }
}
