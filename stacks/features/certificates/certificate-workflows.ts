import { type NodeFunction, retryLambda, type StateMachine } from '@himeshima/constructs';
import { type Duration, minutes } from '@himeshima/constructs/units';

/** Retry policy for idempotent functions. The intervals are long enough for AWS IoT to detach a certificate, which takes seconds. */
const retryAll = { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 5, BackoffRate: 2 } as const;

const invoke = 'arn:aws:states:::lambda:invoke';
const invokeAndWait = `${invoke}.waitForTaskToken`;

/**
 * Defines the workflow that rotates a certificate. The old certificate stays valid until the device connects with the
 * new certificate.
 */
export function rotate(
  { ask, issue, finish }: Readonly<Record<'ask' | 'issue' | 'finish', NodeFunction>>,
  { answerWithin, connectWithin }: { readonly answerWithin: Duration; readonly connectWithin: Duration },
): StateMachine {
  const step = { 'thing.$': '$.thing', 'rotation.$': '$$.Execution.Name' };
  const question = { ...step, 'taskToken.$': '$$.Task.Token' };
  const rollBack = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'TakeBackNew' }];
  const finished = { Type: 'Task', Resource: invoke, ResultPath: null, Retry: [retryAll] } as const;
  return {
    Comment:
      'Issues a new device certificate, and deactivates the old certificate after the device connects with the new one',
    StartAt: 'AskForRequest',
    States: {
      AskForRequest: {
        Type: 'Task',
        Comment: 'The device generates a key and sends a CSR',
        Resource: invokeAndWait,
        Parameters: { FunctionName: ask.arn, Payload: question },
        TimeoutSeconds: answerWithin.seconds,
        ResultPath: '$.request',
        Retry: [retryLambda],
        Catch: rollBack,
        Next: 'IssueCertificate',
      },
      IssueCertificate: {
        Type: 'Task',
        Comment: 'The device receives its certificate and connects with it',
        Resource: invokeAndWait,
        Parameters: { FunctionName: issue.arn, Payload: { ...question, 'csr.$': '$.request.csr' } },
        TimeoutSeconds: connectWithin.seconds,
        ResultPath: null,
        Retry: [retryLambda],
        Catch: rollBack,
        Next: 'RetireOld',
      },
      RetireOld: {
        ...finished,
        Parameters: { FunctionName: finish.arn, Payload: { ...step, confirmed: true } },
        End: true,
      },
      TakeBackNew: {
        ...finished,
        Parameters: { FunctionName: finish.arn, Payload: { ...step, confirmed: false } },
        Next: 'NotRotated',
      },
      NotRotated: {
        Type: 'Fail',
        Error: 'NotRotated',
        Cause:
          `The device keeps its old certificate: it sent no CSR within ${answerWithin.seconds} s, did not connect with ` +
          `the new certificate within ${connectWithin.seconds} s, or a function failed; see the execution history`,
      },
    },
  };
}

/** Wait after the revocation, so that data that the device has already sent reaches the tables first. */
const settling = minutes(2);

/** Defines the workflow that decommissions a device. */
export function deleteDevice({ revoke, erase }: Readonly<Record<'revoke' | 'erase', NodeFunction>>): StateMachine {
  const payload = { 'thing.$': '$.thing' };
  return {
    Comment: 'Decommissions a device permanently. After a failure, start it again to continue',
    StartAt: 'Revoke',
    States: {
      Revoke: {
        Type: 'Task',
        Resource: invoke,
        Parameters: { FunctionName: revoke.arn, Payload: payload },
        ResultPath: null,
        Retry: [retryAll],
        Next: 'LetArrive',
      },
      LetArrive: { Type: 'Wait', Seconds: settling.seconds, Next: 'Delete' },
      Delete: {
        Type: 'Task',
        Resource: invoke,
        Parameters: { FunctionName: erase.arn, Payload: payload },
        ResultSelector: { 'left.$': '$.Payload.left' },
        ResultPath: '$.deleted',
        Retry: [retryAll],
        Next: 'IsAnythingLeft',
      },
      IsAnythingLeft: {
        Type: 'Choice',
        Choices: [{ Variable: '$.deleted.left', BooleanEquals: true, Next: 'Delete' }],
        Default: 'Decommissioned',
      },
      Decommissioned: { Type: 'Succeed' },
    },
  };
}
