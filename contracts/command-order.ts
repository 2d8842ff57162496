/** Index of the table `commands` that orders the commands of a thing by time. */
export const byMoment = 'by-moment';
