import { type Duration, minutes } from '../../config/units';
import type { NodeFunction } from '../constructs/node-function';
import { retryLambda, type StateMachine } from '../constructs/state-language';

/** For functions that may be called again whatever has happened: a certificate is detached within seconds, not at once. */
const retryAll = { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 5, BackoffRate: 2 } as const;

const invoke = 'arn:aws:states:::lambda:invoke';
const invokeAndWait = `${invoke}.waitForTaskToken`;

/** Where the certificate that a device has goes on to be good, whatever fails, until it has come with the new one. */
export function rotate(
  { ask, issue, finish }: Readonly<Record<'ask' | 'issue' | 'finish', NodeFunction>>,
  { answerWithin, connectWithin }: { readonly answerWithin: Duration; readonly connectWithin: Duration },
): StateMachine {
  const step = { 'thing.$': '$.thing', 'rotation.$': '$$.Execution.Name' };
  const question = { ...step, 'taskToken.$': '$$.Task.Token' };
  const otherwise = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'TakeBackNew' }];
  const finished = { Type: 'Task', Resource: invoke, ResultPath: null, Retry: [retryAll] } as const;
  return {
    Comment: 'Gives a device a new certificate, and takes the old one away when the device has come with the new one',
    StartAt: 'AskForRequest',
    States: {
      AskForRequest: {
        Type: 'Task',
        Comment: 'The device makes a key and sends a signing request for it',
        Resource: invokeAndWait,
        Parameters: { FunctionName: ask.arn, Payload: question },
        TimeoutSeconds: answerWithin.seconds,
        ResultPath: '$.request',
        Retry: [retryLambda],
        Catch: otherwise,
        Next: 'IssueCertificate',
      },
      IssueCertificate: {
        Type: 'Task',
        Comment: 'The device gets its certificate, and connects with it',
        Resource: invokeAndWait,
        Parameters: { FunctionName: issue.arn, Payload: { ...question, 'csr.$': '$.request.csr' } },
        TimeoutSeconds: connectWithin.seconds,
        ResultPath: null,
        Retry: [retryLambda],
        Catch: otherwise,
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
          `The device keeps its old certificate: it sent no request within ${answerWithin.seconds} s, or did not come ` +
          `with the new one within ${connectWithin.seconds} s, or a function failed, as the history tells`,
      },
    },
  };
}

/** What a device has sent before it was shut out is in the tables by then, unless something fails. */
const settling = minutes(2);

export function deleteDevice({ revoke, erase }: Readonly<Record<'revoke' | 'erase', NodeFunction>>): StateMachine {
  const payload = { 'thing.$': '$.thing' };
  return {
    Comment: 'Takes a device out of service for good; started again after a failure, it goes on',
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
