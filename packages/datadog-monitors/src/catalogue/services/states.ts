import type { ServiceRows } from '../service';

export const states: ServiceRows = {
  namespace: 'aws.states',
  cloudWatch: 'AWS/States',
  tags: ['statemachinearn', 'activityarn'],
  source:
    'Datadog, integration page of AWS Step Functions (Spanish edition), read 2026-11-24; tags: CloudWatch dimensions as in aws-cdk-lib',
  rows: {
    count: `
      activities_failed activities_heartbeat_timed_out activities_scheduled activities_started activities_succeeded
      activities_timed_out
      enhanced.execution.failed enhanced.execution.started enhanced.execution.succeeded
      enhanced.task.execution.task_failed enhanced.task.execution.task_started enhanced.task.execution.task_succeeded
      execution_throttled executions_aborted executions_failed executions_started executions_succeeded
      executions_timed_out
      lambda_functions_failed lambda_functions_heartbeat_timed_out lambda_functions_scheduled lambda_functions_started
      lambda_functions_succeeded lambda_functions_timed_out`,
    'gauge millisecond': `
      activity_run_time+maximum+minimum+p95+p99 activity_schedule_time+maximum+minimum+p95+p99
      activity_time+maximum+minimum+p95+p99 execution_time+maximum+minimum+p95+p99
      lambda_function_run_time+maximum+minimum+p95+p99 lambda_function_schedule_time+maximum+minimum+p95+p99
      lambda_function_time+maximum+minimum+p95+p99`,
    'gauge nanosecond': `
      enhanced.execution.execution_time+maximum+minimum+p95+p99
      enhanced.task.execution.task_duration+maximum+minimum+p95+p99`,
  },
};
