/** Error for a value that cannot be derived from a plan. For example, the JSON of a plan contains no locals. */
export class UnknownValue extends Error {
  constructor(reference: string) {
    super(`${reference} is not in the plan`);
    this.name = 'UnknownValue';
  }
}
