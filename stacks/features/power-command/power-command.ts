import {
  endings,
  Feature,
  FunctionAccess,
  type Grant,
  grantDescribeExecution,
  grantInvoke,
  grantSendTaskFailure,
  grantSendTaskSuccess,
  grantStartAndWait,
  grantStartExecution,
  IotRule,
  invoke,
  NodeFunction,
  newest,
  put,
  queryIndex,
  read,
  readMany,
  remove,
  SavedQuery,
  Table,
  update,
  Workflow,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import type { Environment } from '../../../config/environment';
import { accessBindings, bindings } from '../../../contracts/bindings';
import { byMoment } from '../../../contracts/command-order';
import { commandTopic } from '../../../contracts/topics';
import { bindFunction } from '../../bound-function';
import { environmentOf } from '../../environment-context';
import type { Failures } from '../../services/failures';
import { command, commandEach } from './power-workflows';

// Matches reports that contain the power, the acknowledged command, or both. isUndefined is required, because Undefined OR true
// is Undefined.
const reportedSql =
  'SELECT topic(3) AS thing, state.reported.power AS power, state.reported.command AS command, ' +
  "timestamp() AS receivedAt, traceid() AS traceId FROM '$aws/things/+/shadow/update/accepted' " +
  'WHERE NOT isUndefined(state.reported.power) OR NOT isUndefined(state.reported.command)';

interface PowerCommandProps {
  readonly failures: Failures;
  /** Table of the devices that are on, with the start of each on-period. */
  readonly devicePower: Table;
}

/** Power commands. A command sets the desired power in the shadow and waits until the device reports it, or fails on expiry. */
export class PowerCommand extends Feature {
  constructor(scope: Construct, id: string, { failures, devicePower }: PowerCommandProps) {
    super(scope, id);
    const environment = environmentOf(this);
    const { answerWithin, askAgainAfter, longest } = environment.powerCommand;
    const commands = new Table(this, 'commands', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'command', type: 'string' },
      order: { name: byMoment, by: { name: 'askedAt', type: 'number' } },
      expiresBy: 'deletedAfter',
    });
    const step = new NodeFunction(this, 'power-command', {
      timeout: seconds(10),
      environment: bindings.powerCommand.environment({
        table: commands.name,
        answerWithinSeconds: answerWithin.seconds,
        askAgainSeconds: askAgainAfter.seconds,
      }),
      can: [
        read(commands),
        put(commands),
        update(commands),
        remove(commands),
        grantUpdateShadows(environment),
        grantPublishCommandEvents(environment),
      ],
    });
    const one = new Workflow(this, 'power-command-workflow', {
      name: 'power-command',
      definition: command(step.arn),
      can: [grantInvoke(step)],
    });
    const many = new Workflow(this, 'power-commands-workflow', {
      name: 'power-commands',
      definition: commandEach(one.arn, environment.powerCommand),
      can: [grantStartAndWait(one)],
    });
    const confirm = new NodeFunction(this, 'power-confirm', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.powerConfirm, { commands: commands.name, devicePower: devicePower.name }),
      can: [
        read(commands),
        update(commands),
        grantPublishCommandEvents(environment),
        update(devicePower),
        grantSendTaskSuccess(one),
      ],
      onFailure: failures.events,
    });
    new IotRule(this, 'power_reported', {
      description: 'A device reported its power or a command; the report can confirm a command or end an on-period',
      sql: reportedSql,
      actions: [invoke(confirm)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'power-commands-ended', { of: [one, many], query: endings });
    new SavedQuery(this, 'power-commands-given', { of: [step, confirm], query: newest('thing', 'command') });
    new FunctionAccess(this, 'api', {
      environment: accessBindings.api.commands.environment({
        table: commands.name,
        one: one.arn,
        many: many.arn,
        answerWithinSeconds: answerWithin.seconds,
        longestSeconds: longest.seconds,
      }),
      can: [
        ...[read, put, update, queryIndex, readMany].map((use) => use(commands)),
        grantStartExecution(one),
        grantSendTaskFailure(one),
        grantStartExecution(many),
        grantDescribeExecution(many),
      ],
    });
  }
}

const grantUpdateShadows = ({ region, account }: Environment): Grant => [
  { Effect: 'Allow', Action: ['iot:UpdateThingShadow'], Resource: `arn:aws:iot:${region}:${account}:thing/*` },
];

/** Grants permission to publish the command states of all things. */
const grantPublishCommandEvents = ({ region, account }: Environment): Grant => [
  {
    Effect: 'Allow',
    Action: ['iot:Publish'],
    Resource: `arn:aws:iot:${region}:${account}:topic/${commandTopic('*')}`,
  },
];
