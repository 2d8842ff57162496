interface DeviceStores {
  /** Returns the kind of measurement that the thing sends; undefined if it measures nothing or no longer exists. */
  kindOf(thing: string): Promise<string | undefined>;
  deleteShadows(thing: string): Promise<void>;
  /** Deletes the items and measurements of the thing and removes it from its rooms. @returns whether data is left */
  deleteData(thing: string, kind: string | undefined): Promise<boolean>;
  deleteThing(thing: string): Promise<void>;
}

/**
 * Deletes as much of a device's data as one invocation can. Deletes the thing last, because its attributes locate the
 * measurements.
 * @returns whether data is left, so that the function must be called again
 */
export async function deleteDevice(thing: string, from: DeviceStores): Promise<boolean> {
  const kind = await from.kindOf(thing);
  await from.deleteShadows(thing);
  if (await from.deleteData(thing, kind)) return true;
  await from.deleteThing(thing);
  return false;
}
