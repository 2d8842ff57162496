export const bindings = {
  sampleThingMessage: binding({ table: 'SAMPLE_THING_MESSAGES_TABLE' }),
};
