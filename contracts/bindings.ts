/** Environment variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Environment variables of a function: the stacks set them with `environment`, the function reads them with `from`. */
export const bindings = {
  powerOn: {
    environment: (to: { table: string }) => ({ DEVICE_POWER_TABLE: to.table }),
    from: (variables: Variables) => ({ table: required(variables, 'DEVICE_POWER_TABLE') }),
  },
  alertMessage: {
    environment: (to: { topicArn: string }) => ({ ALERT_TOPIC_ARN: to.topicArn }),
    from: (variables: Variables) => ({ topicArn: required(variables, 'ALERT_TOPIC_ARN') }),
  },
  powerCommand: {
    environment: (to: { table: string; answerWithinSeconds: number; askAgainSeconds: number }) => ({
      COMMANDS_TABLE: to.table,
      ANSWER_WITHIN_SECONDS: String(to.answerWithinSeconds),
      ASK_AGAIN_SECONDS: String(to.askAgainSeconds),
    }),
    from: (variables: Variables) => ({
      table: required(variables, 'COMMANDS_TABLE'),
      answerWithinSeconds: requiredNumber(variables, 'ANSWER_WITHIN_SECONDS'),
      askAgainSeconds: requiredNumber(variables, 'ASK_AGAIN_SECONDS'),
    }),
  },
  telemetryWriter: {
    environment: (to: { readings: string; rooms: string }) => ({ READINGS_TABLE: to.readings, ROOMS_TABLE: to.rooms }),
    from: (variables: Variables) => ({
      readings: required(variables, 'READINGS_TABLE'),
      rooms: required(variables, 'ROOMS_TABLE'),
    }),
  },
  provisioningHook: {
    environment: (to: { table: string }) => ({ SERIAL_NUMBERS_TABLE: to.table }),
    from: (variables: Variables) => ({ table: required(variables, 'SERIAL_NUMBERS_TABLE') }),
  },
  rotateAsk: {
    environment: (to: { table: string; answerWithinSeconds: number }) => ({
      ROTATIONS_TABLE: to.table,
      ANSWER_WITHIN_SECONDS: String(to.answerWithinSeconds),
    }),
    from: (variables: Variables) => ({
      table: required(variables, 'ROTATIONS_TABLE'),
      answerWithinSeconds: requiredNumber(variables, 'ANSWER_WITHIN_SECONDS'),
    }),
  },
  rotateIssue: {
    environment: (to: { table: string; policy: string; connectWithinSeconds: number }) => ({
      ROTATIONS_TABLE: to.table,
      DEVICE_POLICY: to.policy,
      CONNECT_WITHIN_SECONDS: String(to.connectWithinSeconds),
    }),
    from: (variables: Variables) => ({
      table: required(variables, 'ROTATIONS_TABLE'),
      policy: required(variables, 'DEVICE_POLICY'),
      connectWithinSeconds: requiredNumber(variables, 'CONNECT_WITHIN_SECONDS'),
    }),
  },
  rotateAnswer: {
    environment: (to: { table: string }) => ({ ROTATIONS_TABLE: to.table }),
    from: (variables: Variables) => ({ table: required(variables, 'ROTATIONS_TABLE') }),
  },
  rotateFinish: {
    environment: (to: { table: string }) => ({ ROTATIONS_TABLE: to.table }),
    from: (variables: Variables) => ({ table: required(variables, 'ROTATIONS_TABLE') }),
  },
  decommissionRevoke: {
    environment: (to: { table: string }) => ({ SERIAL_NUMBERS_TABLE: to.table }),
    from: (variables: Variables) => ({ table: required(variables, 'SERIAL_NUMBERS_TABLE') }),
  },
  decommissionDelete: {
    environment: (to: {
      devicePower: string;
      commands: string;
      rotations: string;
      belongings: string;
      shadowHistory: string;
      readings: string;
      rooms: string;
    }) => ({
      DEVICE_POWER_TABLE: to.devicePower,
      COMMANDS_TABLE: to.commands,
      ROTATIONS_TABLE: to.rotations,
      BELONGINGS_TABLE: to.belongings,
      SHADOW_HISTORY_TABLE: to.shadowHistory,
      READINGS_TABLE: to.readings,
      ROOMS_TABLE: to.rooms,
    }),
    from: (variables: Variables) => ({
      devicePower: required(variables, 'DEVICE_POWER_TABLE'),
      commands: required(variables, 'COMMANDS_TABLE'),
      rotations: required(variables, 'ROTATIONS_TABLE'),
      belongings: required(variables, 'BELONGINGS_TABLE'),
      shadowHistory: required(variables, 'SHADOW_HISTORY_TABLE'),
      readings: required(variables, 'READINGS_TABLE'),
      rooms: required(variables, 'ROOMS_TABLE'),
    }),
  },
  timerEvent: {
    environment: (to: {
      archive: { bucket: string; shadows: string; measurements: string };
      digests: string;
      topicName: string;
      workflows: readonly string[];
    }) => ({
      ARCHIVE_BUCKET: to.archive.bucket,
      SHADOW_ARCHIVE: to.archive.shadows,
      MEASUREMENT_ARCHIVE: to.archive.measurements,
      DIGESTS_BUCKET: to.digests,
      ALERT_TOPIC_NAME: to.topicName,
      WORKFLOW_ARNS: to.workflows.join(' '),
    }),
    from: (variables: Variables) => ({
      archive: {
        bucket: required(variables, 'ARCHIVE_BUCKET'),
        shadows: required(variables, 'SHADOW_ARCHIVE'),
        measurements: required(variables, 'MEASUREMENT_ARCHIVE'),
      },
      digests: required(variables, 'DIGESTS_BUCKET'),
      topicName: required(variables, 'ALERT_TOPIC_NAME'),
      workflows: required(variables, 'WORKFLOW_ARNS').split(' '),
    }),
  },
  api: {
    environment: (to: {
      belongings: string;
      shadowHistory: string;
      readings: string;
      rooms: string;
      digests: string;
      commands: { table: string; one: string; many: string; answerWithinSeconds: number; longestSeconds: number };
      origin: string;
    }) => ({
      BELONGINGS_TABLE: to.belongings,
      SHADOW_HISTORY_TABLE: to.shadowHistory,
      READINGS_TABLE: to.readings,
      ROOMS_TABLE: to.rooms,
      DIGESTS_BUCKET: to.digests,
      COMMANDS_TABLE: to.commands.table,
      POWER_COMMAND_ARN: to.commands.one,
      POWER_COMMANDS_ARN: to.commands.many,
      ANSWER_WITHIN_SECONDS: String(to.commands.answerWithinSeconds),
      LONGEST_SECONDS: String(to.commands.longestSeconds),
      ALLOWED_ORIGIN: to.origin,
    }),
    from: (variables: Variables) => ({
      belongings: required(variables, 'BELONGINGS_TABLE'),
      shadowHistory: required(variables, 'SHADOW_HISTORY_TABLE'),
      readings: required(variables, 'READINGS_TABLE'),
      rooms: required(variables, 'ROOMS_TABLE'),
      digests: required(variables, 'DIGESTS_BUCKET'),
      commands: {
        table: required(variables, 'COMMANDS_TABLE'),
        one: required(variables, 'POWER_COMMAND_ARN'),
        many: required(variables, 'POWER_COMMANDS_ARN'),
        answerWithinSeconds: requiredNumber(variables, 'ANSWER_WITHIN_SECONDS'),
        longestSeconds: requiredNumber(variables, 'LONGEST_SECONDS'),
      },
      origin: required(variables, 'ALLOWED_ORIGIN'),
    }),
  },
  liveAuthorizer: {
    environment: (to: { issuer: string; scope: string }) => ({ TOKEN_ISSUER: to.issuer, TOKEN_SCOPE: to.scope }),
    from: (variables: Variables) => ({
      issuer: required(variables, 'TOKEN_ISSUER'),
      scope: required(variables, 'TOKEN_SCOPE'),
    }),
  },
  liveConnections: {
    environment: (to: { subscriptions: string; belongings: string }) => ({
      SUBSCRIPTIONS_TABLE: to.subscriptions,
      BELONGINGS_TABLE: to.belongings,
    }),
    from: (variables: Variables) => ({
      subscriptions: required(variables, 'SUBSCRIPTIONS_TABLE'),
      belongings: required(variables, 'BELONGINGS_TABLE'),
    }),
  },
  livePush: {
    environment: (to: { subscriptions: string; belongings: string; connections: string }) => ({
      SUBSCRIPTIONS_TABLE: to.subscriptions,
      BELONGINGS_TABLE: to.belongings,
      CONNECTIONS_URL: to.connections,
    }),
    from: (variables: Variables) => ({
      subscriptions: required(variables, 'SUBSCRIPTIONS_TABLE'),
      belongings: required(variables, 'BELONGINGS_TABLE'),
      connections: required(variables, 'CONNECTIONS_URL'),
      // set by Lambda (developer guide, "Defined runtime environment variables")
      region: required(variables, 'AWS_REGION'),
    }),
  },
  powerConfirm: {
    environment: (to: { commands: string; devicePower: string }) => ({
      COMMANDS_TABLE: to.commands,
      DEVICE_POWER_TABLE: to.devicePower,
    }),
    from: (variables: Variables) => ({
      commands: required(variables, 'COMMANDS_TABLE'),
      devicePower: required(variables, 'DEVICE_POWER_TABLE'),
    }),
  },
} as const;

function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '')
    throw new Error(`environment variable ${name} is missing: see contracts/bindings`);
  return value;
}

function requiredNumber(variables: Variables, name: string): number {
  const value = Number(required(variables, name));
  if (!Number.isFinite(value)) throw new Error(`environment variable ${name} is not a number: see contracts/bindings`);
  return value;
}
