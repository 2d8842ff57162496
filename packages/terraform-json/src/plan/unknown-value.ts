/** A value that cannot be derived from a plan, such as that of a local, which the JSON does not have. */
export class UnknownValue extends Error {
  constructor(reference: string) {
    super(`${reference} is not in the plan`);
    this.name = 'UnknownValue';
  }
}
