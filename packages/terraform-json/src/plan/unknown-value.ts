/** Error for a value that cannot be derived from a plan, such as a local: the plan's JSON does not contain locals. */
export class UnknownValue extends Error {
  constructor(reference: string) {
    super(`${reference} is not in the plan`);
    this.name = 'UnknownValue';
  }
}
