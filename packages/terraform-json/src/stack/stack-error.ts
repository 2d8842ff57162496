/**
 * Error in a stack that cannot be read or ordered. `path` is the error's location in Terraform's notation:
 * `aws_sqs_queue.jobs.depends_on`.
 */
export class StackError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'StackError';
  }
}
