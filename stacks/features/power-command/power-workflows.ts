import { retryLambda, type StateMachine } from '@himeshima/constructs';
import type { Environment } from '../../../config/environment';

const invoke = 'arn:aws:states:::lambda:invoke';

/** Retry policy for an idempotent function. */
const retryAll = { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 } as const;

/**
 * Defines the workflow of one command.
 * The function decides each step, because it knows the time, earlier attempts and cancellations.
 */
export function command(functionArn: string): StateMachine {
  const commandKey = { 'thing.$': '$.thing', 'command.$': '$$.Execution.Name' };
  const endState = (outcome: 'succeeded' | 'expired' | 'cancelled' | 'failed', Next: string) =>
    ({
      Type: 'Task',
      Resource: invoke,
      Parameters: { FunctionName: functionArn, Payload: { step: 'end', outcome, ...commandKey } },
      ResultPath: null,
      Retry: [retryAll],
      Next,
    }) as const;
  const giveUp = { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'GiveUp' };
  return {
    Comment:
      'Requests a power state from a device until the device confirms it, or the command expires or is cancelled',
    StartAt: 'Decide',
    States: {
      Decide: {
        Type: 'Task',
        Comment: 'Acquires the lock of the device and decides the next step',
        Resource: invoke,
        Parameters: {
          FunctionName: functionArn,
          Payload: { step: 'next', 'command.$': '$$.Execution.Name', 'asked.$': '$' },
        },
        ResultSelector: {
          'thing.$': '$.Payload.thing',
          'power.$': '$.Payload.power',
          'traceId.$': '$.Payload.traceId',
          'next.$': '$.Payload.next',
          'seconds.$': '$.Payload.seconds',
        },
        Retry: [retryAll],
        Catch: [giveUp],
        Next: 'WhatNext',
      },
      WhatNext: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.next', StringEquals: 'ask', Next: 'Ask' },
          { Variable: '$.next', StringEquals: 'expire', Next: 'Expire' },
          { Variable: '$.next', StringEquals: 'cancel', Next: 'Cancel' },
        ],
        Default: 'Refused',
      },
      Ask: {
        Type: 'Task',
        Comment: 'The device receives the desired state through its shadow; its report completes this task',
        Resource: `${invoke}.waitForTaskToken`,
        Parameters: {
          FunctionName: functionArn,
          Payload: {
            step: 'ask',
            ...commandKey,
            'power.$': '$.power',
            'traceId.$': '$.traceId',
            'taskToken.$': '$$.Task.Token',
          },
        },
        TimeoutSecondsPath: '$.seconds',
        ResultPath: null,
        Retry: [retryLambda],
        Catch: [
          { ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Decide' },
          { ErrorEquals: ['Cancelled'], ResultPath: null, Next: 'Cancel' },
          giveUp,
        ],
        Next: 'Obeyed',
      },
      Obeyed: endState('succeeded', 'Succeeded'),
      Cancel: endState('cancelled', 'Cancelled'),
      Expire: endState('expired', 'NoAnswer'),
      GiveUp: endState('failed', 'NotAsked'),
      Succeeded: { Type: 'Succeed' },
      Cancelled: { Type: 'Succeed' },
      Refused: { Type: 'Succeed' },
      NoAnswer: {
        Type: 'Fail',
        Error: 'NoAnswer',
        Cause: 'The device did not report the desired power before the command expired',
      },
      NotAsked: {
        Type: 'Fail',
        Error: 'NotAsked',
        Cause: 'The power state could not be requested; see the log of the function power-command',
      },
    },
  };
}

/** Defines the workflow of a command group. It limits the concurrency and stops starting commands once too many have failed. */
export function commandEach(
  commandArn: string,
  { atOnce, toleratedFailurePercentage }: Environment['powerCommand'],
): StateMachine {
  return {
    Comment: 'Starts the workflow power-command for each command; those executions may outlive this one',
    StartAt: 'EachDevice',
    States: {
      EachDevice: {
        Type: 'Map',
        Label: 'device',
        ItemsPath: '$.commands',
        MaxConcurrency: atOnce,
        ToleratedFailurePercentage: toleratedFailurePercentage,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Command',
          States: {
            Command: {
              Type: 'Task',
              Resource: 'arn:aws:states:::states:startExecution.sync:2',
              Parameters: { StateMachineArn: commandArn, 'Name.$': '$.command', 'Input.$': '$.input' },
              ResultPath: null,
              End: true,
            },
          },
        },
        ResultPath: null,
        Catch: [
          { ErrorEquals: ['States.ExceedToleratedFailureThreshold'], ResultPath: null, Next: 'TooManyFailed' },
          { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'NotRun' },
        ],
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
      TooManyFailed: {
        Type: 'Fail',
        Error: 'TooManyFailed',
        Cause: `More than ${toleratedFailurePercentage}% of the commands failed, so no further commands were started`,
      },
      NotRun: {
        Type: 'Fail',
        Error: 'NotRun',
        Cause: 'The commands could not be started; see the history of this execution',
      },
    },
  };
}
