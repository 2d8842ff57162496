interface Call {
  readonly args: readonly string[];
}

/**
 * Renders `{{local_time 'last_triggered_at' 'Asia/Tokyo'}}` as `2021-05-31 23:43:27+09:00`; empty for an unknown variable or
 * zone. Source: docs.datadoghq.com/monitors/notify/variables, "Local time"
 */
export function localTime({ args }: Call, variables: Readonly<Record<string, string | number | undefined>>): string {
  const [name = '', zone = 'UTC'] = args;
  const moment = new Date(variables[name] ?? Number.NaN);
  if (Number.isNaN(moment.getTime())) return '';
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return `${format.format(moment)}${offsetOf(moment, zone)}`;
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}

function offsetOf(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', '') || '+00:00';
}
