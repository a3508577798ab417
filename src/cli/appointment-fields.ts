/** What a column of appointments can be. */
export const appointmentFields = [
  'id',
  'patient',
  'day',
  'time',
  'booked',
  'outcome',
  'age',
  'service',
  'reminder',
] as const;
export type AppointmentField = (typeof appointmentFields)[number];
