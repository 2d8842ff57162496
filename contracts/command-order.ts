/** Index of the `commands` table that sorts a thing's commands by time. */
export const byMoment = 'by-moment';
