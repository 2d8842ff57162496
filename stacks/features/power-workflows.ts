import type { Environment } from '../../config/environment';
import { retryLambda, type StateMachine } from '../constructs/state-language';

const invoke = 'arn:aws:states:::lambda:invoke';

/** For a function that may be called again whatever has happened. */
const retryAll = { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 } as const;

/** A command: what is next says the function, which knows the clock, what was asked before, and who has called it off. */
export function command(functionArn: string): StateMachine {
  const one = { 'thing.$': '$.thing', 'command.$': '$$.Execution.Name' };
  const ended = (outcome: 'succeeded' | 'expired' | 'cancelled' | 'failed', Next: string) =>
    ({
      Type: 'Task',
      Resource: invoke,
      Parameters: { FunctionName: functionArn, Payload: { step: 'end', outcome, ...one } },
      ResultPath: null,
      Retry: [retryAll],
      Next,
    }) as const;
  const otherwise = { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'GiveUp' };
  return {
    Comment: 'Has a device switch itself, and asks it again until it has answered, it is too late, or it is called off',
    StartAt: 'Decide',
    States: {
      Decide: {
        Type: 'Task',
        Comment: 'Takes the place of the command that is under way, and decides what is to be done',
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
        Catch: [otherwise],
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
        Comment: 'The device hears of the wish in its shadow; its report brings the token back',
        Resource: `${invoke}.waitForTaskToken`,
        Parameters: {
          FunctionName: functionArn,
          Payload: {
            step: 'ask',
            ...one,
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
          otherwise,
        ],
        Next: 'Obeyed',
      },
      Obeyed: ended('succeeded', 'Succeeded'),
      Cancel: ended('cancelled', 'Cancelled'),
      Expire: ended('expired', 'NoAnswer'),
      GiveUp: ended('failed', 'NotAsked'),
      Succeeded: { Type: 'Succeed' },
      Cancelled: { Type: 'Succeed' },
      Refused: { Type: 'Succeed' },
      NoAnswer: {
        Type: 'Fail',
        Error: 'NoAnswer',
        Cause: 'The device did not report the wanted power until the command expired',
      },
      NotAsked: {
        Type: 'Fail',
        Error: 'NotAsked',
        Cause: 'The device could not be asked: see the log of the function power-command',
      },
    },
  };
}

/** Many commands: so many at once, and no more of them as soon as too many have failed. */
export function commandEach(
  commandArn: string,
  { atOnce, toleratedFailurePercentage }: Environment['powerCommand'],
): StateMachine {
  return {
    Comment: 'Gives each of many commands to the workflow power-command, which outlives this one where it must',
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
        Cause: `More than ${toleratedFailurePercentage} % of the commands failed: no more were given`,
      },
      NotRun: {
        Type: 'Fail',
        Error: 'NotRun',
        Cause: 'The commands could not be given: see the history of this execution',
      },
    },
  };
}
