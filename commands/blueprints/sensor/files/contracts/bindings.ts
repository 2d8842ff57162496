export const bindings = {
  sampleThingMeasured: binding({ table: 'SAMPLE_THINGS_TABLE' }, { invokedBy: 'clients' }),
};
