/** Time and speed of the platform's clock at the start of an invocation. */
export interface ClockReading {
  /** Platform time in milliseconds since the epoch. */
  now: number;
  /** Platform seconds per real second. */
  speed: number;
}

/**
 * Makes Date return the platform's time in a function's thread, so that the function's timestamps match timestamps from
 * rules and streams at any speed. Timers still run in real time, because functions use them with real sockets.
 * @returns a function that synchronizes the clock; call it for each invocation
 */
export function followPlatformClock(): (reading: ClockReading) => void {
  const RealDate = Date;
  let base = RealDate.now();
  let realBase = base;
  let speed = 1;
  const now = () => Math.floor(base + (RealDate.now() - realBase) * speed);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  return (reading) => {
    base = reading.now;
    realBase = RealDate.now();
    speed = reading.speed;
  };
}
