import { expect, test } from 'vitest';
import { type FieldName, fieldOf, isFieldName } from './fields.ts';
import { mapColumns } from './mapping.ts';

/**
 * Headings as systems write them that the mapping knows nothing of by name: `heading = field`, or `heading = - kind` for a
 * column that is not to be read, whatever it holds. Made up for this test; no system's own list.
 */
const systems: Readonly<Record<string, string>> = {
  'a dental suite, patients': `
    Chart # = - id | Patient ID = patient.id | Last Name = patient.family_name | First Name = patient.given_name | MI = - word
    Preferred Name = patient.preferred_name | Birthdate = patient.birth_date | Gender = patient.sex | Status = patient.status
    Home Phone = patient.phone | Mobile Phone = patient.mobile | Work Phone = patient.phone | E-Mail = patient.email
    Address 1 = patient.street | City = patient.city | State = patient.state | Zip = patient.postal_code
    Prim. Provider = patient.clinician | First Visit Date = patient.known_from | Last Visit Date = - date | SS# = - id
    Emergency Contact Phone = - phone | Employer Phone = - phone | Subscriber Birth Date = - date | Guarantor Name = - name`,
  'a dental suite, visits': `
    Appt ID = visit.id | Chart # = patient.id | Patient Name = patient.full_name | Appt Date = visit.starts_at
    Appt Time = visit.time | Appt Length = visit.minutes | Provider = visit.clinician | Op = - word | Status = visit.status
    Appt Reason = - word | Amount = visit.charge | Phone = patient.phone | Made Date = visit.booked_at`,
  'snake case': `
    appointment_id = visit.id | start_time = visit.starts_at instant | end_time = visit.ends_at | patient_id = patient.id
    location_name = visit.location | provider_id = visit.clinician | appointment_status = visit.status
    arrived_time = visit.arrived_at | inchair_time = visit.roomed_at | walkout_time = visit.left_at
    date_appointed = visit.booked_at | sooner_if_possible = - yes`,
  'words run together': `
    appt schdlng prvdr = visit.clinician | apptdate = visit.starts_at | apptstarttime = visit.time
    appttype = visit.service | apptstatus = visit.status | patient firstname = patient.given_name
    patient lastname = patient.family_name | patientid = patient.id | patientdob = patient.birth_date
    patient mobile no = patient.mobile | patient email = patient.email | apptcancelleddate = visit.cancelled_at
    apptcancelreason = visit.cancel_reason | svc dept = visit.location`,
  'an online diary': `
    Start Time = visit.starts_at instant | End Time = visit.ends_at | First Name = patient.given_name
    Last Name = patient.family_name | Phone = patient.phone | Email = patient.email | Type = visit.service
    Calendar = visit.clinician | Appointment Price = visit.charge | Paid? = - yes | Amount Paid Online = - number
    Notes = - word | Date Scheduled = visit.booked_at | Appointment ID = visit.id | Cancelled = visit.cancelled
    No Show = visit.no_show`,
  'a till with a customer list': `
    First Name = patient.given_name | Surname = patient.family_name | Company Name = - name | Email Address = patient.email
    Phone Number = patient.phone | Street Address 1 = patient.street | Street Address 2 = patient.street | City = patient.city
    State = patient.state | Postal Code = patient.postal_code | Birthday = patient.birth_date | Memo = - word
    Customer ID = patient.id | First Visit = patient.known_from | Last Visit = - date | Lifetime Spend = - number`,
  'a spa suite': `
    Guest Code = patient.id | Guest First Name = patient.given_name | Guest Last Name = patient.family_name
    Guest Mobile = patient.mobile | Guest Email = patient.email | Center = visit.location | Invoice No = - id
    Service Name = visit.service | Therapist = visit.clinician | Appointment Date = visit.starts_at | Start Time = visit.time
    End Time = visit.ends_at | Status = visit.status | Booked On = visit.booked_at | Checked In Time = visit.arrived_at
    Net Price = visit.charge`,
  'a therapy suite': `
    Client ID = patient.id | Client First Name = patient.given_name | Client Last Name = patient.family_name
    Date of Birth = patient.birth_date | Client Email = patient.email | Client Phone = patient.phone
    Clinician Name = visit.clinician | Appointment Date and Time = visit.starts_at | Appointment Status = visit.status
    Service Code = visit.service | Units = - number | Fee = visit.charge | Location = visit.location
    Created At = visit.booked_at`,
  'an ambulatory suite': `
    Acct No = patient.id | Patient Name = patient.full_name | Patient DOB = patient.birth_date | Patient Gender = patient.sex
    Cell Phone = patient.mobile | Appt Date = visit.starts_at | Appt Start Time = visit.time | Appt End Time = visit.ends_at
    Visit Type = visit.service | Visit Status = visit.status | Resource Name = visit.clinician
    Facility Name = visit.location | Appt Created Date = visit.booked_at | Check-In Time = visit.arrived_at
    Check-Out Time = visit.left_at | Referring Physician = - name | Referring Physician Phone = - phone
    Guardian DOB = - date | Pharmacy Phone = - phone`,
  'flags instead of a status': `
    Person Nbr = patient.id | Last Name = patient.family_name | First Name = patient.given_name
    Date Of Birth = patient.birth_date | Sex = patient.sex | Home Phone = patient.phone | Cell Phone = patient.mobile
    Appt Date = visit.starts_at | Begin Time = visit.time | Duration = visit.minutes | Resource = visit.clinician
    Location = visit.location | Appt Kept Ind = visit.attended | Cancel Ind = visit.cancelled
    Create Timestamp = visit.booked_at`,
  'an aesthetic suite': `
    Client ID = patient.id | First Name = patient.given_name | Last Name = patient.family_name | DOB = patient.birth_date
    Mobile = patient.mobile | Email = patient.email | Opt In Email = patient.email_ok | Opt In SMS = patient.text_ok
    Opt In Phone = patient.call_ok | Post code = patient.postal_code | Street = patient.street
    Marketing Email Opt-In = patient.marketing_email | Do Not Call = patient.do_not_call
    Family Doctor Phone = - phone | Next of Kin Mobile = - phone | Insured DOB = - date`,
  'a diary whose scheduled date is the visit': `
    Appt. ref. = visit.id | Channel = - word | Scheduled date = visit.starts_at | Created date = visit.booked_at
    Cancelled date = visit.cancelled_at | Client = patient.full_name | Team member = visit.clinician
    Service = visit.service | Duration = visit.minutes | Location = visit.location | Status = visit.status
    Appt. time = visit.time`,
  German: `
    Patientennummer = patient.id | Nachname = patient.family_name | Vorname = patient.given_name
    Geburtsdatum = patient.birth_date | Geschlecht = patient.sex | Telefon privat = patient.phone | Handy = patient.mobile
    E-Mail = patient.email | Straße = patient.street | PLZ = patient.postal_code | Ort = patient.city
    Termin = visit.starts_at | Uhrzeit = visit.time | Dauer = visit.minutes | Behandler = visit.clinician
    Terminart = visit.service | Status = visit.status`,
  Spanish: `
    Nº historia = patient.id | Apellidos = patient.family_name | Nombre = patient.given_name
    Fecha de nacimiento = patient.birth_date | Sexo = patient.sex | Teléfono = patient.phone | Móvil = patient.mobile
    Correo electrónico = patient.email | Dirección = patient.street | C.P. = patient.postal_code | Localidad = patient.city
    Fecha = visit.starts_at | Hora = visit.time | Doctor = visit.clinician | Tratamiento = visit.service
    Estado = visit.status`,
};

const cells: Readonly<Record<string, readonly string[]>> = {
  id: ['10412', '10877', '11302', '12044'],
  name: ['Ana Ruiz', 'Bo Lund', 'Cleo Bell', 'Dev Okafor'],
  word: ['alpha', 'beta', 'gamma', 'delta'],
  text: ['North', 'South', 'East', 'West'],
  date: ['1981-03-14', '1975-11-02', '2001-07-23', '1969-12-30'],
  instant: ['2024-03-14 09:30', '2024-04-18 14:00', '2024-05-21 10:15', '2024-06-02 16:45'],
  time: ['9:30 AM', '2:00 PM', '10:15 AM', '4:45 PM'],
  yes_no: ['Yes', 'No', 'Yes', 'Yes'],
  yes: ['Yes', 'No', 'Yes', 'Yes'],
  number: ['30', '60', '45', '15'],
  phone: ['(212) 555-0142', '(212) 555-0187', '(646) 555-0133', '(718) 555-0111'],
  email: ['ana@mail.example', 'bo@mail.example', 'cleo@mail.example', 'dev@mail.example'],
  'patient.sex': ['F', 'M', 'F', 'F'],
  'patient.status': ['Active', 'Inactive', 'Active', 'Active'],
  'visit.status': ['Completed', 'No Show', 'Cancelled', 'Scheduled'],
  'visit.booked_at': ['2024-03-01', '2024-04-11', '2024-05-05', '2024-05-30'],
  'visit.starts_at': ['2024-03-14', '2024-04-18', '2024-05-21', '2024-06-02'],
};

function cellsOf(expected: string, kind: string | undefined): readonly string[] {
  if (kind !== undefined) return cells[kind] ?? [];
  if (cells[expected] !== undefined) return cells[expected];
  if (/phone|mobile/.test(expected)) return cells.phone ?? [];
  if (expected === 'patient.email') return cells.email ?? [];
  return cells[fieldOf(expected as FieldName).kind] ?? [];
}

// A wrong one of these would call a stranger, or greet on a wrong day, or speak against somebody's wish.
function isGrave(field: string): boolean {
  return /birth|phone|mobile|email|_ok|do_not|marketing/.test(field);
}

test.each(Object.entries(systems))('the columns of %s are found', (_system, list) => {
  const columns = list
    .split(/[|\n]/)
    .filter((entry) => entry.includes(' = '))
    .map((entry) => {
      const [heading = '', meant = ''] = entry.split(' = ').map((part) => part.trim());
      const [expected = '', kind] = meant.split(' ');
      return {
        heading,
        expected: isFieldName(expected) ? expected : undefined,
        cells: cellsOf(expected, kind),
      };
    });
  expect(columns.length).toBeGreaterThan(10);
  const rows = [0, 1, 2, 3].map((row) => columns.map((column) => column.cells[row] ?? ''));
  const mapping = mapColumns(
    columns.map((column) => column.heading),
    rows,
  );
  const wrong = columns.flatMap(({ heading, expected }, i) => {
    const found = mapping.columns[i];
    return found === expected ? [] : [`${heading}: ${found ?? 'left out'}, not ${expected ?? 'left out'}`];
  });
  const grave = columns.filter(
    ({ expected }, i) => mapping.columns[i] !== expected && isGrave(`${expected} ${mapping.columns[i]}`),
  );
  expect(grave).toEqual([]);
  expect(wrong).toEqual([]);
});
