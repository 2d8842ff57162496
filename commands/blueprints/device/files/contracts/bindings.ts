export const bindings = {
  sampleThingReported: binding({ table: 'SAMPLE_THINGS_TABLE' }, { invokedBy: 'clients' }),
};
