interface DeviceStores {
  /** Returns what the thing measures; undefined if it measures nothing or no longer exists. */
  kindOf(thing: string): Promise<string | undefined>;
  deleteShadows(thing: string): Promise<void>;
  /** Deletes the items and measurements of the thing and removes it from its rooms. @returns whether data is left */
  deleteData(thing: string, kind: string | undefined): Promise<boolean>;
  deleteThing(thing: string): Promise<void>;
}

/**
 * Deletes everything about a device: its data, as much as fits into one invocation, and finally the thing itself, whose
 * attributes locate the measurements.
 * @returns whether it must be called again
 */
export async function deleteDevice(thing: string, from: DeviceStores): Promise<boolean> {
  const kind = await from.kindOf(thing);
  await from.deleteShadows(thing);
  if (await from.deleteData(thing, kind)) return true;
  await from.deleteThing(thing);
  return false;
}
