import { expect, test } from 'vitest';
import type { FieldName } from './fields.ts';
import { mapColumns } from './mapping.ts';

function named(table: string, help?: Parameters<typeof mapColumns>[2]) {
  const [headings = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .trim()
        .split(',')
        .map((cell) => cell.trim()),
    );
  const mapping = mapColumns(headings, rows, help);
  const columns = Object.fromEntries(headings.map((heading, i) => [heading, mapping.columns[i]]));
  return { ...mapping, columns };
}

test('a table of one row a visit with facts about the patient is read as both', () => {
  const found = named(`
    PatientId,AppointmentID,Gender,ScheduledDay,AppointmentDay,Age,Quarter,Hypertension,SMS_received,No-show
    1,11,F,2016-04-29T16:08:27Z,2016-05-02T00:00:00Z,56,North,0,0,No
    2,12,M,2016-04-29T16:08:27Z,2016-05-03T00:00:00Z,8,South,1,0,Yes`);
  expect(found.kind).toBe('patients and visits');
  expect(found.columns).toEqual({
    PatientId: 'patient.id',
    AppointmentID: 'visit.id',
    Gender: 'patient.sex',
    ScheduledDay: 'visit.booked_at',
    AppointmentDay: 'visit.starts_at',
    Age: 'patient.age',
    'No-show': 'visit.no_show',
  });
  expect(found.clinical).toEqual(['Hypertension']);
  expect(found.unknown).toEqual(['Quarter', 'SMS_received']);
});

test('planned and real times are told apart when both are there', () => {
  const found = named(`
    appointment_id,scheduling_date,appointment_date,appointment_time,status,check_in_time,start_time,end_time,patient_id
    1,2021-12-05,2022-01-03,08:00:00,attended,07:59:37,08:01:01,08:13:55,10847`);
  expect(found.columns).toMatchObject({
    scheduling_date: 'visit.booked_at',
    appointment_date: 'visit.starts_at',
    appointment_time: 'visit.time',
    check_in_time: 'visit.arrived_at',
    start_time: 'visit.seen_at',
    end_time: 'visit.left_at',
  });
  expect(found.kind).toBe('visits');
});

test('a table of patients keeps its status, creation and id for the patient', () => {
  const found = named(`
    id,First Name,Last Name,DOB,Status,Created At,Mobile,SSN,Medical Alert
    1,Lena,Ortiz,1980-02-03,Active,2019-01-01,202-555-0147,123-45-6789,Latex`);
  expect(found.kind).toBe('patients');
  expect(found.columns).toMatchObject({
    id: 'patient.id',
    Status: 'patient.status',
    'Created At': 'patient.known_from',
  });
  expect([found.secret, found.clinical]).toEqual([['SSN'], ['Medical Alert']]);
});

test('the same words in a table of visits are the visit’s', () => {
  const found = named(`
    id,created_at,starts_at,ends_at,Patient,Status,Type
    1,2023-12-01,2024-01-02 09:00,2024-01-02 09:30,Lena Ortiz,Completed,Hygiene
    2,2023-12-01,2024-01-03 09:00,2024-01-03 09:30,Ada Byron,No show,Exam`);
  expect(found.columns).toEqual({
    id: 'visit.id',
    created_at: 'visit.booked_at',
    starts_at: 'visit.starts_at',
    ends_at: 'visit.ends_at',
    Patient: 'patient.full_name',
    Status: 'visit.status',
    Type: 'visit.service',
  });
});

test('a column called patient with numbers in it is the id', () => {
  const found = named(`
    Patient,Visit Date,Status
    1001,01/13/2024,Completed
    1002,01/14/2024,No show
    1003,01/15/2024,Completed`);
  expect(found.columns.Patient).toBe('patient.id');
});

test('a column is found by what is in it when its heading says nothing', () => {
  const found = named(`
    Patient No,Name,Contact,S
    1,Lena,lena@example.org,F
    2,Ada,ada@example.org,F
    3,Tom,tom@example.org,M`);
  expect(found.columns).toMatchObject({ Contact: 'patient.email', S: 'patient.sex' });
});

test('a heading whose cells do not fit is not believed', () => {
  expect(
    named('Patient ID,Last Name,Birthday\n1,Ortiz,cake\n2,Byron,none at all').columns.Birthday,
  ).toBeUndefined();
});

test('what was mapped by hand holds, and null leaves a column out', () => {
  const columns = new Map<string, FieldName | null>([
    ['K7', 'patient.id'],
    ['email', null],
  ]);
  const found = named('K7,Name,Email\n1,Lena,lena@example.org', { columns });
  expect(found.columns).toEqual({ K7: 'patient.id', Name: 'patient.full_name' });
  expect(found.unknown).toEqual([]);
});

test('a column that names a practice or grants consent in words of its own sets nothing', () => {
  const found = named('patient_id,last_name,practice_id,consent_granted_by_evidence\n1,Ortiz,7,yes');
  expect(found.columns.practice_id).toBeUndefined();
  expect(found.columns.consent_granted_by_evidence).toBeUndefined();
});

test('only the number of a guarantor is read, whatever the system calls it', () => {
  const rows = (cells: readonly string[]) => cells.map((cell, i) => [String(i + 1), cell]);
  const found = (heading: string, ...cells: readonly string[]) =>
    mapColumns(['Patient ID', heading], rows(cells)).columns[1];
  for (const heading of [
    'Guarantor',
    'Guarantor ID',
    'ResponsParty',
    'responsible_party',
    'Guarantor Chart #',
    'Guar ID',
  ])
    expect(found(heading, '12', '12', '31'), heading).toBe('patient.guarantor');
  expect(found('Guarantor', 'Ida Vane', 'Al Stone', 'Ruth Vane')).toBeUndefined();
  expect(found('Responsible Party', 'ida@example.org', 'al@example.org', 'x@example.org')).toBeUndefined();
  expect(found('Guarantor', '212-555-0147', '212-555-0148', '212-555-0149')).toBeUndefined();
  for (const heading of [
    'Guarantor Name',
    'Guarantor Phone',
    'Responsible Party Birth Date',
    'Guarantor SSN',
  ])
    expect(found(heading, '12', '13', '31'), heading).toBeUndefined();
});
