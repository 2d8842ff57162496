export const bindings = {
  sampleThing: binding({ table: 'SAMPLE_THING_TABLE' }, { invokedBy: 'clients' }),
};
