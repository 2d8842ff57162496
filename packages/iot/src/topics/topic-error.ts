/** Error for a topic or topic filter that AWS IoT would reject. `column` is 1-based, in UTF-16 units of the given text. */
export class TopicError extends Error {
  override readonly name = 'TopicError';
  readonly column: number;

  constructor({ message, column }: { message: string; column: number }) {
    super(message);
    this.column = column;
  }
}
