/** Returns a plan, as `terraform show -json` prints it, that changes the delay of a queue. @param delay seconds */
export const queuePlan = (delay: number): string =>
  JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      {
        address: 'aws_sqs_queue.jobs',
        mode: 'managed',
        type: 'aws_sqs_queue',
        name: 'jobs',
        change: { actions: ['update'], before: { delay_seconds: 1 }, after: { delay_seconds: delay } },
      },
    ],
  });
