/** A message that Datadog would not render as meant. `column` counts from 1 in the whole template. */
export class MessageError extends Error {
  constructor(
    message: string,
    readonly column: number,
  ) {
    super(message);
    this.name = 'MessageError';
  }
}
