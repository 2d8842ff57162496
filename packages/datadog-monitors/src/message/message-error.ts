/** Error for a message that Datadog would not render as intended. `column` counts from 1 in the whole template. */
export class MessageError extends Error {
  constructor(
    message: string,
    readonly column: number,
  ) {
    super(message);
    this.name = 'MessageError';
  }
}
