interface DeletedFrom {
  /** What the thing measures; undefined where it measures nothing, or is gone. */
  kindOf(thing: string): Promise<string | undefined>;
  deleteShadows(thing: string): Promise<void>;
  /** Deletes what lies under the thing, or under the sensor `thing/kind`. @returns whether some of it is left */
  deleteData(thing: string, sensor: string | undefined): Promise<boolean>;
  deleteThing(thing: string): Promise<void>;
}

/**
 * Deletes all that is known of a device: what it has left in the tables, as much as there is time for, and when nothing
 * is left the thing itself, whose attributes say where its measurements lie.
 * @returns whether this has to be called again
 */
export async function deleteDevice(thing: string, from: DeletedFrom): Promise<boolean> {
  const kind = await from.kindOf(thing);
  await from.deleteShadows(thing);
  if (await from.deleteData(thing, kind === undefined ? undefined : `${thing}/${kind}`)) return true;
  await from.deleteThing(thing);
  return false;
}
