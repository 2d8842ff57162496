/** The index of the table `commands` in which the commands of a thing stand in the order in which they were asked. */
export const byMoment = 'by-moment';
