import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { type Duration, seconds } from '../../config/units';
import { bindings } from '../../contracts/bindings';
import { Feature } from '../constructs/feature';
import { IotRule, invoke } from '../constructs/iot-rule';
import { call, NodeFunction } from '../constructs/node-function';
import { platformOf } from '../constructs/platform';
import type { Grant } from '../constructs/policy-document';
import { retryLambda, type StateMachine } from '../constructs/state-language';
import { put, read, remove, Table, update } from '../constructs/table';
import { answer, Workflow } from '../constructs/workflow';
import type { Failures } from './failures';
import type { Power } from './power';

const reportedSql =
  'SELECT topic(3) AS thing, state.reported.power AS power, timestamp() AS receivedAt, traceid() AS traceId ' +
  "FROM '$aws/things/+/shadow/update/accepted' WHERE state.reported.power = true OR state.reported.power = false";

/** A command sets the shadow's desired power and waits for the device to report it; without an answer it fails. */
export class PowerCommand extends Feature {
  readonly commands: Table;
  readonly workflow: Workflow;

  constructor(
    scope: Construct,
    id: string,
    { failures, power }: { readonly failures: Failures; readonly power: Power },
  ) {
    super(scope, id);
    const { environment } = platformOf(this);
    const { answerWithin } = environment.powerCommand;
    const commands = new Table(this, 'commands', { key: { name: 'thing', type: 'string' }, expiresBy: 'expiresAt' });
    this.commands = commands;
    const ask = new NodeFunction(this, 'power-command', {
      timeout: seconds(10),
      environment: bindings.powerCommand.environment({
        table: commands.name,
        answerWithinSeconds: answerWithin.seconds,
      }),
      can: [put(commands), updateShadows(environment)],
    });
    const workflow = new Workflow(this, 'power-command-workflow', {
      name: 'power-command',
      definition: askAndWait(ask.arn, answerWithin),
      can: [call(ask)],
    });
    this.workflow = workflow;
    const confirm = new NodeFunction(this, 'power-confirm', {
      timeout: seconds(10),
      environment: bindings.powerConfirm.environment({
        commands: commands.name,
        devicePower: power.devicePower.name,
      }),
      can: [read(commands), remove(commands), update(power.devicePower), answer(workflow)],
      onFailure: failures.events,
    });
    new IotRule(this, 'power_reported', {
      description: 'A device reported its power: perhaps the answer to a command, or the end of its being on',
      sql: reportedSql,
      actions: [invoke(confirm)],
      onError: failures.ruleErrors,
    });
  }
}

const updateShadows = ({ region, account }: Environment): Grant => [
  { Effect: 'Allow', Action: ['iot:UpdateThingShadow'], Resource: `arn:aws:iot:${region}:${account}:thing/*` },
];

function askAndWait(functionArn: string, answerWithin: Duration): StateMachine {
  return {
    Comment: 'Sets the desired power of a thing and waits until the device has reported it',
    StartAt: 'AskDevice',
    States: {
      AskDevice: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: {
          FunctionName: functionArn,
          Payload: { 'thing.$': '$.thing', 'power.$': '$.power', 'taskToken.$': '$$.Task.Token' },
        },
        TimeoutSeconds: answerWithin.seconds,
        Retry: [retryLambda],
        Catch: [
          { ErrorEquals: ['States.Timeout'], Next: 'NoAnswer' },
          { ErrorEquals: ['States.ALL'], Next: 'NotAsked' },
        ],
        End: true,
      },
      NoAnswer: {
        Type: 'Fail',
        Error: 'NoAnswer',
        Cause: `The device did not report the wanted power within ${answerWithin.seconds} s`,
      },
      NotAsked: {
        Type: 'Fail',
        Error: 'NotAsked',
        Cause: 'The device could not be asked: see the log of the function power-command',
      },
    },
  };
}
