import type { Check } from '../check';
import { is } from '../resource';

const logging = (options: Readonly<Record<string, string | boolean>>) => ({
  aws_iot_logging_options: { logging: { role_arn: 'arn:aws:iam::1:role/logs', ...options } },
});

export const iotLogging: Check = {
  id: 'iot-logging',
  severity: 'major',
  about: ['aws_iot_logging_options'],
  reason: 'rejected devices, and the reasons, are not logged',
  fix: 'default_log_level = "ERROR" or a more verbose level',
  source: 'IoT Lens IOTSEC06-BP01; AWS IoT Device Defender LOGGING_DISABLED_CHECK',
  finds: (options) => is(options, 'disable_all_logs', true) || is(options, 'default_log_level', 'DISABLED'),
  examples: {
    good: [logging({ default_log_level: 'ERROR' })],
    bad: [logging({ default_log_level: 'DISABLED' }), logging({ default_log_level: 'INFO', disable_all_logs: true })],
  },
};
