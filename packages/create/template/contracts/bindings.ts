import { binding } from '@himeshima/constructs/binding';

/** Environment variables of each function. The stacks set them with `environment`, and each function reads its own with `from`. */
export const bindings = {
  meterReading: binding({ table: 'METER_READINGS_TABLE' }),
};
