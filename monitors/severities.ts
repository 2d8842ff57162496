import { defaultSeverities, type Severities, type WorkingHours } from '@himeshima/constructs/monitors';

/** Behavior of each severity. The handles are in `config/`, per environment. */
export const severities: Severities = {
  ...defaultSeverities,
  page: {
    ...defaultSeverities.page,
    urgency: 'Act now: messages are being lost, or commands do not reach their devices.',
  },
};

/** Working hours, during which tickets notify. */
export const workingHours: WorkingHours = { from: 9, to: 18, timezone: 'Asia/Tokyo' };
