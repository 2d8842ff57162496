import { z } from 'zod';
import { outputText } from '../action-output';
import { actionKind } from '../rule-action';

/** Action that starts an execution. Its name is the prefix, followed by a UUID. */
export const stepFunctionsAction = actionKind({
  awsName: 'StepFunctionsAction',
  schema: z.object({
    roleArn: z.string(),
    stateMachineName: z.string(),
    executionNamePrefix: z.string().optional(),
  }),
  role: ({ roleArn }) => roleArn,
  compile({ stateMachineName, executionNamePrefix = '' }, { field, targets, arnOf }) {
    const workflowArn = field(arnOf('states', `stateMachine:${stateMachineName}`));
    const prefix = field(executionNamePrefix);
    return {
      permissions: [{ action: 'states:StartExecution', resource: workflowArn }],
      target: stateMachineName,
      resource: stateMachineName,
      run(match) {
        const name = `${prefix(match)}${targets.newUuid()}`;
        targets.workflows.start({
          workflowArn: workflowArn(match),
          name,
          input: outputText(match),
          cause: match.cause,
        });
      },
    };
  },
});
