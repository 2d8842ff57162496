const allow = (service: string, action: string) => ({
  trust: { Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] },
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] },
});

const roles = Object.entries({
  work: allow('lambda.amazonaws.com', 'logs:*'),
  schedule: allow('scheduler.amazonaws.com', 'lambda:InvokeFunction'),
});

/**
 * Returns a stack with a queue permission, and a schedule that invokes a function each minute.
 * @param permission `denyAll`, `allowAll` or `byQueue`
 */
export const stackWith = (permission: string) => ({
  provider: { aws: { region: 'eu-west-1' } },
  data: {
    archive_file: {
      work: {
        type: 'zip',
        source_content: 'exports.handler = async (event) => event;',
        source_content_filename: 'index.js',
        output_path: 'work.zip',
      },
    },
  },
  resource: {
    aws_iam_role: Object.fromEntries(
      roles.map(([name, { trust }]) => [name, { name, assume_role_policy: JSON.stringify(trust) }]),
    ),
    aws_iam_role_policy: Object.fromEntries(
      roles.map(([name, { policy }]) => [
        name,
        { name, role: `\${aws_iam_role.${name}.name}`, policy: JSON.stringify(policy) },
      ]),
    ),
    aws_lambda_function: {
      work: {
        function_name: 'work',
        runtime: 'nodejs20.x',
        handler: 'index.handler',
        filename: '${data.archive_file.work.output_path}',
        role: '${aws_iam_role.work.arn}',
      },
    },
    aws_sqs_queue: { jobs: { name: 'jobs' } },
    aws_sqs_queue_redrive_allow_policy: {
      jobs: {
        queue_url: '${aws_sqs_queue.jobs.url}',
        redrive_allow_policy: JSON.stringify({ redrivePermission: permission }),
      },
    },
    aws_scheduler_schedule: {
      minutely: {
        name: 'minutely',
        schedule_expression: 'rate(1 minute)',
        flexible_time_window: { mode: 'OFF' },
        target: { arn: '${aws_lambda_function.work.arn}', role_arn: '${aws_iam_role.schedule.arn}' },
      },
    },
  },
});
