/** The platform's clock at the moment of an invocation. */
export interface ClockReading {
  /** Milliseconds since the epoch. */
  now: number;
  /** Seconds of the platform's clock in a second. */
  speed: number;
}

/**
 * Makes Date tell the platform's time in a function's thread, so that what a function writes down fits what rules and
 * streams say, whatever the speed. Its timers stay real: they wait for real sockets.
 * @returns how the platform's clock is read anew, at each invocation
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
