import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundWorkflow } from './sound';

export const workflowLogging: Check = {
  id: 'workflow-logging',
  severity: 'minor',
  about: ['aws_sfn_state_machine'],
  reason: 'executions cannot be searched, and their history expires',
  fix: 'logging_configuration { level = "ERROR" } or "ALL", with a log_destination',
  source: 'Serverless Lens OPS 1; Checkov CKV_AWS_285',
  finds: (workflow) => isnt(workflow, 'logging_configuration.level', 'ALL', 'ERROR', 'FATAL'),
  examples: {
    good: [soundWorkflow],
    bad: [undefined, { level: 'OFF' }].map((logging_configuration) =>
      but(soundWorkflow, 'aws_sfn_state_machine.command', { logging_configuration }),
    ),
  },
};
