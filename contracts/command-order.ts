/** Index of the table `commands` that sorts a thing's commands by time. */
export const byMoment = 'by-moment';
