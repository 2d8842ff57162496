import { binding } from '@himeshima/constructs/binding';

/** Environment variables of each function. The stacks set them with `environment`, the function reads them with `from`. */
export const bindings = {
  meterReading: binding({ table: 'METER_READINGS_TABLE' }),
};
