export const bindings = {
  sampleThingMeasured: binding({ table: 'SAMPLE_THING_MEASUREMENTS_TABLE' }),
};
