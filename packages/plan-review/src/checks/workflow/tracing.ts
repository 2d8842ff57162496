import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundWorkflow } from './sound';

export const workflowTracing: Check = {
  id: 'workflow-tracing',
  severity: 'minor',
  about: ['aws_sfn_state_machine'],
  reason: 'requests cannot be traced from the workflow into its functions',
  fix: 'tracing_configuration { enabled = true }',
  source: 'Serverless Lens OPS 1; Checkov CKV_AWS_284',
  finds: (workflow) => isnt(workflow, 'tracing_configuration.enabled', true),
  examples: {
    good: [soundWorkflow],
    bad: [but(soundWorkflow, 'aws_sfn_state_machine.command', { tracing_configuration: { enabled: false } })],
  },
};
