import { z } from 'zod';
import { lastPart, parseOutput } from '../action-output';
import { actionKind } from '../rule-action';

/** Action that invokes a function. The function's resource policy, and not a role, allows the invocation. */
export const lambdaAction = actionKind({
  awsName: 'LambdaAction',
  schema: z.object({ functionArn: z.string() }),
  compile({ functionArn }, { field, targets }) {
    const arn = field(functionArn);
    return {
      permissions: [],
      target: lastPart(functionArn),
      resource: functionArn,
      run(match) {
        const principal = {
          kind: 'service',
          service: 'iot.amazonaws.com',
          sourceArn: match.ruleArn,
          sourceAccount: match.account,
        } as const;
        targets.lambda.invokeAsync({
          functionArn: arn(match),
          event: parseOutput(match),
          principal,
          cause: match.cause,
        });
      },
    };
  },
});
