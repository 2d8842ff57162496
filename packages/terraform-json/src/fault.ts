/** Error in a value. The evaluator catches the error and adds the expression and the column. */
export class ValueFault extends Error {
  /** Creates the error. `argument` is the 0-based position of the invalid argument, if any. */
  constructor(
    message: string,
    readonly argument?: number,
  ) {
    super(message);
    this.name = 'ValueFault';
  }
}
