import { binding, list, number, otherTables, setByLambda } from '@himeshima/constructs/binding';

/** Environment variables of each function. The stacks set them with `environment`; the function reads them with `from`. */
export const bindings = {
  powerOn: binding({ table: 'DEVICE_POWER_TABLE' }, { invokedBy: 'clients' }),
  alertMessage: binding({ topicArn: 'ALERT_TOPIC_ARN' }),
  powerCommand: binding({
    table: 'COMMANDS_TABLE',
    answerWithinSeconds: number('ANSWER_WITHIN_SECONDS'),
    askAgainSeconds: number('ASK_AGAIN_SECONDS'),
  }),
  telemetryWriter: binding({ readings: 'READINGS_TABLE', rooms: 'ROOMS_TABLE' }),
  provisioningHook: binding({ table: 'SERIAL_NUMBERS_TABLE' }),
  rotateAsk: binding({ table: 'ROTATIONS_TABLE', answerWithinSeconds: number('ANSWER_WITHIN_SECONDS') }),
  rotateIssue: binding({
    table: 'ROTATIONS_TABLE',
    policy: 'DEVICE_POLICY',
    connectWithinSeconds: number('CONNECT_WITHIN_SECONDS'),
  }),
  rotateAnswer: binding({ table: 'ROTATIONS_TABLE' }, { invokedBy: 'clients' }),
  rotateFinish: binding({ table: 'ROTATIONS_TABLE' }),
  decommissionRevoke: binding({ table: 'SERIAL_NUMBERS_TABLE' }),
  decommissionDelete: binding({ belongings: 'BELONGINGS_TABLE', ofThings: otherTables() }),
  timerEvent: binding({
    archive: { bucket: 'ARCHIVE_BUCKET', shadows: 'SHADOW_ARCHIVE', measurements: 'MEASUREMENT_ARCHIVE' },
    digests: 'DIGESTS_BUCKET',
    topicName: 'ALERT_TOPIC_NAME',
    workflows: list('WORKFLOW_ARNS'),
  }),
  api: binding({ belongings: 'BELONGINGS_TABLE', origin: 'ALLOWED_ORIGIN' }, { invokedBy: 'clients' }),
  liveAuthorizer: binding({ issuer: 'TOKEN_ISSUER', scope: 'TOKEN_SCOPE' }, { invokedBy: 'clients' }),
  liveConnections: binding(
    { subscriptions: 'SUBSCRIPTIONS_TABLE', belongings: 'BELONGINGS_TABLE' },
    { invokedBy: 'clients' },
  ),
  livePush: binding(
    {
      subscriptions: 'SUBSCRIPTIONS_TABLE',
      belongings: 'BELONGINGS_TABLE',
      connections: 'CONNECTIONS_URL',
      region: setByLambda('AWS_REGION'),
    },
    { invokedBy: 'clients' },
  ),
  powerConfirm: binding({ commands: 'COMMANDS_TABLE', devicePower: 'DEVICE_POWER_TABLE' }, { invokedBy: 'clients' }),
};

/**
 * Environment variables of functions that access another feature's resources. The other feature sets the variables with
 * `FunctionAccess`.
 */
export const accessBindings = {
  api: {
    readings: binding({ readings: 'READINGS_TABLE', rooms: 'ROOMS_TABLE' }),
    shadowHistory: binding({ table: 'SHADOW_HISTORY_TABLE' }),
    digests: binding({ bucket: 'DIGESTS_BUCKET' }),
    commands: binding({
      table: 'COMMANDS_TABLE',
      one: 'POWER_COMMAND_ARN',
      many: 'POWER_COMMANDS_ARN',
      answerWithinSeconds: number('ANSWER_WITHIN_SECONDS'),
      longestSeconds: number('LONGEST_SECONDS'),
    }),
  },
  decommissionDelete: {
    // `otherTables` would mistake variables that end in _TABLE for tables whose key is the thing
    readings: binding({ readings: 'SENSOR_READINGS', rooms: 'SENSOR_ROOMS' }),
  },
};

/**
 * Sort keys of the tables whose partition key is the thing. Tables that are not listed have no sort key, so they have at most one
 * item per thing. The function `decommission-delete` uses these keys to delete a thing's items.
 */
export const sortKeys: Readonly<Record<string, string>> = { commands: 'command', 'shadow-history': 'version' };
