import type { Example } from '../check';

export const soundWorkflow: Example = {
  aws_sfn_state_machine: {
    command: {
      name: 'command',
      role_arn: 'arn:aws:iam::1:role/command',
      definition: '{}',
      tracing_configuration: { enabled: true },
      logging_configuration: { level: 'ERROR', log_destination: '${aws_cloudwatch_log_group.command.arn}:*' },
    },
  },
};
