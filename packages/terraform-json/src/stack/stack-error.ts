/** Error in a stack that cannot be read or ordered, with its location as `path`: `aws_sqs_queue.jobs.depends_on`. */
export class StackError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'StackError';
  }
}
