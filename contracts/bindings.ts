/** Environment variables, as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What a function is told by its environment: `environment` is the stacks' side, `from` the function's. The names of
 * the variables stand here alone.
 */
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
    environment: (to: { table: string; answerWithinSeconds: number }) => ({
      COMMANDS_TABLE: to.table,
      ANSWER_WITHIN_SECONDS: String(to.answerWithinSeconds),
    }),
    from: (variables: Variables) => ({
      table: required(variables, 'COMMANDS_TABLE'),
      answerWithinSeconds: requiredNumber(variables, 'ANSWER_WITHIN_SECONDS'),
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
  powerConfirm: {
    environment: (to: { table: string }) => ({ COMMANDS_TABLE: to.table }),
    from: (variables: Variables) => ({ table: required(variables, 'COMMANDS_TABLE') }),
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
